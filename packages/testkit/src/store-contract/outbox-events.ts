import type { DueDelivery, OutboxEvent, WebhookDelivery } from '@colophon/domain'
import { TENANT, type Subject } from './subject.ts'

export const AT = '2026-01-15T12:00:00.000Z'
export const iso = (ms: number): string => new Date(ms).toISOString()

export const anEvent = (id: string, overrides: Partial<OutboxEvent> = {}): OutboxEvent => ({
  tenant_id: TENANT,
  event_id: id,
  kind: 'task.approved',
  at: AT,
  payload: { review_id: id, 'a.b': ['\u0000\ud800', 1, null], $c: {} },
  ...overrides,
})

export const after = (
  { delivery }: DueDelivery,
  overrides: Partial<WebhookDelivery>,
): WebhookDelivery => ({ ...delivery, attempts: delivery.attempts + 1, ...overrides })

export async function due(
  { store }: Subject,
  endpoint: string,
  limit = 10,
): Promise<DueDelivery[]> {
  return store.outbox.due(TENANT, endpoint, limit)
}

export const idsOf = (list: readonly DueDelivery[]): string[] =>
  list.map(({ event }) => event.event_id)
