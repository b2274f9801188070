import { isRefused, refusalError, type ColophonError, type SubmitOutcome } from '@colophon/domain'
import type { BatchAnswer, PlacedDocument, Refused } from './submit-loop.ts'

export const refusedFor = ({ where, position }: PlacedDocument, error: ColophonError): Refused => ({
  ...{ where, position: position ?? null },
  ...{ code: error.code, message: error.message, fix: error.fix },
})

/** What a store made of a batch: an outcome for each document, in their order. */
export function batchAnswer(
  batch: readonly PlacedDocument[],
  outcomes: readonly SubmitOutcome[],
): BatchAnswer {
  const counts = { created: 0, unchanged: 0, revised: 0 }
  const refusals: Refused[] = []
  for (const [n, item] of batch.entries()) {
    const outcome = outcomes[n]
    if (outcome === undefined) continue
    if (isRefused(outcome)) {
      refusals.push(refusedFor(item, refusalError(item.document.document_id, outcome)))
    } else counts[outcome] += 1
  }
  const { created: accepted, ...others } = counts
  return { accepted, ...others, refused: refusals.length, refusals }
}
