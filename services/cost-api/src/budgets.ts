import {
  addDays,
  BudgetAnswer,
  BudgetStatus,
  budgetsBy,
  everyDay,
  FORECAST_DAYS,
  forecastOf,
  formatUsd,
  nextDay,
  nextMonth,
  periodLimits,
  sumOfDays,
  type BudgetSettings,
  type BudgetState,
  type Clock,
  type DaySpend,
  type Forecast,
  type HeldLimit,
  type Store,
} from '@colophon/domain'
import { operation } from '@colophon/runtime/http'
import { z } from 'zod'
import { CURRENCY, shownIn, today, type Shown } from './ask.ts'
import { standingOf } from './standing.ts'

interface Deps {
  store: Pick<Store, 'ledger' | 'budgets'>
  limits: BudgetSettings
  clock: Clock
}

type Scope = BudgetAnswer['scope']

interface Facts {
  /** The last days, with today as the last; from the first that has a row. */
  days: readonly DaySpend[]
  states: readonly BudgetState[]
  limits: Readonly<Record<Scope, HeldLimit>>
  at: Date
}

const monthStart = (day: string): string => `${day.slice(0, 7)}-01`

async function factsOf({ store, clock, limits }: Deps, tenant: string): Promise<Facts> {
  const day = today(clock)
  const at = new Date(clock.now())
  const first = [addDays(day, -FORECAST_DAYS), monthStart(day)].sort()[0] ?? day
  const budgets = budgetsBy(await store.budgets.inForce(tenant))
  const [ofDay, ofMonth] = periodLimits(limits, budgets, tenant, at)
  const [sums, states] = await Promise.all([
    store.ledger.sums(tenant, { fromDay: first, toDay: day }, ['day']),
    store.ledger.budgets(tenant, [ofDay.key, ofMonth.key]),
  ])
  const spends = sums.map(({ key, amount_pico_usd }) => ({ day: key.day ?? '', amount_pico_usd }))
  const from = spends.find(({ amount_pico_usd }) => amount_pico_usd > 0n)?.day ?? day
  return {
    days: everyDay(spends, from, day),
    states,
    limits: { day: ofDay, month: ofMonth },
    at,
  }
}

function periodOf(scope: Scope, at: Date): { period: string; starts: Date; resets: Date } {
  const iso = at.toISOString()
  const period = scope === 'day' ? iso.slice(0, 10) : iso.slice(0, 7)
  const starts = new Date(`${scope === 'day' ? period : `${period}-01`}T00:00:00.000Z`)
  return { period, starts, resets: scope === 'day' ? nextDay(at) : nextMonth(at) }
}

const shownForecast = (forecast: Forecast | null): BudgetAnswer['forecast'] =>
  forecast && {
    projected_usd: formatUsd(forecast.projected_pico_usd),
    low_usd: formatUsd(forecast.low_pico_usd),
    high_usd: formatUsd(forecast.high_pico_usd),
    reaches_limit_on: forecast.reaches_limit_on,
    days: forecast.days,
  }

function answerOf(scope: Scope, facts: Facts, shown: Shown): BudgetAnswer {
  const { period, starts, resets } = periodOf(scope, facts.at)
  const held = facts.limits[scope]
  const limit = held.limit_pico_usd
  const spent = facts.states.find(({ key }) => key === held.key)?.spent_pico_usd ?? 0n
  const within = facts.days.filter(({ day }) => day.startsWith(period))
  const today = facts.days.at(-1) ?? { day: period, amount_pico_usd: 0n }
  const lastDay = addDays(resets.toISOString().slice(0, 10), -1)
  const history = facts.days.slice(0, -1).slice(-FORECAST_DAYS)
  return {
    scope,
    period,
    zone: 'UTC',
    starts_at: starts.toISOString(),
    resets_at: resets.toISOString(),
    ...standingOf(held, facts.states),
    spent_shown: shown(spent),
    ledger_usd: formatUsd(sumOfDays(within)),
    forecast: shownForecast(forecastOf({ history, spent, today, lastDay, limit })),
  }
}

const query = z.object(CURRENCY)

export function budgetRoutes(deps: Deps) {
  const of = (scope: Scope) =>
    operation({
      summary: `The budget of this ${scope} (UTC): limit, spent, held back, left, and how it will end`,
      query,
      response: BudgetAnswer,
      async handle({ tenant, query: asked }) {
        return answerOf(scope, await factsOf(deps, tenant), shownIn(asked))
      },
    })
  const status = operation({
    summary: 'All budgets, and what is lost or not priced in this month',
    query,
    response: BudgetStatus,
    async handle({ tenant, query: asked }) {
      const facts = await factsOf(deps, tenant)
      const day = today(deps.clock)
      const ask = { fromDay: monthStart(day), toDay: day }
      const [month] = await deps.store.ledger.sums(tenant, ask, [])
      return {
        per_document_limit_usd: formatUsd(deps.limits.perDocument),
        budgets: (['day', 'month'] as const).map((scope) => answerOf(scope, facts, shownIn(asked))),
        unsettled_usd: formatUsd(month?.unsettled_pico_usd ?? 0n),
        unsettled_calls: month?.unsettled ?? 0,
        unpriced_calls: month?.unpriced ?? 0,
      }
    },
  })
  return { daily: of('day'), monthly: of('month'), status }
}
