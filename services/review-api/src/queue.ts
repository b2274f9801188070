import { ReviewRecord, ReviewTask, type Store } from '@colophon/domain'
import { operation, PageQuery, projection } from '@colophon/runtime/http'
import { z } from 'zod'

const projected = projection(ReviewTask.omit({ drawn: true, error: true }))
export const taskOf = (task: ReviewRecord): ReviewTask => projected(task)

const TaskStatus = ReviewRecord.shape.status
const Count = z.int().min(0)
export const ReviewPage = z.object({
  tasks: z.array(ReviewTask),
  total: Count.describe('Tasks in this status, over all pages'),
  next_cursor: z.string().nullable(),
})
const jobId = z.string().optional().describe('Only tasks of this job')

export function queueRoutes(store: Pick<Store, 'reviews'>) {
  const list = operation({
    summary: 'Review tasks, oldest first',
    query: PageQuery.extend({
      status: z
        .enum([...TaskStatus.options, 'all'])
        .default('pending')
        .describe('Only tasks in this status'),
      job_id: jobId,
    }),
    response: ReviewPage,
    async handle({ tenant, query }) {
      const status = query.status === 'all' ? undefined : query.status
      const filter = { status, jobId: query.job_id }
      const [page, counts] = await Promise.all([
        store.reviews.list(tenant, filter, query),
        store.reviews.counts(tenant, { jobId: query.job_id }),
      ])
      const total = status === undefined ? sum(counts) : counts[status]
      return { tasks: page.items.map(taskOf), total, next_cursor: page.cursor }
    },
  })

  const stats = operation({
    summary: 'Review tasks by status; for a job also by reason',
    query: z.object({ job_id: jobId }),
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

  return { list, stats }
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0)
