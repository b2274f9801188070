import { jobEvent, type Store } from '@colophon/domain'

const BATCH = 100

/** Writes an event for each job that has ended and was not told of. Returns how many. */
export async function tellOfJobs(
  store: Pick<Store, 'jobs' | 'outbox'>,
  now: () => number,
): Promise<number> {
  let told = 0
  for (const ended of await store.outbox.endedJobs(BATCH)) {
    const { job, opened } = ended
    const counts = await store.jobs.counts(job.tenant_id, job.enrichment_job_id)
    const event = jobEvent(job, counts, opened, new Date(now()).toISOString())
    if (await store.outbox.tellOfJob(ended, event)) told += 1
  }
  return told
}
