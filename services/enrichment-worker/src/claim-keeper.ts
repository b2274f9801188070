import {
  ColophonError,
  toColophonError,
  type ClaimRef,
  type Delivery,
  type Store,
} from '@colophon/domain'
import type { WorkerSettings } from './settings.ts'

export interface HeldClaim {
  ref: ClaimRef
  /** Aborts when the claim is lost, the document takes too long, or the worker stops. */
  signal: AbortSignal
  /** Told when a call of the document begins, and ceases, to wait for its turn at a model. */
  onWait: (waits: boolean) => void
  release: () => void
}

interface Entry {
  ref: ClaimRef
  delivery: Delivery
  /** Moved on by what the document waited. */
  startedAt: number
  /** Its calls that wait for their turn, and since when there is one. */
  waiting: number
  waitsSince: number
  controller: AbortController
}

/** Time in which a document waits for a model that others use is no part of its own. */
function countWaiting(entry: Entry, waits: boolean): void {
  if (entry.waiting === 0 && waits) entry.waitsSince = performance.now()
  if (entry.waiting === 1 && !waits) entry.startedAt += performance.now() - entry.waitsSince
  entry.waiting = Math.max(0, entry.waiting + (waits ? 1 : -1))
}

/** Renews the leases of all documents in work and touches their messages, on one timer. */
export class ClaimKeeper implements Disposable {
  readonly #held = new Set<Entry>()
  readonly #work: Store['work']
  readonly #settings: WorkerSettings
  readonly #timer: NodeJS.Timeout

  constructor(work: Store['work'], settings: WorkerSettings) {
    this.#work = work
    this.#settings = settings
    this.#timer = setInterval(() => void this.#renewAll(), settings.renewMs)
    this.#timer.unref()
  }

  hold(ref: ClaimRef, delivery: Delivery): HeldClaim {
    const entry: Entry = {
      ref,
      delivery,
      startedAt: performance.now(),
      waiting: 0,
      waitsSince: 0,
      controller: new AbortController(),
    }
    this.#held.add(entry)
    return {
      ref,
      signal: entry.controller.signal,
      onWait: (waits) => {
        countWaiting(entry, waits)
      },
      release: () => {
        this.#held.delete(entry)
      },
    }
  }

  /** Ends all work in progress with this reason. */
  abortAll(reason: unknown): void {
    for (const entry of this.#held) entry.controller.abort(reason)
  }

  async #renewAll(): Promise<void> {
    const { leaseMs, documentLimitMs } = this.#settings
    await Promise.all(
      [...this.#held].map(async (entry) => {
        if (entry.waiting === 0 && performance.now() - entry.startedAt > documentLimitMs) {
          const { document_id } = entry.ref
          entry.controller.abort(
            new ColophonError('document.time_limit', `${document_id} took too long`),
          )
          return
        }
        entry.delivery.touch()
        try {
          await this.#work.renew(entry.ref, leaseMs)
        } catch (thrown) {
          // A store that is away for a moment leaves the lease running; only a lost one ends the work.
          const error = toColophonError(thrown)
          if (error.code === 'lease.lost') entry.controller.abort(error)
        }
      }),
    )
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }
}
