import { z } from 'zod'
import { AtLimit } from './budget-record.ts'
import type { ModelTier } from './usage.ts'
import { picoUsd, type PicoUsd } from './pico-usd.ts'

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
  /** What becomes of a document that there is no money for. */
  whenExhausted: AtLimit
}

export const dayKey = (at: Date): string => `day:${at.toISOString().slice(0, 10)}`
export const monthKey = (at: Date): string => `month:${at.toISOString().slice(0, 7)}`

const HASH_DIGITS = 12

/**
 * The limits a call for this document is under: its own, of the day, of the month. A document with a new text is a new
 * one to its budget.
 */
export function budgetLimits(
  settings: BudgetSettings,
  document: { document_id: string; source_hash: string },
  at: Date,
): [own: BudgetLimit, day: BudgetLimit, month: BudgetLimit] {
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

/** The first moment of the next day in UTC. */
export const nextDay = (at: Date): Date =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + 1))

export const nextMonth = (at: Date): Date =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1))

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

const usd = (fallback: string, description: string) =>
  z
    .string()
    .regex(/^\d{1,9}(\.\d{1,6})?$/)
    .default(fallback)
    .describe(description)

/** The name that `local_only` had before there were more. */
const FORMER_LOCAL_ONLY = 'review'

/** The settings of a process that spends money, for its configuration. */
export const BudgetConfig = z.object({
  BUDGET_DOCUMENT_USD: usd('0.50', 'Most that one document may cost, in dollars'),
  BUDGET_DAY_USD: usd('100', 'Most that may be spent in a day (UTC), in dollars'),
  BUDGET_MONTH_USD: usd('2000', 'Most that may be spent in a month (UTC), in dollars'),
  BUDGET_CUTOFF_PERCENT: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(80)
    .describe('Share of a day or month from which on agents that only add are not paid for'),
  BUDGET_EXHAUSTED: z
    .enum([...AtLimit.options, FORMER_LOCAL_ONLY])
    .default('local_only')
    .describe(
      'Documents there is no money for go on with what costs nothing, then to review (local_only, or review as it was called before); wait for the next period; or fail until somebody sends them round again',
    ),
})

export const readBudget = (config: z.infer<typeof BudgetConfig>): BudgetSettings => ({
  perDocument: picoUsd(config.BUDGET_DOCUMENT_USD),
  perDay: picoUsd(config.BUDGET_DAY_USD),
  perMonth: picoUsd(config.BUDGET_MONTH_USD),
  cutoffPercent: config.BUDGET_CUTOFF_PERCENT,
  whenExhausted:
    config.BUDGET_EXHAUSTED === FORMER_LOCAL_ONLY ? 'local_only' : config.BUDGET_EXHAUSTED,
})

export const DEFAULT_BUDGET: BudgetSettings = readBudget(BudgetConfig.parse({}))
