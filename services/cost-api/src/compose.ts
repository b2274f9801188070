import type { RequestListener } from 'node:http'
import { PRICE_LIST } from '@colophon/adapters/prices'
import { BudgetConfig, readBudget, type Store } from '@colophon/domain'
import { logSettings } from '@colophon/runtime/settings'
import { createCostApi, type CostApiDeps } from './app.ts'

/** The settings of the cost API, in whatever form it runs: those of the workers, to show them. */
export const COST_SETTINGS = BudgetConfig.shape

interface Opened extends Omit<CostApiDeps, 'limits' | 'prices' | 'checks' | 'ready'> {
  store: CostApiDeps['store'] & Pick<Store, 'ping'>
  stop: AbortSignal
}

/** The cost API as both forms run it: it shows the limits that are in force, and the prices that are reckoned with. */
export function composeCostApi(
  { stop, ...opened }: Opened,
  env: Parameters<typeof readBudget>[0],
): RequestListener {
  logSettings(opened.log, 'cost API', COST_SETTINGS, env)
  return createCostApi({
    ...opened,
    checks: { store: () => opened.store.ping() },
    ready: () => !stop.aborted,
    limits: readBudget(env),
    prices: PRICE_LIST.rows,
  })
}
