export * from './compose.ts'
export * from './tiers.ts'
export * from './worker.ts'
export type { WorkerSettings } from './settings.ts'
