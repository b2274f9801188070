import type { DueDelivery, OutboxEvent, Store, WebhookDelivery } from '@colophon/domain'
import type { Logger, Metrics } from '@colophon/runtime'
import { NO_TRACER, type Tracer } from '@colophon/runtime/tracing'
import type { Resolve } from './address.ts'
import { sendWebhook, type SendOutcome } from './send.ts'
import type { WebhookEndpoint } from './settings.ts'

export interface DelivererDeps {
  store: Pick<Store, 'outbox' | 'dispatch'>
  endpoints: readonly WebhookEndpoint[]
  owner: string
  log: Logger
  metrics: Metrics
  now: () => number
  /** @default nothing is traced */
  tracer?: Tracer | undefined
  /** @default that of the system */
  resolve?: Resolve | undefined
}

const LEADER = 'webhooks'
/** Longer than rounds are apart: who leads goes on leading. */
const LEASE_MS = 30_000
const SHARED_AT_ONCE = 200
/** Deliveries to one endpoint that are under way together. */
const AT_ONCE = 4
/** Of one endpoint in one go; then the store is asked what is due by now. */
const IN_A_ROW = 64

const FIRST_WAIT_MS = 10_000
const LONGEST_WAIT_MS = 3_600_000
const GIVEN_UP_AFTER_MS = 3 * 86_400_000

/**
 * Who lost what they were told has so long to have it sent again; after that the record and its history still say it.
 * What was given up is kept until somebody replays it.
 */
const KEPT_MS = 30 * 86_400_000
const PRUNED_EVERY_MS = 3_600_000

/** How long a delivery waits after so many attempts have failed: twice as long each time, an hour at most. */
export const waitAfter = (attempts: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 20))

/** So many attempts are made in three days. */
const MOST_ATTEMPTS = ((): number => {
  let attempts = 1
  for (let waited = 0; waited < GIVEN_UP_AFTER_MS; attempts += 1) waited += waitAfter(attempts)
  return attempts
})()

const keyOf = ({ tenant, name }: WebhookEndpoint): string => `${tenant}/${name}`

/**
 * Shares events out to endpoints and delivers them. An endpoint that hangs holds up nobody but itself. Sent twice is what
 * was taken while this process died, or another took the lead: under the same id.
 */
export class Deliverer {
  readonly #deps: DelivererDeps
  readonly #underWay = new Map<string, Promise<void>>()
  #pruneAt = 0

  constructor(deps: DelivererDeps) {
    this.#deps = deps
  }

  /** Starts what is to be delivered and waits for none of it. Returns how many events there were to share out. */
  async round(stop: AbortSignal): Promise<number> {
    const { store, owner, endpoints } = this.#deps
    await this.#prune(stop)
    // A process that knows of no endpoint decides nothing: another may know of some.
    if (endpoints.length === 0) return 0
    if (!(await store.dispatch.lead(LEADER, owner, LEASE_MS))) return 0
    const shared = await this.#share()
    for (const endpoint of endpoints) {
      const key = keyOf(endpoint)
      if (stop.aborted || this.#underWay.has(key)) continue
      const delivering = this.#deliver(endpoint, stop).finally(() => this.#underWay.delete(key))
      this.#underWay.set(key, delivering)
    }
    await this.#count()
    return shared
  }

  /** Until nothing is under way any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay.values())
  }

  async resign(): Promise<void> {
    await this.settled()
    await this.#deps.store.dispatch.resign(LEADER, this.#deps.owner)
  }

  /** What nobody wants to know any more, whether anybody was ever told or not. */
  async #prune(stop: AbortSignal): Promise<void> {
    const { store, now, log } = this.#deps
    const nowMs = now()
    if (nowMs < this.#pruneAt) return
    this.#pruneAt = nowMs + PRUNED_EVERY_MS
    const before = new Date(nowMs - KEPT_MS).toISOString()
    let pruned = 0
    for (let some = 1; some > 0 && !stop.aborted; pruned += some)
      some = await store.outbox.prune(before)
    if (pruned > 0) log.debug({ pruned, before }, 'old events are removed')
  }

  async #share(): Promise<number> {
    const { store, endpoints, now } = this.#deps
    const events = await store.outbox.unshared(SHARED_AT_ONCE)
    const oldest = new Date(now() - GIVEN_UP_AFTER_MS).toISOString()
    for (const event of events) {
      // From a time without endpoints: who begins to listen is not told of all that ever was.
      const isNews = event.at >= oldest
      const wanted = endpoints.filter(
        ({ tenant, kinds }) =>
          isNews && tenant === event.tenant_id && kinds.some((kind) => kind === event.kind),
      )
      await store.outbox.share(
        event,
        wanted.map(({ name }) => name),
      )
    }
    return events.length
  }

  async #deliver(endpoint: WebhookEndpoint, stop: AbortSignal): Promise<void> {
    const { store, log } = this.#deps
    try {
      const due = await store.outbox.due(endpoint.tenant, endpoint.name, IN_A_ROW)
      const work = async (): Promise<void> => {
        for (let one = due.shift(); one !== undefined && !stop.aborted; one = due.shift()) {
          // One that does not answer would keep all that waits behind it for as long, each time.
          if (!(await this.#attempt(endpoint, one, stop))) due.length = 0
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work))
    } catch (thrown) {
      // The store is away, or this process ends: what is not settled is delivered again.
      if (!stop.aborted) log.warn({ err: thrown, endpoint: keyOf(endpoint) }, 'delivery broke off')
    }
  }

  /** False when it was not taken. */
  async #attempt(
    endpoint: WebhookEndpoint,
    { event, delivery }: DueDelivery,
    stop: AbortSignal,
  ): Promise<boolean> {
    const { store, log, metrics, now } = this.#deps
    const outcome = await this.#send(endpoint, event, stop)
    const settled = after(delivery, outcome, now())
    await store.outbox.settle(settled)
    const { state, attempts, event_id: eventId } = settled
    const result = state === 'pending' ? 'failed' : state
    metrics.webhookDeliveries.inc({ outcome: result })
    const said = { endpoint: keyOf(endpoint), eventId, attempts, said: outcome.said }
    if (state === 'dead') log.error(said, 'webhook given up')
    else log.debug({ ...said, outcome: result }, 'webhook attempted')
    return outcome.taken
  }

  #send(endpoint: WebhookEndpoint, event: OutboxEvent, stop: AbortSignal): Promise<SendOutcome> {
    const { now, resolve, tracer = NO_TRACER } = this.#deps
    const attributes = { 'colophon.endpoint': keyOf(endpoint), 'colophon.event': event.kind }
    // Not of the trace of the decision: what is due now may have been decided days ago.
    const options = { kind: 'client', parent: null, attributes } as const
    return tracer.span('deliver event', options, async (span) => {
      const { traceparent } = span
      const outcome = await sendWebhook(endpoint, event, { now, stop, resolve, traceparent })
      if (!outcome.taken) span.fail('webhook.not_taken')
      return outcome
    })
  }

  async #count(): Promise<void> {
    const { store, metrics } = this.#deps
    const { pending, dead } = await store.outbox.backlog()
    metrics.webhookBacklog.set({ state: 'pending' }, pending)
    metrics.webhookBacklog.set({ state: 'dead' }, dead)
  }
}

/** A delivery after an attempt. */
function after(
  delivery: WebhookDelivery,
  { taken, said }: SendOutcome,
  nowMs: number,
): WebhookDelivery {
  const attempts = delivery.attempts + 1
  const at = new Date(nowMs).toISOString()
  const ended = { ...delivery, attempts, last: said, updated_at: at, next_at: at }
  if (taken) return { ...ended, state: 'delivered' }
  if (attempts >= MOST_ATTEMPTS) return { ...ended, state: 'dead' }
  return { ...ended, next_at: new Date(nowMs + waitAfter(attempts)).toISOString() }
}
