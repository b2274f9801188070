import { ColophonError, type HeldLimit } from '@colophon/domain'
import type { Metrics } from '@colophon/runtime'

/** What became of a document that a limit had no room for. */
export type HeldAction = 'skip_context' | 'local_only' | 'defer' | 'stop'

const WORDS: Readonly<Record<HeldLimit['scope'], string>> = {
  document: 'document',
  collection: 'collection',
  job: 'job',
  tenant: 'tenant',
  day: 'day (UTC) of',
  month: 'month (UTC) of',
}

export const namesOf = (limits: readonly HeldLimit[]): string[] =>
  limits.map(({ scope, id }) => `${WORDS[scope]} ${id}`)

const wordsOf = (limits: readonly HeldLimit[]): string => namesOf(limits).join(', ')

interface Counting {
  metrics: Pick<Metrics, 'budgetHeld'>
}

export function countHeld(
  { metrics }: Counting,
  limits: readonly HeldLimit[],
  action: HeldAction,
): void {
  for (const { scope } of limits) metrics.budgetHeld.inc({ scope, action })
}

/** The document waits until all of these limits have started anew. */
export const noMoneyUntil = (limits: readonly HeldLimit[], until: Date, at: Date): ColophonError =>
  new ColophonError('budget.exhausted', `No money is left for the ${wordsOf(limits)}`, {
    retryAfterMs: Math.max(1_000, until.getTime() - at.getTime()),
  })

/** The document fails: one of these limits says so. */
export const stopped = (limits: readonly HeldLimit[]): ColophonError =>
  new ColophonError(
    'budget.stopped',
    `The budget is spent for the ${wordsOf(limits.filter(({ at_limit }) => at_limit === 'stop'))}`,
  )

/** The same error, counted. */
export function held(
  deps: Counting,
  limits: readonly HeldLimit[],
  error: ColophonError,
): ColophonError {
  countHeld(deps, limits, error.code === 'budget.stopped' ? 'stop' : 'defer')
  return error
}
