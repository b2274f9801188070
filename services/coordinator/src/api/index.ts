export { createJobApi, type JobApiDeps } from './app.ts'
export type { DocumentSummary, DocumentView } from './documents.ts'
export type { JobView } from './jobs.ts'
export type { SubmitAnswer } from './submit-answer.ts'
