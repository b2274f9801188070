import {
  addDays,
  budgetsBy,
  everyDay,
  formatUsd,
  nextMonth,
  periodLimits,
  MonthReport,
  totalCosts,
  type Clock,
  type CostGroupName,
  type CostSums,
  type SpendRow,
  type Store,
} from '@colophon/domain'
import { operation, Reply } from '@colophon/runtime/http'
import { z } from 'zod'
import { filterOf, today } from './ask.ts'
import { monthPage } from './month-page.ts'
import { reportOpportunities, type OpportunityDeps } from './opportunities.ts'
import { amountsOf, spendRows } from './spend.ts'

/** The first and the last day of a month; of this one, today. One to come is whole, with nothing in it. */
function daysOf(month: string, clock: Clock): { from: string; to: string } {
  const from = `${month}-01`
  const last = addDays(nextMonth(new Date(from)).toISOString().slice(0, 10), -1)
  const now = today(clock)
  return { from, to: last < now || from > now ? last : now }
}

export interface MonthDeps extends OpportunityDeps {
  store: Pick<Store, 'ledger' | 'budgets'>
}

/** A month with all its sums. */
export async function reportOf(
  deps: MonthDeps,
  tenant: string,
  month: string,
): Promise<MonthReport> {
  const { from, to } = daysOf(month, deps.clock)
  const filter = filterOf({ from, to })
  const by = (name: CostGroupName): Promise<SpendRow[]> =>
    spendRows(deps.store, { tenant, filter, groups: [name] })
  const [budgets, days, by_model, by_agent, by_collection, by_job, found] = await Promise.all([
    deps.store.budgets.inForce(tenant),
    deps.store.ledger.sums(tenant, filter, ['day']),
    by('model'),
    by('agent'),
    by('collection'),
    by('job'),
    reportOpportunities(deps, tenant, { from, to }),
  ])
  const [, { limit_pico_usd: limit }] = periodLimits(
    deps.limits,
    budgetsBy(budgets),
    tenant,
    new Date(from),
  )
  const totals = amountsOf(totalCosts(days), () => null)
  const spends = days.map(({ key, amount_pico_usd }: CostSums) => ({
    day: key.day ?? '',
    amount_pico_usd,
  }))
  return {
    ...{ tenant, month, zone: 'UTC', from, to },
    made_at: new Date(deps.clock.now()).toISOString(),
    limit_usd: formatUsd(limit),
    cost_usd: totals.cost_usd,
    unsettled_usd: totals.unsettled_usd,
    calls: totals.calls,
    unpriced_calls: totals.unpriced_calls,
    days: everyDay(spends, from, to).map(({ day, amount_pico_usd }) => ({
      day,
      cost_usd: formatUsd(amount_pico_usd),
    })),
    ...{ by_model, by_agent, by_collection, by_job, found },
  }
}

export const monthOperation = (deps: MonthDeps) =>
  operation({
    summary: 'A month with all its sums, to be kept, printed or sent on',
    query: z.object({
      month: z
        .string()
        .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'must be a month such as 2026-11')
        .optional()
        .describe('UTC. Left out: this month, up to today'),
      format: z.enum(['json', 'html']).default('json'),
    }),
    response: MonthReport,
    alsoProduces: ['text/html'],
    async handle({ tenant, query }) {
      const report = await reportOf(deps, tenant, query.month ?? today(deps.clock).slice(0, 7))
      if (query.format === 'json') return report
      return new Reply(monthPage(report), { contentType: 'text/html; charset=utf-8' })
    },
  })
