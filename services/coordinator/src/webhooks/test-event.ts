import type { OutboxEvent } from '@colophon/domain'
import { newId } from '@colophon/runtime'

/** An event that says nothing but that events arrive. */
export const testEvent = (tenantId: string, nowMs: number): OutboxEvent => {
  const at = new Date(nowMs).toISOString()
  return { tenant_id: tenantId, event_id: newId('test'), kind: 'test', at, payload: { at } }
}
