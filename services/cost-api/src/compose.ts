import type { RequestListener } from 'node:http'
import { fileURLToPath } from 'node:url'
import { readPrices } from '@colophon/adapters/prices'
import { BudgetConfig, readBudget, type Store } from '@colophon/domain'
import { logSettings, PRICE_SETTINGS } from '@colophon/runtime/settings'
import type { z } from 'zod'
import { createCostApi, type CostApiDeps } from './app.ts'

const PAGE = fileURLToPath(new URL('../../../web/costs/dist/', import.meta.url))

/** The settings of the cost API, in whatever form it runs: those of the workers, to show them. */
export const COST_SETTINGS = { ...BudgetConfig.shape, ...PRICE_SETTINGS }

type CostEnv = z.infer<z.ZodObject<typeof COST_SETTINGS>>

interface Opened extends Omit<CostApiDeps, 'limits' | 'prices' | 'checks' | 'ready'> {
  store: CostApiDeps['store'] & Pick<Store, 'ping'>
  stop: AbortSignal
}

/** The cost API as both forms run it: it shows the limits that are in force, and the prices that are reckoned with. */
export function composeCostApi({ stop, ...opened }: Opened, env: CostEnv): RequestListener {
  logSettings(opened.log, 'cost API', COST_SETTINGS, env)
  return createCostApi({
    page: PAGE,
    ...opened,
    checks: { store: () => opened.store.ping() },
    ready: () => !stop.aborted,
    limits: readBudget(env),
    prices: readPrices(env),
  })
}
