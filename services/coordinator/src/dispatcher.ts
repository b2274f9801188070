import { PRIORITIES, TOPICS, type Bus, type DispatchItem, type Store } from '@colophon/domain'
import type { Metrics } from '@colophon/runtime'

export interface DispatcherDeps {
  store: Store
  bus: Bus
  owner: string
  batch: number
  /** Documents of each priority the bus may be told of before somebody claims them. */
  window: number
  metrics: Metrics
}

const bodyOf = ({ tenant_id, document_id, attempt }: DispatchItem): string =>
  JSON.stringify({ v: 1, tenant_id, document_id, attempt })

/**
 * Tells the bus of documents that are due. Marked only after the bus confirmed: a crash in between means a duplicate
 * message, which a worker's claim makes harmless. Returns how many were sent.
 */
export async function dispatchDue({
  store,
  bus,
  owner,
  batch,
  window,
  metrics,
}: DispatcherDeps): Promise<number> {
  let due = await store.dispatch.pending(batch)
  metrics.outboxPending.set({}, due.length)
  if (due.length === 0) return 0
  // What waits in the bus for long is taken for lost and sent again: a large backlog stays in the store instead.
  const told = await store.dispatch.told()
  const open = PRIORITIES.filter((priority) => told[priority] < window)
  if (open.length < PRIORITIES.length) due = await store.dispatch.pending(batch, open)
  if (due.length === 0) return 0
  for (const priority of PRIORITIES) {
    const items = due.filter((item) => item.priority === priority)
    if (items.length > 0) await bus.publish(TOPICS[priority], items.map(bodyOf))
  }
  await store.dispatch.markSent(due, owner)
  return due.length
}
