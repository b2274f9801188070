import type {
  Clock,
  DeliveryFilter,
  DueDelivery,
  EndedJob,
  ListedDelivery,
  OutboxEvent,
  OutboxStore,
  PageOf,
  PageRequest,
  ReplayFilter,
  WebhookDelivery,
} from '@colophon/domain'
import type { Filter } from 'mongodb'
import { decodeCursor, pageOf } from '../../pages.ts'
import { recordId, type Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { orderKey } from '../records/order-key.ts'
import { groupSums } from '../records/groups.ts'
import { readPage } from '../records/page-records.ts'
import { bsonFields, iso } from '../records/records.ts'
import { fromBson } from '../records/values.ts'
import { insertAllNew, insertNew } from '../updates/updates.ts'
import { pruneEvents } from './pruned-events.ts'
import type { ToldJobs } from './told-jobs.ts'

const eventId = ({ tenant_id, event_id }: OutboxEvent): string => recordId(tenant_id, event_id)

export const outboxToBson = (event: OutboxEvent): Stored => ({
  _id: eventId(event),
  ...bsonFields(event),
  order: orderKey(),
})

function eventFrom(stored: Stored): OutboxEvent {
  const { tenant_id, event_id, kind, at, payload } = fromBson(stored) as OutboxEvent
  return { tenant_id, event_id, kind, at, payload }
}

function deliveryFrom(stored: Stored): WebhookDelivery {
  const row = stored as unknown as WebhookDelivery
  const { tenant_id, event_id, endpoint, state, attempts, next_at, last, updated_at } = row
  return { tenant_id, event_id, endpoint, state, attempts, next_at, last, updated_at }
}

const listedFrom = (stored: Stored): ListedDelivery => ({
  ...deliveryFrom(stored),
  kind: stored['kind'] as ListedDelivery['kind'],
})

type DeliveryKey = Pick<WebhookDelivery, 'tenant_id' | 'event_id' | 'endpoint'>

const deliveryId = ({ tenant_id, event_id, endpoint }: DeliveryKey): string =>
  recordId(tenant_id, JSON.stringify([event_id, endpoint]))

/** Above every key, as the list starts with the newest. */
const NEWEST = ['\u{10ffff}'] as const

export interface OutboxDeps {
  connection: Connection
  clock: Clock
  toldJobs: ToldJobs
}

export class MongoOutbox implements OutboxStore {
  readonly #connection: Connection
  readonly #clock: Clock
  readonly #toldJobs: ToldJobs

  constructor({ connection, clock, toldJobs }: OutboxDeps) {
    this.#connection = connection
    this.#clock = clock
    this.#toldJobs = toldJobs
  }

  endedJobs(limit: number): Promise<EndedJob[]> {
    return this.#connection.run(() => this.#toldJobs.ended(limit))
  }

  /** The event first: after a crash in between it is there already, and the job is told of all the same. */
  tellOfJob(ended: EndedJob, event: OutboxEvent): Promise<boolean> {
    return this.#connection.run(async () => {
      const { jobs, outbox } = this.#connection.collections
      const { tenant_id, enrichment_job_id } = ended.job
      const found = await jobs.findOne({ _id: recordId(tenant_id, enrichment_job_id) })
      if (found?.['told'] !== false || Number(found['opened']) !== ended.opened) return false
      if (await this.#toldJobs.isOpen(tenant_id, enrichment_job_id)) return false
      await insertNew(outbox, outboxToBson(event))
      return this.#toldJobs.told(ended)
    })
  }

  unshared(limit: number): Promise<OutboxEvent[]> {
    return this.#connection.run(async () => {
      const found = await this.#connection.collections.outbox
        .find({ shared: null } as Filter<Stored>)
        .sort({ order: 1 })
        .limit(limit)
        .toArray()
      return found.map(eventFrom)
    })
  }

  share(event: OutboxEvent, endpoints: readonly string[]): Promise<void> {
    const now = iso(this.#clock.now())
    return this.#connection.run(async () => {
      const { collections, updates } = this.#connection
      const { _id, ...fields } = outboxToBson(event)
      // One that is new is posted to these endpoints alone: nobody else may share it out.
      const isNew = await insertNew(collections.outbox, { _id, ...fields, shared: true })
      const stored = isNew ? fields : await collections.outbox.findOne({ _id })
      const order = String(stored?.['order'])
      const deliveries = endpoints.map((endpoint): Stored => {
        const key = { tenant_id: event.tenant_id, event_id: event.event_id, endpoint }
        const state = { state: 'pending', attempts: 0, next_at: now, last: null, updated_at: now }
        const place = { kind: event.kind, order: `${order}/${endpoint}` }
        return { _id: deliveryId(key), ...key, ...state, ...place }
      })
      await insertAllNew(collections.deliveries, deliveries)
      await updates.one(collections.outbox, _id, {}, { $set: { shared: true } })
    })
  }

  due(tenantId: string, endpoint: string, limit: number): Promise<DueDelivery[]> {
    const now = iso(this.#clock.now())
    return this.#connection.run(async () => {
      const { deliveries, outbox } = this.#connection.collections
      const found = await deliveries
        .find({ state: 'pending', tenant_id: tenantId, endpoint, next_at: { $lte: now } })
        .sort({ next_at: 1 })
        .limit(limit)
        .toArray()
      const ids = found.map((stored) => recordId(tenantId, String(stored['event_id'])))
      const stored = await this.#connection.byIds(outbox, [...new Set(ids)])
      const events = new Map(stored.map((event) => [event._id, eventFrom(event)]))
      return found.flatMap((delivery, n) => {
        const event = events.get(ids[n] ?? '')
        return event === undefined ? [] : [{ event, delivery: deliveryFrom(delivery) }]
      })
    })
  }

  settle(delivery: WebhookDelivery): Promise<boolean> {
    return this.#connection.run(async () => {
      const { collections, updates } = this.#connection
      const { state, attempts, next_at, last, updated_at } = delivery
      const before = { state: 'pending', attempts: attempts - 1 }
      const change = { $set: { state, attempts, next_at, last, updated_at } }
      const id = deliveryId(delivery)
      return (await updates.one(collections.deliveries, id, before, change)) !== null
    })
  }

  async deliveries(
    tenantId: string,
    { state, endpoint }: DeliveryFilter,
    page: PageRequest,
  ): Promise<PageOf<ListedDelivery>> {
    const [before] = decodeCursor(page, NEWEST)
    const rows = await this.#connection.run(() =>
      readPage(this.#connection.collections.deliveries, {
        where: {
          tenant_id: tenantId,
          order: { $lt: before },
          ...(state !== undefined && { state }),
          ...(endpoint !== undefined && { endpoint }),
        },
        sort: { order: -1 },
        limit: page.limit,
      }),
    )
    return pageOf(rows, listedFrom, (row) => [String(row['order'])])
  }

  replay(tenantId: string, { which, endpoint }: ReplayFilter): Promise<number> {
    const now = iso(this.#clock.now())
    return this.#connection.run(() => {
      const { collections, updates } = this.#connection
      const state = { state: 'pending', attempts: 0, next_at: now, updated_at: now }
      const chosen = 'state' in which ? which : { event_id: which.eventId }
      const where = { tenant_id: tenantId, endpoint, ...chosen }
      return updates.many(collections.deliveries, where, { $set: state })
    })
  }

  prune(before: string): Promise<number> {
    return this.#connection.run(() => pruneEvents(this.#connection.collections, before))
  }

  backlog(): Promise<{ pending: number; dead: number }> {
    return this.#connection.run(async () => {
      const where = { state: { $in: ['pending', 'dead'] } }
      const { deliveries } = this.#connection.collections
      const groups = await groupSums(deliveries, { where, by: ['state'], sums: { n: 1 } })
      const count = (state: string): number =>
        Number(groups.find(({ key }) => key['state'] === state)?.sums.n ?? 0)
      return { pending: count('pending'), dead: count('dead') }
    })
  }
}
