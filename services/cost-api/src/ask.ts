import {
  addDays,
  ColophonError,
  picoUsd,
  PICO_PER_USD,
  formatUsd,
  type Clock,
  type CostFilter,
} from '@colophon/domain'
import { z } from 'zod'

const Day = z.iso.date()
const Name = z.string().min(1).max(512)

/** Which rows of the ledger: days in UTC, both included, and what else they must say. */
export const FILTERS = {
  from: Day.optional().describe('First day (UTC)'),
  to: Day.optional().describe('Last day (UTC)'),
  collection_id: Name.optional(),
  job_id: Name.optional(),
  document_id: Name.optional(),
  tier: z.enum(['rules', 'local', 'fast', 'deep']).optional(),
  provider: Name.optional(),
  model: Name.optional(),
  agent: Name.optional(),
  state: z.enum(['settled', 'unsettled']).optional(),
}
export const Filters = z.object(FILTERS)
export type Filters = z.infer<typeof Filters>

export function filterOf(query: Filters): CostFilter {
  if (query.from !== undefined && query.to !== undefined && query.from > query.to) {
    throw new ColophonError(
      'request.invalid',
      `from (${query.from}) is after to (${query.to}): name the earlier day first`,
    )
  }
  return {
    jobId: query.job_id,
    documentId: query.document_id,
    collectionId: query.collection_id,
    tier: query.tier,
    provider: query.provider,
    model: query.model,
    agent: query.agent,
    state: query.state,
    fromDay: query.from,
    toDay: query.to,
  }
}

/** Days of a report that names none: the last 30, with today. */
const DAYS = 30

export const today = (clock: Clock): string => new Date(clock.now()).toISOString().slice(0, 10)

export function withDays<Q extends Filters>(
  query: Q,
  clock: Clock,
): Q & { from: string; to: string } {
  const to = query.to ?? today(clock)
  return { ...query, to, from: query.from ?? addDays(to, 1 - DAYS) }
}

/** Amounts are shown in another currency too, at a rate that whoever asks states. */
export const CURRENCY = {
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .describe('Amounts in this currency too (ISO 4217); wants a rate'),
  rate: z
    .string()
    .regex(/^(?=.*[1-9])\d{1,9}(\.\d{1,6})?$/, 'must be a decimal above 0, such as 0.92')
    .optional()
    .describe('How much of the currency one dollar is'),
}
export type CurrencyQuery = { currency?: string | undefined; rate?: string | undefined }

/** Shows an amount in the currency that was asked for; null where none was. */
export type Shown = (amountPicoUsd: bigint) => string | null

export function shownIn({ currency, rate }: CurrencyQuery): Shown {
  if ((currency === undefined) !== (rate === undefined)) {
    throw new ColophonError(
      'request.invalid',
      'currency and rate belong together: name both, or neither for dollars alone',
    )
  }
  if (rate === undefined) return () => null
  const factor = picoUsd(rate)
  return (amount) => formatUsd((amount * factor) / PICO_PER_USD)
}
