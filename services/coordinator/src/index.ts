export * from './coordinator.ts'
export { COORDINATOR_DEFAULTS, type CoordinatorSettings } from './settings.ts'
export {
  createJobApi,
  SUBMIT_LIMITS,
  type JobView,
  type SubmitAnswer,
  type SubmitLimits,
} from './api/index.ts'
export { submitItems, type SubmissionResult } from './submission.ts'
