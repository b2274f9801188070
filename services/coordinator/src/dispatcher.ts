import { PRIORITIES, TOPICS, type Bus, type DispatchItem, type Store } from '@colophon/domain'
import type { Metrics } from '@colophon/runtime'
import { NO_TRACER, type Tracer } from '@colophon/runtime/tracing'

export interface DispatcherDeps {
  store: Store
  bus: Bus
  owner: string
  batch: number
  /** Documents of each priority the bus may be told of before somebody claims them. */
  window: number
  metrics: Metrics
  /** Since when the bus could not be told of what is due, by the time of this process; null where it could. */
  stuck: { since: number | null }
  /** @default nothing is traced */
  tracer?: Tracer | undefined
}

/** The message names the span that sends it; without a tracer here, the one that has submitted the document. */
function bodyOf(tracer: Tracer, { tenant_id, document_id, attempt, traceparent }: DispatchItem) {
  const body = { v: 1, tenant_id, document_id, attempt }
  if (!tracer.on) return JSON.stringify(traceparent === null ? body : { ...body, traceparent })
  const attributes = { 'colophon.tenant_id': tenant_id, 'colophon.document_id': document_id }
  const options = { kind: 'producer', parent: traceparent, attributes } as const
  return tracer.span('dispatch document', options, (span) =>
    JSON.stringify({ ...body, traceparent: span.traceparent }),
  )
}

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
  stuck,
  tracer = NO_TRACER,
}: DispatcherDeps): Promise<number> {
  const told = (sent: number): number => {
    stuck.since = null
    metrics.outboxOldestAge.set({}, 0)
    return sent
  }
  let due = await store.dispatch.pending(batch).catch((thrown: unknown) => {
    metrics.outboxPending.clear({})
    metrics.outboxOldestAge.clear({})
    throw thrown
  })
  metrics.outboxPending.set({}, due.length)
  if (due.length === 0) return told(0)
  // A large backlog stays in the store: a message that waits in the bus for long is taken for lost and sent again.
  const waiting = await store.dispatch.told()
  const open = PRIORITIES.filter((priority) => waiting[priority] < window)
  if (open.length < PRIORITIES.length) due = await store.dispatch.pending(batch, open)
  if (due.length === 0) return told(0)
  stuck.since ??= performance.now()
  metrics.outboxOldestAge.set({}, (performance.now() - stuck.since) / 1000)
  for (const [topic, items] of Map.groupBy(due, topicOf)) {
    await bus.publish(
      topic,
      items.map((item) => bodyOf(tracer, item)),
    )
  }
  await store.dispatch.markSent(due, owner)
  return told(due.length)
}
