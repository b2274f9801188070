export { createJobApi, type JobApiDeps } from './app.ts'
export type { DocumentSummary, DocumentView } from './documents.ts'
export type { JobView } from './jobs.ts'
export { SUBMIT_LIMITS, type SubmitAnswer, type SubmitLimits } from './submit.ts'
