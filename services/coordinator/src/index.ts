export * from './compose.ts'
export * from './coordinator.ts'
export { createJobApi, type JobView, type SubmitAnswer } from './api/index.ts'
