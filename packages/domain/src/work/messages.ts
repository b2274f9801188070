import { z } from 'zod'
import type { Channel } from '../ports/bus.ts'
import { TenantId } from '../record/tenant.ts'
import { type Priority } from './priority.ts'

/** The only place where topic and channel names stand. */
export const TOPICS = {
  high: 'enrichment.high',
  normal: 'enrichment',
  low: 'enrichment.low',
} as const satisfies Record<Priority, string>

export const WORKER_CHANNEL = 'enrichment-worker'

/** All that the pipeline says and hears: what opens a bus for it names them. */
export const PIPELINE_CHANNELS: readonly Channel[] = Object.values(TOPICS).map((topic) => ({
  topic,
  channel: WORKER_CHANNEL,
}))

/** How many of ten documents a busy worker takes from each priority; the rest of the tenth keeps low from starving. */
export const PRIORITY_WEIGHTS = { high: 6, normal: 3, low: 1 } as const satisfies Record<
  Priority,
  number
>

/** "Look at this document now": never the document itself. */
export const EnrichmentMessage = z.object({
  v: z.literal(1),
  tenant_id: TenantId,
  document_id: z.string().min(1),
  attempt: z.int().min(0),
  traceparent: z.string().optional(),
})
export type EnrichmentMessage = z.infer<typeof EnrichmentMessage>
