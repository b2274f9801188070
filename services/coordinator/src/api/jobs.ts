import { ColophonError, JobRecord, jobStatus, JobStatus, type Store } from '@colophon/domain'
import { operation, PageQuery } from '@colophon/runtime/http'
import { z } from 'zod'
import type { RateMeter } from './rate.ts'

const Count = z.int().min(0)

export const JobView = JobRecord.omit({ tenant_id: true, cancelled: true, sealed: true }).extend({
  status: JobStatus,
  counts: z.object({
    total: Count,
    queued: Count,
    processing: Count,
    completed: Count,
    failed: Count,
    cancelled: Count,
    auto_approved: Count,
    to_review: Count,
  }),
  progress: z.object({
    done: Count,
    documents_per_hour: z.number().nullable(),
    eta: z.string().nullable(),
  }),
})
export type JobView = z.infer<typeof JobView>

export const JobPage = z.object({
  jobs: z.array(JobView),
  next_cursor: z.string().nullable(),
})

export const JobParams = z.object({ id: z.string() })

export async function requireJob(
  store: Pick<Store, 'jobs'>,
  tenant: string,
  id: string,
): Promise<JobRecord> {
  const job = await store.jobs.get(tenant, id)
  if (job === null) throw new ColophonError('job.not_found', `There is no job ${id}`)
  return job
}

export interface JobViewDeps {
  store: Pick<Store, 'jobs'>
  rate: RateMeter
}

/** The job as it is shown, with what its documents say of it. */
export type ViewJob = (record: JobRecord) => Promise<JobView>

export function jobViewer({ store, rate }: JobViewDeps): ViewJob {
  return async (record) => {
    const { tenant_id, cancelled: wasCancelled, sealed, options: all, ...job } = record
    // What it was estimated to cost is for those who see money: the cost API tells.
    const { estimate: _estimate, ...options } = all
    const id = job.enrichment_job_id
    const counts = await store.jobs.counts(tenant_id, id)
    // Cancelled between the two readings it would look complete; sealed must be as it was before the counts.
    const cancelled =
      wasCancelled || (counts.cancelled > 0 && (await requireJob(store, tenant_id, id)).cancelled)
    const status = jobStatus({ cancelled, sealed }, counts)
    const seen = rate.observe({ id, createdAt: job.created_at }, counts)
    const running = status === 'processing'
    return {
      ...job,
      options,
      status,
      counts,
      progress: running ? seen : { done: seen.done, documents_per_hour: null, eta: null },
    }
  }
}

export function jobRoutes(store: Pick<Store, 'jobs'>, view: ViewJob) {
  const list = operation({
    summary: 'Jobs, newest first',
    query: PageQuery,
    response: JobPage,
    async handle({ tenant, query }) {
      const page = await store.jobs.list(tenant, query)
      return { jobs: await Promise.all(page.items.map(view)), next_cursor: page.cursor }
    },
  })

  const get = operation({
    summary: 'One job: its status, counts, rate and when it will be done',
    params: JobParams,
    response: JobView,
    errors: { 404: 'job.not_found' },
    handle: async ({ tenant, params }) => view(await requireJob(store, tenant, params.id)),
  })

  return { list, get }
}
