import { TaskStatus, type Store } from '@colophon/domain'
import { operation } from '@colophon/runtime/http'
import { z } from 'zod'

const Count = z.int().min(0)

export function statsOperation(store: Pick<Store, 'reviews'>) {
  return operation({
    summary: 'Review tasks by status; for a job also by reason',
    query: z.object({ job_id: z.string().optional().describe('Only tasks of this job') }),
    response: z.object({
      ...Object.fromEntries(TaskStatus.options.map((status) => [status, Count])),
      total: Count,
      reasons: z
        .record(z.string(), Count)
        .optional()
        .describe('Open tasks of the job, once under each of their reasons'),
    }),
    async handle({ tenant, query }) {
      const counts = await store.reviews.counts(tenant, { jobId: query.job_id })
      const total = sum(counts)
      if (query.job_id === undefined) return { ...counts, total }
      return { ...counts, total, reasons: await store.reviews.reasons(tenant, query.job_id) }
    },
  })
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0)
