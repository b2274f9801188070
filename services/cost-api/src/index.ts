export type { CostApiDeps } from './app.ts'
export { composeCostApi } from './compose.ts'
