import type { RequestListener } from 'node:http'
import { PRICE_LIST } from '@colophon/adapters/prices'
import { readBudget } from '@colophon/domain'
import { createCostApi, type CostApiDeps } from './app.ts'

/** The cost API as both forms run it: it shows the limits that are in force, and the prices that are reckoned with. */
export function composeCostApi(
  deps: Omit<CostApiDeps, 'limits' | 'prices'>,
  settings: Parameters<typeof readBudget>[0],
): RequestListener {
  return createCostApi({ ...deps, limits: readBudget(settings), prices: PRICE_LIST.rows })
}
