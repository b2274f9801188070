export { stem } from './stem.ts'
export { stopWords } from './stop-words.ts'
