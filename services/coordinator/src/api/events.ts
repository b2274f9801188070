import { setTimeout as delay } from 'node:timers/promises'
import type { JobView } from './jobs.ts'

export interface EventOptions {
  /** The job as it is now. */
  look: () => Promise<JobView>
  /** Ends the stream: the client has gone, or the service stops. */
  signal: AbortSignal
  pollMs: number
  heartbeatMs: number
  /** Milliseconds since the epoch after which the client may see no more. */
  until?: number | undefined
  now: () => number
}

/** How long a client waits before it connects again. */
const RETRY_MS = 3_000

const ENDED: readonly JobView['status'][] = ['completed', 'completed_with_errors', 'cancelled']

/**
 * Server-sent events of a job: `counts` whenever something has changed, `end` when all documents have ended, and a
 * comment now and then, so that proxies do not take the connection for dead.
 */
export async function* jobEvents(options: EventOptions): AsyncGenerator<string> {
  const { look, signal, pollMs, heartbeatMs, until = Infinity, now } = options
  let told = ''
  let toldAt = now()
  yield `retry: ${RETRY_MS}\n\n`
  while (!signal.aborted && now() < until) {
    const { enrichment_job_id: job_id, status, counts, progress } = await look()
    const state = JSON.stringify({ job_id, status, counts, progress })
    if (ENDED.includes(status)) {
      yield eventOf('end', state)
      return
    }
    // The rate changes at every look; only a document that moved is news.
    const news = JSON.stringify([status, counts])
    if (news !== told) {
      yield eventOf('counts', state)
      told = news
      toldAt = now()
    } else if (now() - toldAt >= heartbeatMs) {
      yield ': still here\n\n'
      toldAt = now()
    }
    await delay(pollMs, undefined, { signal }).catch(() => undefined)
  }
}

const eventOf = (name: string, json: string): string => `event: ${name}\ndata: ${json}\n\n`
