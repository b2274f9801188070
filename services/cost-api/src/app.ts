import type { RequestListener } from 'node:http'
import {
  Me,
  systemClock,
  VERSION,
  type BudgetSettings,
  type Clock,
  type PriceList,
  type ProductLink,
  type Store,
} from '@colophon/domain'
import { createApp, sessionRoutes, type AppDeps, type Route } from '@colophon/runtime/http'
import { budgetRoutes } from './budgets.ts'
import { estimateRoutes } from './estimates.ts'
import { focusOperation } from './focus.ts'
import { costPages } from './pages.ts'
import { configOperation } from './limits-operation.ts'
import { monthOperation } from './month-report.ts'
import { opportunityRoutes } from './opportunities.ts'
import { CostRow, recordsOperation } from './records.ts'
import { reportRoutes } from './reports.ts'
import { setBudgetRoutes } from './set-budgets.ts'
import { spendOperation } from './spend.ts'
import { trendsOperation } from './trends.ts'
import { AgentTotals, ModelTotals, Totals } from './totals.ts'

export interface CostApiDeps extends AppDeps {
  store: Pick<Store, 'ledger' | 'budgets' | 'jobs' | 'documents'>
  limits: BudgetSettings
  prices: PriceList
  /** Folder of the built cost page, served at `/`. @default none */
  page?: string | undefined
  /** What the page leads to beside itself. @default nothing */
  links?: () => readonly ProductLink[]
  clock?: Clock
}

/** Under the names they have in the reference. */
const SCHEMAS = { Me, AgentTotals, CostRow, ModelTotals, Totals }

const READERS = ['finance', 'operator'] as const

/** The cost API: what was spent on which model, for which job and document. */
export function createCostApi({
  store,
  limits,
  prices,
  page,
  links,
  clock = systemClock,
  ...deps
}: CostApiDeps): RequestListener {
  const reports = reportRoutes(store, clock)
  const facts = { store, limits, prices, clock }
  const budgets = budgetRoutes(facts)
  const own = setBudgetRoutes(facts)
  const estimates = estimateRoutes(facts)
  const { opportunities, recommendations } = opportunityRoutes(facts)
  const session = sessionRoutes(deps.auth, links)
  const routes: readonly Route[] = [
    ['GET', '/api/me', session.me],
    ['POST', '/api/session', session.begin, 'anybody'],
    ['DELETE', '/api/session', session.end, 'anybody'],
    ['GET', '/api/cost/budget/daily', budgets.daily, READERS],
    ['GET', '/api/cost/budget/monthly', budgets.monthly, READERS],
    ['GET', '/api/cost/budget/status', budgets.status, READERS],
    ['GET', '/api/cost/budget', own.list, READERS],
    ['GET', '/api/cost/budget/events', own.events, READERS],
    ['GET', '/api/cost/budget/:scope/:id', own.get, READERS],
    ['PUT', '/api/cost/budget/:scope/:id', own.set, READERS],
    ['DELETE', '/api/cost/budget/:scope/:id', own.lift, READERS],
    ['GET', '/api/cost/estimates', estimates.past, READERS],
    ['POST', '/api/cost/estimate/task', estimates.task, READERS],
    ['POST', '/api/cost/estimate/document', estimates.document, READERS],
    ['POST', '/api/cost/estimate/collection', estimates.collection, READERS],
    ['GET', '/api/cost/job/:id', reports.job, READERS],
    ['GET', '/api/cost/document/:id', reports.document, READERS],
    ['GET', '/api/cost/report/models', reports.models, READERS],
    ['GET', '/api/cost/report/spend', spendOperation(store, clock), READERS],
    ['GET', '/api/cost/report/trends', trendsOperation(facts), READERS],
    ['GET', '/api/cost/report/opportunities', opportunities, READERS],
    ['GET', '/api/cost/report/full', monthOperation(facts), READERS],
    ['GET', '/api/cost/report/focus', focusOperation(facts), READERS],
    ['GET', '/api/cost/recommendations', recommendations, READERS],
    ['GET', '/api/cost/records', recordsOperation(store), READERS],
    ['GET', '/api/cost/config', configOperation(limits, prices), READERS],
  ]
  return createApp({
    ...deps,
    sessions: true,
    service: 'cost-api',
    title: 'Colophon costs',
    version: VERSION,
    routes,
    schemas: SCHEMAS,
    ...(page === undefined ? {} : { extend: costPages(page) }),
  })
}
