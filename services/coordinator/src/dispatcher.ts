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
 * A document that was begun goes ahead of all that waits in the bus: it holds answers that are paid for, and taken back
 * from a worker that died it would stand at the end of the line otherwise.
 */
const topicOf = ({ priority, begun }: DispatchItem): string => TOPICS[begun ? 'high' : priority]

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
  // A large backlog stays in the store: a message that waits in the bus for long is taken for lost and sent again.
  const told = await store.dispatch.told()
  const open = PRIORITIES.filter((priority) => told[priority] < window)
  if (open.length < PRIORITIES.length) due = await store.dispatch.pending(batch, open)
  if (due.length === 0) return 0
  for (const [topic, items] of Map.groupBy(due, topicOf)) {
    await bus.publish(topic, items.map(bodyOf))
  }
  await store.dispatch.markSent(due, owner)
  return due.length
}
