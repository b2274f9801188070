export { createCostApi, type CostApiDeps } from './app.ts'
