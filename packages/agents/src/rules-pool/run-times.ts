import type { RulesThread } from './rules-thread.ts'

/** How often it is looked at: often enough for the shortest limit, seldom enough to cost nothing. */
const LOOKS_PER_LIMIT = 20
const MOST_TICK_MS = 250
const LEAST_TICK_MS = 5

/**
 * How long the calls that run have been running, and which of them for too long. Counted in ticks, none of which counts
 * for more than two: while the process was stopped, or its event loop busy, the threads had no chance to be heard.
 */
export class RunTimes {
  readonly #threads: ReadonlySet<RulesThread>
  readonly #onOverdue: (thread: RulesThread) => void
  readonly #tickMs: number
  #timer: NodeJS.Timeout | null = null
  #tickedAt = 0

  constructor(
    shortestLimitMs: number,
    of: { threads: ReadonlySet<RulesThread>; onOverdue: (thread: RulesThread) => void },
  ) {
    this.#threads = of.threads
    this.#onOverdue = of.onOverdue
    const tickMs = shortestLimitMs / LOOKS_PER_LIMIT
    this.#tickMs = Math.min(MOST_TICK_MS, Math.max(LEAST_TICK_MS, tickMs))
  }

  /** Something may run now. Stops by itself when nothing does. */
  watch(): void {
    if (this.#timer !== null) return
    this.#tickedAt = performance.now()
    this.#timer = setInterval(() => {
      this.#tick()
    }, this.#tickMs).unref()
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  #tick(): void {
    const now = performance.now()
    const passedMs = Math.min(now - this.#tickedAt, 2 * this.#tickMs)
    this.#tickedAt = now
    let busy = false
    for (const thread of this.#threads) {
      busy ||= thread.load > 0
      const job = thread.running
      if (job === undefined) continue
      if (job.overdue) {
        this.#onOverdue(thread)
        continue
      }
      job.ranMs += Math.min(passedMs, now - job.startedAt)
      // Ended at the next tick: its answer may have come already, and not have been heard.
      job.overdue = job.ranMs > job.document.leftMs()
    }
    if (!busy) this.stop()
  }
}
