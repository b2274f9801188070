import type { SpendRow } from '@colophon/domain'

const DAY_MS = 86_400_000

export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

export interface Choice {
  name: string
  from: string
  to: string
}

/** Periods that are asked for often. All days are UTC. */
export function periods(nowMs: number): Choice[] {
  const today = dayOf(nowMs)
  const start = `${today.slice(0, 7)}-01`
  const endOfLast = dayOf(Date.parse(start) - DAY_MS)
  return [
    { name: 'This month', from: start, to: today },
    { name: 'Last month', from: `${endOfLast.slice(0, 7)}-01`, to: endOfLast },
    { name: '7 days', from: dayOf(nowMs - 6 * DAY_MS), to: today },
    { name: '30 days', from: dayOf(nowMs - 29 * DAY_MS), to: today },
    { name: '90 days', from: dayOf(nowMs - 89 * DAY_MS), to: today },
  ]
}

/** One day, with what each model cost on it: a bar of the chart. */
export interface DayBar {
  day: string
  /** Dollars, exact, by model. */
  costs: Readonly<Record<string, string>>
}

/** All days of a period, those without calls too, and the models that have a part in them. */
export function barsOf(
  rows: readonly SpendRow[],
  { from, to }: { from: string; to: string },
): { days: DayBar[]; models: string[] } {
  const byDay = Map.groupBy(rows, ({ key }) => key['day'] ?? '')
  const paid = rows.filter(({ cost_usd }) => Number(cost_usd) > 0)
  const models = [...new Set(paid.map(({ key }) => key['model'] ?? ''))].sort()
  const days: DayBar[] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) {
    const day = dayOf(at)
    const costs = Object.fromEntries(
      (byDay.get(day) ?? []).map(({ key, cost_usd }) => [key['model'] ?? '', cost_usd]),
    )
    days.push({ day, costs })
  }
  return { days, models }
}
