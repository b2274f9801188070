import { setTimeout as delay } from 'node:timers/promises'
import {
  isTerminal,
  type DocumentRecord,
  type JobCounts,
  type JobRecord,
  type Store,
} from '@colophon/domain'

export interface FollowOptions {
  stop: AbortSignal
  /** Told of the counts at each look. */
  onCounts: (counts: JobCounts) => void
  /** @default 50 */
  pollMs?: number
}

/**
 * The documents of a job in the order they were submitted, each as soon as it and all before it have ended, until
 * `stop` aborts. One at a time, so that memory does not grow with the job.
 */
export async function* followJob(
  store: Store,
  job: Pick<JobRecord, 'tenant_id' | 'enrichment_job_id'>,
  options: FollowOptions,
): AsyncGenerator<DocumentRecord> {
  const { stop, onCounts, pollMs = 50 } = options
  const { tenant_id: tenant, enrichment_job_id: jobId } = job
  let cursor: string | undefined
  while (!stop.aborted) {
    const { items, cursor: next } = await store.documents.list(
      tenant,
      { jobId },
      { limit: 1, cursor },
    )
    const document = items[0]
    if (document === undefined) break
    if (isTerminal(document.status)) {
      yield document
      if (next === null) break
      cursor = next
      continue
    }
    onCounts(await store.jobs.counts(tenant, jobId))
    await delay(pollMs, undefined, { signal: stop }).catch(() => undefined)
  }
  onCounts(await store.jobs.counts(tenant, jobId))
}
