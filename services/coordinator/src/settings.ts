import { LARGEST_TEXT_BYTES } from '@colophon/domain'
import { DEFAULT_LEASE_MS } from '@colophon/runtime/settings'

/** How a coordinator works; every default visible. Times in milliseconds. */
export const COORDINATOR_DEFAULTS = {
  /** How often the store is asked for documents nobody was told of (submissions wake the dispatcher at once). */
  dispatchEveryMs: 200,
  /** The longest pause between two looks when nothing is due for long. */
  dispatchIdleMs: 2_000,
  dispatchBatch: 256,
  /** Documents of each priority that may wait in the bus; the rest of a backlog waits in the store. */
  dispatchWindow: 2_000,
  reconcileEveryMs: 15_000,
  /** That of the workers: a lease that nobody renews for as long is taken back. */
  leaseMs: DEFAULT_LEASE_MS,
  /** A message older than this whose document nobody claimed is sent again. */
  redispatchAfterMs: 60_000,
  /** How often counters of budgets are held against the ledger, at the least. */
  recountEveryMs: 900_000,
  /** Documents are submitted to the store in groups of this size. */
  submitBatch: 500,
  /** How often the store is asked for OCR jobs that nobody has taken. */
  ocrJobsEveryMs: 5_000,
  /** How often the store is asked for events to deliver, while there is an endpoint; without one, far less often. */
  deliverEveryMs: 1_000,
  /** Documents are taken into the index of words with pauses of this length, and longer ones when there are none. */
  indexEveryMs: 100,
  indexIdleMs: 5_000,
  /** How often collections are looked for whose documents have ended or were decided on. */
  registerEveryMs: 2_000,
  /** Largest text of one document of an OCR job. */
  maxTextBytes: LARGEST_TEXT_BYTES,
}
export type CoordinatorSettings = typeof COORDINATOR_DEFAULTS
