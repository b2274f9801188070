export { createCostApi, type CostApiDeps } from './app.ts'
export { DEFAULT_LIMITS, type CostLimits } from './limits.ts'
