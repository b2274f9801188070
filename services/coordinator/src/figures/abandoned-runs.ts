import { unsettledRow, type Store } from '@colophon/domain'
import type { Logger } from '@colophon/runtime'

export interface AbandonedRunsDeps {
  store: Pick<Store, 'budgets'>
  log: Logger
  now: () => number
}

/** So long after it began, whatever a provider was asked has ended: it is known by then whether somebody claims the run. */
const WINDOW_MS = 86_400_000
const AT_ONCE = 200

/**
 * Charges runs whose documents will not be claimed any more at their bounds, as the next claim does with others: until
 * then what they reserve stays held back. Returns how many.
 */
export async function writeOffAbandoned({ store, log, now }: AbandonedRunsDeps): Promise<number> {
  const before = new Date(now() - WINDOW_MS)
  let written = 0
  for (const run of await store.budgets.abandoned(before, AT_ONCE)) {
    if (!(await store.budgets.writeOff(run, unsettledRow(run, new Date(now()))))) continue
    written += 1
    const { document_id: documentId, agent, run_id: runId } = run
    log.warn({ documentId, agent, runId }, 'abandoned run charged at its bound')
  }
  return written
}
