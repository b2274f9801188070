export { detectLanguages, languageOf } from './detect-languages.ts'
export { languageFeatures, type LanguageFeature } from './language-features.ts'
export { functionWords } from './function-words.ts'
export { bareWord, wordsOf, type Word } from './words.ts'
