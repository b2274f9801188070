import type { RequestListener } from 'node:http'
import {
  systemClock,
  VERSION,
  type BudgetSettings,
  type Clock,
  type PriceRow,
  type Store,
} from '@colophon/domain'
import { createApp, type AppDeps, type Route } from '@colophon/runtime/http'
import { configOperation } from './limits-operation.ts'
import { CostRow, recordsOperation } from './records.ts'
import { reportRoutes } from './reports.ts'
import { AgentTotals, ModelTotals, Totals } from './totals.ts'

export interface CostApiDeps extends AppDeps {
  store: Pick<Store, 'ledger' | 'jobs' | 'documents'>
  limits: BudgetSettings
  prices: readonly PriceRow[]
  clock?: Clock
}

/** Under the names they have in the reference. */
const SCHEMAS = { AgentTotals, CostRow, ModelTotals, Totals }

const READERS = ['finance', 'operator'] as const

/** The cost API: what was spent on which model, for which job and document. */
export function createCostApi({
  store,
  limits,
  prices,
  clock = systemClock,
  ...deps
}: CostApiDeps): RequestListener {
  const reports = reportRoutes(store, clock)
  const routes: readonly Route[] = [
    ['GET', '/api/cost/job/:id', reports.job, READERS],
    ['GET', '/api/cost/document/:id', reports.document, READERS],
    ['GET', '/api/cost/report/models', reports.models, READERS],
    ['GET', '/api/cost/records', recordsOperation(store), READERS],
    ['GET', '/api/cost/config', configOperation(limits, prices), READERS],
  ]
  return createApp({
    ...deps,
    service: 'cost-api',
    title: 'Colophon costs',
    version: VERSION,
    routes,
    schemas: SCHEMAS,
  })
}
