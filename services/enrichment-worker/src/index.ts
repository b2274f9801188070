export * from './tiers.ts'
export * from './worker.ts'
export { WORKER_DEFAULTS, type WorkerSettings } from './settings.ts'
