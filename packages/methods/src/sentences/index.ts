export { reflow } from './reflow.ts'
export { sentencesOf } from './sentences.ts'
