import { formatUsd, type CostSummaryRow } from '@colophon/domain'
import { z } from 'zod'

/** Exact decimal dollars; never a float. */
export const Usd = z.string().regex(/^-?\d+\.\d{2,12}$/)

const Count = z.int().min(0)

export const Totals = z.object({
  cost_usd: Usd,
  api_calls: Count.describe('Calls of models; runs of the rules are not among them'),
  input_tokens: Count,
  output_tokens: Count,
  total_tokens: Count,
  unpriced_calls: Count.describe('Calls no price fits: the cost is too low by theirs'),
  unsettled_calls: Count.describe('Calls whose answer was lost, charged at their upper bound'),
})
export type Totals = z.infer<typeof Totals>

export const ModelTotals = Totals.extend({
  tier: z.string(),
  provider: z.string(),
  model: z.string(),
})
export const AgentTotals = Totals.extend({ agent: z.string() })

export const amountOf = (rows: readonly CostSummaryRow[]): bigint =>
  rows.reduce((total, row) => total + row.amount_pico_usd, 0n)

export function totalsOf(rows: readonly CostSummaryRow[]): Totals {
  const sum = (of: (row: CostSummaryRow) => number) =>
    rows.reduce((total, row) => total + of(row), 0)
  const input_tokens = sum((row) => row.input_tokens)
  const output_tokens = sum((row) => row.output_tokens)
  return {
    cost_usd: formatUsd(amountOf(rows)),
    api_calls: sum((row) => (row.tier === 'rules' ? 0 : row.calls)),
    input_tokens,
    output_tokens,
    total_tokens: input_tokens + output_tokens,
    unpriced_calls: sum((row) => row.unpriced),
    unsettled_calls: sum((row) => row.unsettled),
  }
}

/** One row per group, the most expensive first. */
function groupBy<K extends Record<string, string>>(
  rows: readonly CostSummaryRow[],
  keyOf: (row: CostSummaryRow) => K,
): (K & { rows: CostSummaryRow[] })[] {
  const groups = new Map<string, { key: K; rows: CostSummaryRow[] }>()
  for (const row of rows) {
    const key = keyOf(row)
    const id = JSON.stringify(key)
    const group = groups.get(id) ?? { key, rows: [] }
    group.rows.push(row)
    groups.set(id, group)
  }
  const compare = (a: bigint, b: bigint) => (a < b ? 1 : a > b ? -1 : 0)
  return [...groups.values()]
    .sort((a, b) => compare(amountOf(a.rows), amountOf(b.rows)))
    .map(({ key, rows: members }) => ({ ...key, rows: members }))
}

export const byModel = (rows: readonly CostSummaryRow[]) =>
  groupBy(rows, ({ tier, provider, model }) => ({ tier, provider, model }))

export const byAgent = (rows: readonly CostSummaryRow[]) =>
  groupBy(rows, ({ agent }) => ({ agent }))

/** A share of an amount, cut off at one pico-dollar; null when there is nothing to divide by. */
export const perUnit = (amount: bigint, units: number): string | null =>
  units === 0 ? null : formatUsd(amount / BigInt(units))
