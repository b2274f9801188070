import { ColophonError } from '@colophon/domain'
import { isBusy, translateFailure } from './failures.ts'

export interface Transaction {
  begin(): void
  commit(): void
  rollback(): void
  /** Resolves when everything committed so far is on the disk. */
  sync(): Promise<void>
}

type Outcome = { ok: true; result: unknown } | { ok: false; reason: unknown }

interface Queued {
  operation: () => unknown
  resolve: (result: unknown) => void
  reject: (reason: unknown) => void
}

/** A batch takes no longer, so that the event loop stays responsive when much is queued at once. */
const MAX_BATCH_MS = 10
/** On top of SQLite's own waiting (busy_timeout). */
const BUSY_RETRIES = 3
const BUSY_PAUSE_MS = 40
/** While one batch is being synced another may be written, and no more: waiting makes batches larger. */
const MAX_UNSYNCED = 2

/**
 * Everything that is written in one turn of the event loop shares one transaction and one sync of the disk, which
 * happens beside the event loop. Promises settle after it: what was acknowledged is durable.
 */
export class GroupCommit {
  readonly #transaction: Transaction
  #queue: Queued[] = []
  #running: Promise<void> | null = null
  readonly #syncing = new Set<Promise<void>>()
  /** What the disk holds is unknown after a failed sync, until the store is opened again. */
  #broken: ColophonError | null = null

  constructor(transaction: Transaction) {
    this.#transaction = transaction
  }

  write<T>(operation: () => T): Promise<T> {
    if (this.#broken !== null) return Promise.reject(this.#broken)
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ operation, resolve: resolve as (result: unknown) => void, reject })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when everything queued so far has settled. */
  async drain(): Promise<void> {
    while (this.#running !== null) await this.#running
    await Promise.all(this.#syncing)
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      await new Promise((resolve) => setImmediate(resolve))
      if (this.#syncing.size >= MAX_UNSYNCED) await Promise.race(this.#syncing)
      const batch = this.#queue
      this.#queue = []
      await this.#write(batch)
    }
    this.#running = null
  }

  async #write(batch: Queued[]): Promise<void> {
    const outcomes: Outcome[] = []
    try {
      await this.#begin()
    } catch (thrown) {
      rejectAll(batch, translateFailure(thrown))
      return
    }
    try {
      const stopAt = performance.now() + MAX_BATCH_MS
      for (const { operation } of batch) {
        outcomes.push(attempt(operation))
        if (performance.now() > stopAt) break
      }
      this.#transaction.commit()
    } catch (thrown) {
      this.#rollback()
      if (batch.length === 1) rejectAll(batch, translateFailure(thrown))
      // One of them has spoiled the others: each gets a transaction of its own.
      else for (const queued of batch) await this.#write([queued])
      return
    }
    if (outcomes.length < batch.length) {
      this.#queue = [...batch.splice(outcomes.length), ...this.#queue]
    }
    this.#settleWhenSynced(batch, outcomes)
  }

  async #begin(): Promise<void> {
    for (let attempts = 0; ; attempts++) {
      try {
        this.#transaction.begin()
        return
      } catch (thrown) {
        if (!isBusy(thrown) || attempts === BUSY_RETRIES) throw thrown
      }
      await new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE_MS))
    }
  }

  #rollback(): void {
    try {
      this.#transaction.rollback()
    } catch {
      // SQLite has already rolled back by itself after some errors (disk full, I/O).
    }
  }

  #settleWhenSynced(batch: readonly Queued[], outcomes: readonly Outcome[]): void {
    const synced = this.#transaction.sync().then(
      () => {
        this.#syncing.delete(synced)
        outcomes.forEach((outcome, index) => {
          if (outcome.ok) batch[index]?.resolve(outcome.result)
          else batch[index]?.reject(outcome.reason)
        })
      },
      (cause: unknown) => {
        this.#syncing.delete(synced)
        this.#broken = new ColophonError('store.full', 'The disk failed: restart to go on', {
          cause,
        })
        rejectAll([...batch, ...this.#queue.splice(0)], this.#broken)
      },
    )
    this.#syncing.add(synced)
  }
}

/** A ColophonError is an answer ("lease lost") and leaves the transaction as it was; anything else undoes it. */
function attempt(operation: () => unknown): Outcome {
  try {
    return { ok: true, result: operation() }
  } catch (thrown) {
    if (thrown instanceof ColophonError) return { ok: false, reason: thrown }
    throw thrown
  }
}

function rejectAll(batch: readonly Queued[], reason: unknown): void {
  for (const queued of batch) queued.reject(reason)
}
