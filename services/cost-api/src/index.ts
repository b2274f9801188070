export type { CostApiDeps } from './app.ts'
export { composeCostApi, COST_SETTINGS } from './compose.ts'
