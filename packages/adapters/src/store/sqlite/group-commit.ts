import { ColophonError } from '@colophon/domain'
import { isBusy, translateFailure } from './failures.ts'

interface Queued {
  operation: () => unknown
  resolve: (result: unknown) => void
  reject: (reason: unknown) => void
}

export interface Transaction {
  begin(): void
  commit(): void
  rollback(): void
}

type Outcome = { ok: true; result: unknown } | { ok: false; reason: unknown }

/** Keeps the event loop responsive when much is queued at once. */
const MAX_BATCH_MS = 20
const BUSY_RETRIES = 5
const BUSY_PAUSE_MS = 40

/**
 * Everything that is written in one turn of the event loop shares one transaction, and so one fsync. Promises settle
 * after the commit: what was acknowledged is on the disk.
 */
export class GroupCommit {
  readonly #transaction: Transaction
  #queue: Queued[] = []
  #scheduled: Promise<void> | null = null

  constructor(transaction: Transaction) {
    this.#transaction = transaction
  }

  write<T>(operation: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ operation, resolve: resolve as (result: unknown) => void, reject })
      this.#schedule()
    })
  }

  /** Resolves when everything queued so far has settled. */
  async drain(): Promise<void> {
    while (this.#scheduled !== null) await this.#scheduled
  }

  #schedule(): void {
    this.#scheduled ??= this.#run().finally(() => {
      this.#scheduled = null
      if (this.#queue.length > 0) this.#schedule()
    })
  }

  async #run(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    let batch = this.#queue
    this.#queue = []
    for (let attempt = 1; batch.length > 0; attempt++) {
      try {
        batch = batch.slice(this.#commitSome(batch))
        attempt = 0
      } catch (thrown) {
        if (!isBusy(thrown) || attempt === BUSY_RETRIES) {
          const reason = translateFailure(thrown)
          for (const queued of batch) queued.reject(reason)
          return
        }
        await new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE_MS * attempt))
      }
    }
  }

  /** Commits as many as fit into the time of one batch; returns how many have settled. Throws when it cannot begin. */
  #commitSome(batch: readonly Queued[]): number {
    const outcomes: Outcome[] = []
    this.#transaction.begin()
    try {
      const stopAt = performance.now() + MAX_BATCH_MS
      for (const { operation } of batch) {
        outcomes.push(attempt(operation))
        if (performance.now() > stopAt) break
      }
      this.#transaction.commit()
    } catch (thrown) {
      this.#rollback()
      const reason = translateFailure(thrown)
      if (batch.length === 1) settle(batch[0], { ok: false, reason })
      else this.#commitEach(batch)
      return batch.length
    }
    outcomes.forEach((outcome, index) => {
      settle(batch[index], outcome)
    })
    return outcomes.length
  }

  /** After one operation has spoiled the others: each gets a transaction of its own. */
  #commitEach(batch: readonly Queued[]): void {
    for (const queued of batch) {
      try {
        this.#commitSome([queued])
      } catch (thrown) {
        queued.reject(translateFailure(thrown))
      }
    }
  }

  #rollback(): void {
    try {
      this.#transaction.rollback()
    } catch {
      // SQLite has already rolled back by itself after some errors (disk full, I/O).
    }
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

function settle(queued: Queued | undefined, outcome: Outcome): void {
  if (outcome.ok) queued?.resolve(outcome.result)
  else queued?.reject(outcome.reason)
}
