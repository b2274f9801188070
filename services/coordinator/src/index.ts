export * from './coordinator.ts'
export { COORDINATOR_DEFAULTS, type CoordinatorSettings } from './settings.ts'
export { createJobApi } from './api/index.ts'
