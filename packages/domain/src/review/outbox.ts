import { z } from 'zod'
import type { BudgetCrossing } from '../money/budget-record.ts'
import { formatUsd } from '../money/pico-usd.ts'
import type { DocumentRecord } from '../record/document.ts'
import { TenantId } from '../record/tenant.ts'
import { jobStatus, type JobCounts, type JobRecord } from '../work/job.ts'
import type { ReviewRecord } from './task.ts'

export const WebhookKind = z.enum([
  'task.approved',
  'task.rejected',
  'job.done',
  'budget.threshold',
  'test',
])
export type WebhookKind = z.infer<typeof WebhookKind>

/** Something that others want to hear of; written in the commit of what it tells. */
export const OutboxEvent = z.object({
  tenant_id: TenantId,
  event_id: z.string(),
  kind: WebhookKind,
  at: z.string(),
  /** What is sent, beside id, kind and time. No text of a document. */
  payload: z.record(z.string(), z.unknown()),
})
export type OutboxEvent = z.infer<typeof OutboxEvent>

/** How far one event is on its way to one endpoint. */
export const WebhookDelivery = z.object({
  tenant_id: TenantId,
  event_id: z.string(),
  endpoint: z.string(),
  state: z.enum(['pending', 'delivered', 'dead']),
  attempts: z.int().min(0),
  next_at: z.string(),
  /** Of the last attempt: the status of the answer, or why there was none. */
  last: z.string().nullable(),
  updated_at: z.string(),
})
export type WebhookDelivery = z.infer<typeof WebhookDelivery>

/** Ids travel in a header, between dots: what a submitter made of them may hold anything. */
const partOf = (id: string): string => encodeURIComponent(id).replaceAll('.', '%2E')

/**
 * That a task was approved or rejected. `task` as it becomes, `document` with the revision that it gets by the decision:
 * made twice of the same decision it is the same event.
 */
export const taskEvent = (
  kind: 'task.approved' | 'task.rejected',
  task: ReviewRecord,
  document: Pick<DocumentRecord, 'revision'>,
  at: string,
): OutboxEvent => ({
  tenant_id: task.tenant_id,
  event_id: `task_${partOf(task.review_id)}_${task.version}`,
  kind,
  at,
  payload: {
    review_id: task.review_id,
    document_id: task.document_id,
    collection_id: task.collection_id,
    job_id: task.enrichment_job_id,
    profile: task.profile,
    revision: document.revision,
    decided_by: task.decided_by,
    at,
  },
})

/** That all documents of a job have ended. `opened`: how often it was opened again since it was made. */
export const jobEvent = (
  job: JobRecord,
  counts: JobCounts,
  opened: number,
  at: string,
): OutboxEvent => ({
  tenant_id: job.tenant_id,
  event_id: `job_${partOf(job.enrichment_job_id)}_${opened}`,
  kind: 'job.done',
  at,
  payload: {
    job_id: job.enrichment_job_id,
    collection_id: job.collection_id,
    profile: job.profile,
    status: jobStatus(job, counts),
    documents: counts,
    at,
  },
})

/** That so much of a budget is spent: of one counter and threshold it is always the same event. */
export const budgetEvent = (crossing: BudgetCrossing): OutboxEvent => {
  const { tenant_id, key, threshold, scope, id, at } = crossing
  return {
    tenant_id,
    event_id: `budget_${partOf(key)}_${threshold}`,
    kind: 'budget.threshold',
    at,
    payload: {
      ...{ scope, id, key, threshold },
      limit_usd: formatUsd(crossing.limit_pico_usd),
      spent_usd: formatUsd(crossing.spent_pico_usd),
      at,
    },
  }
}
