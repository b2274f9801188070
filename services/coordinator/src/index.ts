export * from './compose.ts'
export * from './coordinator.ts'
export { requireDocument, requireRevision } from './api/documents.ts'
export { createJobApi, type JobView, type SubmitAnswer } from './api/index.ts'
