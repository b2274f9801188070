import { OPEN_TASKS, Priority, TaskStatus, type QueueFilter } from '@colophon/domain'
import { z } from 'zod'

const AGE = /^\d{1,5}[hd]$/
const HOUR_MS = 3_600_000
const UNIT_MS = { h: HOUR_MS, d: 24 * HOUR_MS } as const
/** The store asks for less than a number, the query for at most. */
const AND_ITSELF = 1e-9

const text = z.string().min(1).max(400)

/** What the tasks of a list, of a selection or of a stream have to be. */
export const QUEUE_FILTERS = {
  status: z
    .enum([...TaskStatus.options, 'open', 'all'])
    .default('open')
    .describe('`open`: pending or in progress'),
  reason: text.optional().describe('Only tasks with this among their reasons'),
  collection_id: text.optional(),
  job_id: text.optional().describe('Only tasks of this job'),
  profile: text.optional().describe('Only records of this kind'),
  document_id: text.optional(),
  field: text.optional().describe('Only tasks in which this path is flagged'),
  assignee: text
    .optional()
    .describe('Who it is assigned to or held by: `me`, `none`, or the name of a person'),
  older_than: z
    .union([z.string().regex(AGE, '`12h`, `7d`, or a time'), z.iso.datetime(), z.iso.date()])
    .optional()
    .describe('Only tasks that were made before: `12h`, `7d`, or a time'),
  max_completeness: z.coerce.number().min(0).max(1).optional(),
  priority: Priority.optional(),
  has_comments: z
    .enum(['true', 'false'])
    .optional()
    .describe('Whether there are comments on the document that nobody has resolved'),
} as const

/** A filter as a request holds it, written with the names of the queue's query. */
export const FilterBody = z.strictObject(QUEUE_FILTERS)
export type QueueQuery = z.infer<typeof FilterBody>

const statusesOf = (status: QueueQuery['status']): QueueFilter['statuses'] => {
  if (status === 'all') return undefined
  return status === 'open' ? OPEN_TASKS : [status]
}

function madeBefore(given: string | undefined, now: number): string | undefined {
  if (given === undefined) return undefined
  if (!AGE.test(given)) return new Date(given).toISOString()
  const unit = given.endsWith('h') ? UNIT_MS.h : UNIT_MS.d
  return new Date(now - Number.parseInt(given, 10) * unit).toISOString()
}

function assigneeOf(given: string | undefined, me: string): string | null | undefined {
  if (given === 'none') return null
  return given === 'me' ? me : given
}

/** The filter as the store knows it, for the person who asks at this moment. */
export const queueFilter = (query: QueueQuery, me: string, now: number): QueueFilter => ({
  statuses: statusesOf(query.status),
  reason: query.reason,
  field: query.field,
  collectionId: query.collection_id,
  jobId: query.job_id,
  profile: query.profile,
  documentId: query.document_id,
  priority: query.priority,
  assignee: assigneeOf(query.assignee, me),
  createdBefore: madeBefore(query.older_than, now),
  completenessBelow:
    query.max_completeness === undefined ? undefined : query.max_completeness + AND_ITSELF,
  hasComments: query.has_comments === undefined ? undefined : query.has_comments === 'true',
})
