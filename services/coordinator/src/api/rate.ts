import type { Clock, JobCounts } from '@colophon/domain'

export interface Progress {
  /** Documents in a terminal state. */
  done: number
  documents_per_hour: number | null
  /** When the last document is expected to be done; null when nothing moves or nothing is left. */
  eta: string | null
}

export interface RateMeter {
  observe(job: { id: string; createdAt: string }, counts: JobCounts): Progress
}

interface Sample {
  at: number
  done: number
}

const WINDOW_MS = 5 * 60_000
const SPACING_MS = 2000
const MAX_JOBS = 500
const HOUR_MS = 3_600_000

/**
 * The rate of the last minutes, from the counts it is shown. Until it has seen a job twice, the average since the job
 * was made stands in, which is too low for a job that has rested in between.
 */
export function createRateMeter(clock: Clock): RateMeter {
  const samples = new Map<string, Sample[]>()

  const remember = (id: string, now: Sample): Sample => {
    // A sample that lies ahead was seen before the clock went back.
    const kept = (samples.get(id) ?? []).filter(
      ({ at }) => at <= now.at && now.at - at <= WINDOW_MS,
    )
    const last = kept.at(-1)
    // Documents sent round again: what was measured before says nothing about them.
    if (last !== undefined && last.done > now.done) kept.length = 0
    if (last === undefined || kept.length === 0 || now.at - last.at >= SPACING_MS) kept.push(now)
    samples.delete(id)
    samples.set(id, kept)
    const [oldest] = samples.keys()
    if (samples.size > MAX_JOBS && oldest !== undefined) samples.delete(oldest)
    return kept[0] ?? now
  }

  return {
    observe({ id, createdAt }, counts) {
      const done = counts.completed + counts.failed + counts.cancelled
      const now = { at: clock.now(), done }
      const first = remember(id, now)
      const since = now.at - first.at >= SPACING_MS ? first : { at: Date.parse(createdAt), done: 0 }
      const elapsed = now.at - since.at
      const perMs = elapsed > 0 ? (done - since.done) / elapsed : 0
      const left = counts.total - done
      return {
        done,
        documents_per_hour: perMs > 0 ? Math.round(perMs * HOUR_MS * 10) / 10 : null,
        eta: left > 0 && perMs > 0 ? new Date(now.at + left / perMs).toISOString() : null,
      }
    },
  }
}
