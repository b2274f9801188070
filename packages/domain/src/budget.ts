import type { ModelTier } from './models.ts'
import { picoPerToken, picoUsd, type PicoUsd } from './money.ts'
import type { PriceRow } from './prices.ts'

/** A limit of a period or a document: `reserved + spent` never goes over `limit`. */
export interface BudgetLimit {
  key: string
  limit_pico_usd: bigint
}
export interface BudgetState extends BudgetLimit {
  reserved_pico_usd: bigint
  spent_pico_usd: bigint
}

export interface BudgetSettings {
  perDocument: PicoUsd
  /** Periods are those of UTC. */
  perDay: PicoUsd
  perMonth: PicoUsd
  /** From this share of a day or month on (percent), agents that only add are not paid for. */
  cutoffPercent: number
  /** What becomes of a document there is no money for: a person gets it, or it waits for the next day. */
  whenExhausted: 'review' | 'defer'
}

export const BUDGET_DEFAULTS: BudgetSettings = {
  perDocument: picoUsd('0.50'),
  perDay: picoUsd('100'),
  perMonth: picoUsd('2000'),
  cutoffPercent: 80,
  whenExhausted: 'review',
}

export const dayKey = (at: Date): string => `day:${at.toISOString().slice(0, 10)}`
export const monthKey = (at: Date): string => `month:${at.toISOString().slice(0, 7)}`

const HASH_DIGITS = 12

/** The limits a call for this document is under. A document with a new text is a new one to its budget. */
export function budgetLimits(
  settings: BudgetSettings,
  document: { document_id: string; source_hash: string },
  at: Date,
): BudgetLimit[] {
  const { document_id: id, source_hash: hash } = document
  return [
    {
      key: `document:${id}:${hash.slice(0, HASH_DIGITS)}`,
      limit_pico_usd: settings.perDocument,
    },
    { key: dayKey(at), limit_pico_usd: settings.perDay },
    { key: monthKey(at), limit_pico_usd: settings.perMonth },
  ]
}

/** Whether one of these periods has reached its cut-off. */
export const nearlySpent = (states: readonly BudgetState[], cutoffPercent: number): boolean =>
  states.some(
    ({ limit_pico_usd: limit, reserved_pico_usd: reserved, spent_pico_usd: spent }) =>
      (reserved + spent) * 100n >= limit * BigInt(cutoffPercent),
  )

/** The first moment of the next day in UTC. */
export const nextDay = (at: Date): Date =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + 1))

/** A model of an agent's description: "tier:model", or "rules". */
export interface DescribedModel {
  tier: ModelTier
  model: string
}
export function describedModels(models: readonly string[]): DescribedModel[] {
  return models.flatMap((described) => {
    const colon = described.indexOf(':')
    if (colon < 0) return []
    return [{ tier: described.slice(0, colon) as ModelTier, model: described.slice(colon + 1) }]
  })
}

/** Whether calls of this model are billed: it stands on the price list. */
export const isPaid = (prices: readonly PriceRow[], model: string): boolean =>
  prices.some((row) => row.model === model)

export interface CallSize {
  /** Of all that is sent, in UTF-8. No token is shorter than a byte, so there are at most as many. */
  promptBytes: number
  maxOutputTokens: number
}

/** The most one call can cost on that day: every token at the dearest rate of any tier the prompt may fall into. */
export function callBound(
  prices: readonly PriceRow[],
  model: string,
  { promptBytes, maxOutputTokens }: CallSize,
  day: string,
): PicoUsd {
  const dearest = { input: 0n, output: 0n }
  for (const row of prices) {
    // Older rows too: which one holds is a matter of hours around a change of price.
    if (row.model !== model || row.from > day || row.fromPromptTokens > promptBytes) continue
    for (const rate of [row.input, row.cacheWrite5m, row.cacheWrite1h].map(picoPerToken)) {
      if (rate > dearest.input) dearest.input = rate
    }
    const output = picoPerToken(row.output)
    if (output > dearest.output) dearest.output = output
  }
  return BigInt(promptBytes) * dearest.input + BigInt(maxOutputTokens) * dearest.output
}
