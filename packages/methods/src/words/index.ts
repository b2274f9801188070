export { fold, readWords, startsUpper, wordKey, type Word } from './fold.ts'
export { lowerCase } from './lower-case.ts'
export { createVocabulary, isNear, wordList, type Vocabulary } from './vocabulary.ts'
