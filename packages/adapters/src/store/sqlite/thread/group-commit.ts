import { Refusal } from './database.ts'
import { toFailure, isBusy, type Failure } from '../failures.ts'

export interface Transaction {
  begin(): void
  /** Durable when it returns. */
  commit(): void
  rollback(): void
}

export type Outcome = { ok: true; result: unknown } | { ok: false; failure: Failure }

interface Queued {
  operation: () => unknown
  settle: (outcome: Outcome) => void
}

/** Bounds how long one transaction keeps other processes waiting. */
const MAX_BATCH_MS = 50
/** On top of SQLite's own waiting (busy_timeout). */
const BUSY_RETRIES = 3

/**
 * Everything that is queued when a transaction starts shares it, and its sync of the disk. While that lasts the queue
 * grows again, so that batches become larger the slower the disk is. What was settled as done is durable.
 */
export class GroupCommit {
  readonly #transaction: Transaction
  readonly #afterBatch: () => void
  #queue: Queued[] = []
  #scheduled = false

  constructor(transaction: Transaction, afterBatch: () => void) {
    this.#transaction = transaction
    this.#afterBatch = afterBatch
  }

  /** `operation` may run twice, and throws a Refusal only before its first write. */
  write(operation: () => unknown, settle: (outcome: Outcome) => void): void {
    this.#queue.push({ operation, settle })
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.flush()
    })
  }

  /** Writes everything that is queued now. */
  flush(): void {
    while (this.#queue.length > 0) {
      const batch = this.#queue
      this.#queue = []
      this.#queue = [...this.#write(batch), ...this.#queue]
      this.#afterBatch()
    }
  }

  /** Returns what there was no time for. */
  #write(batch: readonly Queued[]): readonly Queued[] {
    try {
      this.#begin()
    } catch (thrown) {
      fail(batch, thrown)
      return []
    }
    const outcomes: Outcome[] = []
    try {
      const stopAt = performance.now() + MAX_BATCH_MS
      for (const { operation } of batch) {
        outcomes.push(attempt(operation))
        if (performance.now() > stopAt) break
      }
      this.#transaction.commit()
    } catch (thrown) {
      this.#rollback()
      if (batch.length === 1) fail(batch, thrown)
      // One of them has spoiled the others: each gets a transaction of its own.
      else for (const queued of batch) this.#write([queued])
      return []
    }
    outcomes.forEach((outcome, index) => {
      batch[index]?.settle(outcome)
    })
    return batch.slice(outcomes.length)
  }

  #begin(): void {
    for (let attempts = 0; ; attempts++) {
      try {
        this.#transaction.begin()
        return
      } catch (thrown) {
        if (!isBusy(thrown) || attempts === BUSY_RETRIES) throw thrown
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

/** A refusal is an answer and leaves the transaction as it was; anything else undoes it. */
function attempt(operation: () => unknown): Outcome {
  try {
    return { ok: true, result: operation() }
  } catch (thrown) {
    if (thrown instanceof Refusal) return { ok: false, failure: toFailure(thrown) }
    throw thrown
  }
}

function fail(batch: readonly Queued[], thrown: unknown): void {
  const failure = toFailure(thrown)
  for (const { settle } of batch) settle({ ok: false, failure })
}
