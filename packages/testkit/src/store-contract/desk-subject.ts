import assert from 'node:assert/strict'
import type {
  CommitOutcome,
  DocumentRecord,
  NewDocument,
  OutboxEvent,
  QueueFilter,
  QueueOrder,
  ReviewCommit,
  ReviewRecord,
  TakeRequest,
} from '@colophon/domain'
import { aDocument, aReview } from '../factories.ts'
import { TENANT, allPages, complete, read, submit, type Subject } from './subject.ts'

export const REVIEW_LEASE_MS = 15 * 60_000

/** A document that has been sent to review with this task. */
export interface Reviewed {
  id: string
  task: ReviewRecord
}

let counter = 0
export const nextId = (prefix: string): string => `${prefix}_${String(++counter)}`

/** Documents that are completed and wait for people, one for each of these tasks. */
export async function review(
  subject: Subject,
  tasks: readonly Partial<ReviewRecord>[],
  document: Partial<NewDocument> = {},
): Promise<Reviewed[]> {
  const documents = tasks.map(() => aDocument(document))
  const job = await submit(subject, documents)
  const reviewed: Reviewed[] = []
  for (const [n, overrides] of tasks.entries()) {
    const id = documents[n]?.document_id ?? ''
    const task = aReview({
      document_id: id,
      enrichment_job_id: job.enrichment_job_id,
      collection_id: document.collection_id ?? 'letters',
      ...overrides,
    })
    await complete(subject, id, { review_status: 'pending', review: task })
    reviewed.push({ id, task })
  }
  return reviewed
}

export async function reviewOne(
  subject: Subject,
  overrides: Partial<ReviewRecord> = {},
): Promise<Reviewed> {
  const [reviewed] = await review(subject, [overrides])
  assert.ok(reviewed)
  return reviewed
}

export async function taskOf({ store }: Subject, reviewId: string): Promise<ReviewRecord> {
  const task = await store.reviews.get(TENANT, reviewId)
  assert.ok(task, `${reviewId} is there`)
  return task
}

export const taking = (reviewer: string, overrides: Partial<TakeRequest> = {}): TakeRequest => ({
  tenantId: TENANT,
  reviewer,
  leaseId: nextId('lease'),
  leaseMs: REVIEW_LEASE_MS,
  filter: {},
  order: 'mixed',
  ...overrides,
})

/** Ids of the tasks that fit, page by page. */
export async function idsOf(
  { store }: Pick<Subject, 'store'>,
  filter: QueueFilter,
  order: QueueOrder = 'mixed',
  limit = 3,
): Promise<string[]> {
  const tasks = await allPages((page) => store.desk.list(TENANT, filter, order, page), limit)
  assert.equal(await store.desk.count(TENANT, filter), tasks.length, JSON.stringify(filter))
  return tasks.map((task) => task.review_id)
}

/** The decision that changes nothing but what is said here. */
export function decision(
  document: DocumentRecord,
  task: ReviewRecord | null,
  overrides: Partial<ReviewCommit> = {},
): ReviewCommit {
  const { enriched_data, provenance, rivals, quality_metrics, review_status } = document
  return {
    tenant_id: document.tenant_id,
    document_id: document.document_id,
    revision: document.revision,
    document: { enriched_data, provenance, rivals, quality_metrics, review_status },
    task: task && { ...task, version: task.version + 1 },
    audit: [],
    outbox: [],
    ...overrides,
  }
}

export function anOutboxEvent(overrides: Partial<OutboxEvent> = {}): OutboxEvent {
  const event_id = nextId('evt')
  const at = '2026-01-15T12:00:00.000Z'
  return { tenant_id: TENANT, event_id, kind: 'task.approved', at, payload: {}, ...overrides }
}

export function committed(outcome: CommitOutcome): DocumentRecord {
  assert.ok('committed' in outcome, JSON.stringify(outcome))
  return outcome.committed
}

/** Everything that a commit could have changed of one document. */
export async function stateOf(subject: Subject, { id, task }: Reviewed): Promise<unknown> {
  const events = await allPages((page) => subject.store.audit.list(TENANT, id, page), 100)
  return [await read(subject, id), await taskOf(subject, task.review_id), events]
}
