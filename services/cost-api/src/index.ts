export type { CostApiDeps } from './app.ts'
export { composeCostApi, COST_SETTINGS } from './compose.ts'
export { monthPage } from './month-page.ts'
export { reportOf } from './month-report.ts'
