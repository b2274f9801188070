import {
  dearestFirst,
  formatUsd,
  promptTokens,
  regroup,
  totalCosts,
  Usd,
  type CostSums,
} from '@colophon/domain'
import { z } from 'zod'

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

export const amountOf = (rows: readonly CostSums[]): bigint => totalCosts(rows).amount_pico_usd

export function totalsOf(rows: readonly CostSums[]): Totals {
  const { tokens, unpriced, unsettled, amount_pico_usd } = totalCosts(rows)
  const asked = rows.filter(({ key }) => key.tier !== 'rules')
  const input_tokens = promptTokens(tokens)
  return {
    cost_usd: formatUsd(amount_pico_usd),
    api_calls: totalCosts(asked).calls,
    input_tokens,
    output_tokens: tokens.output,
    total_tokens: input_tokens + tokens.output,
    unpriced_calls: unpriced,
    unsettled_calls: unsettled,
  }
}

export const byModel = (rows: readonly CostSums[]) =>
  dearestFirst(regroup(rows, ['tier', 'provider', 'model'])).map(({ key, ...sums }) => ({
    tier: key.tier ?? '',
    provider: key.provider ?? '',
    model: key.model ?? '',
    rows: [{ key, ...sums }],
  }))

export const byAgent = (rows: readonly CostSums[]) =>
  dearestFirst(regroup(rows, ['agent'])).map(({ key }) => ({
    agent: key.agent ?? '',
    rows: rows.filter((row) => row.key.agent === key.agent),
  }))

/** A share of an amount, cut off at one pico-dollar; null when there is nothing to divide by. */
export const perUnit = (amount: bigint, units: number): string | null =>
  units === 0 ? null : formatUsd(amount / BigInt(units))
