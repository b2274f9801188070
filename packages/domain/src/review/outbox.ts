import { z } from 'zod'
import { TenantId } from '../record/tenant.ts'

export const WebhookKind = z.enum(['task.approved', 'task.rejected', 'job.done', 'test'])
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
