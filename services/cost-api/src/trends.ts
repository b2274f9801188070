import {
  addDays,
  budgetsBy,
  CostTrends,
  daysBetween,
  everyDay,
  FORECAST_DAYS,
  forecastOf,
  formatUsd,
  monthKey,
  nextMonth,
  periodLimits,
  sumOfDays,
  type BudgetSettings,
  type Clock,
  type CostFilter,
  type DaySpend,
  type Store,
} from '@colophon/domain'
import { operation } from '@colophon/runtime/http'
import { z } from 'zod'
import { CURRENCY, FILTERS, filterOf, shownIn, today, withDays } from './ask.ts'

export interface TrendsDeps {
  store: Pick<Store, 'ledger' | 'budgets'>
  limits: BudgetSettings
  clock: Clock
}

async function spendsOf(
  { store }: TrendsDeps,
  tenant: string,
  filter: CostFilter,
): Promise<DaySpend[]> {
  const rows = await store.ledger.sums(tenant, filter, ['day'])
  return rows.map(({ key, amount_pico_usd }) => ({ day: key.day ?? '', amount_pico_usd }))
}

/** How what is filtered will stand at the end of this month, under the limit of all. */
async function monthEnd(deps: TrendsDeps, tenant: string, filter: CostFilter) {
  const now = new Date(deps.clock.now())
  const day = today(deps.clock)
  const budgets = budgetsBy(await deps.store.budgets.inForce(tenant))
  const [, { limit_pico_usd: limit }] = periodLimits(deps.limits, budgets, tenant, now)
  const start = `${day.slice(0, 7)}-01`
  const back = addDays(day, -FORECAST_DAYS)
  const from = back < start ? back : start
  const spends = await spendsOf(deps, tenant, { ...filter, fromDay: from, toDay: day })
  const first = spends.find(({ amount_pico_usd }) => amount_pico_usd > 0n)?.day ?? day
  const days = everyDay(spends, first, day)
  const lastDay = addDays(nextMonth(now).toISOString().slice(0, 10), -1)
  const spent = sumOfDays(days.filter((one) => one.day >= start))
  const forecast = forecastOf({
    history: days.slice(0, -1).slice(-FORECAST_DAYS),
    spent,
    today: days.at(-1) ?? { day, amount_pico_usd: 0n },
    lastDay,
    limit,
  })
  return { forecast, spent, limit, lastDay, period: monthKey(now).slice('month:'.length) }
}

export const trendsOperation = (deps: TrendsDeps) =>
  operation({
    summary: 'Day by day, against the days before, and how the month will end',
    query: z.object({ ...FILTERS, ...CURRENCY }),
    response: CostTrends,
    async handle({ tenant, query: asked }) {
      const query = withDays(asked, deps.clock)
      const filter = filterOf(query)
      const length = daysBetween(query.from, query.to) + 1
      const before = { from: addDays(query.from, -length), to: addDays(query.from, -1) }
      const [spends, earlier, month] = await Promise.all([
        spendsOf(deps, tenant, filter),
        spendsOf(deps, tenant, { ...filter, fromDay: before.from, toDay: before.to }),
        monthEnd(deps, tenant, filter),
      ])
      const days = everyDay(spends, query.from, query.to)
      const total = sumOfDays(days)
      const earlierTotal = sumOfDays(earlier)
      return {
        period: { from: query.from, to: query.to, zone: 'UTC' as const },
        days: points(days, shownIn(query)),
        total_usd: formatUsd(total),
        average_usd_per_day: formatUsd(total / BigInt(Math.max(1, days.length))),
        before: {
          ...before,
          total_usd: formatUsd(earlierTotal),
          change_ratio:
            earlierTotal === 0n
              ? null
              : Number(((total - earlierTotal) * 10_000n) / earlierTotal) / 10_000,
        },
        month: {
          period: month.period,
          last_day: month.lastDay,
          spent_usd: formatUsd(month.spent),
          limit_usd: formatUsd(month.limit),
          projected_usd: orNull(month.forecast?.projected_pico_usd),
          low_usd: orNull(month.forecast?.low_pico_usd),
          high_usd: orNull(month.forecast?.high_pico_usd),
          reaches_limit_on: month.forecast?.reaches_limit_on ?? null,
        },
      }
    },
  })

const orNull = (amount: bigint | undefined): string | null =>
  amount === undefined ? null : formatUsd(amount)

function points(days: readonly DaySpend[], shown: ReturnType<typeof shownIn>) {
  let total = 0n
  return days.map(({ day, amount_pico_usd }) => {
    total += amount_pico_usd
    return {
      day,
      cost_usd: formatUsd(amount_pico_usd),
      cost_shown: shown(amount_pico_usd),
      total_usd: formatUsd(total),
    }
  })
}
