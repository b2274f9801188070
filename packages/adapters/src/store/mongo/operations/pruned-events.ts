import type { Filter } from 'mongodb'
import { type Collections, type Records, type Stored } from '../connection/collections.ts'

const AT_ONCE = 500

/**
 * Takes away some events from before this time of which nothing is left to deliver; returns how many. The deliveries go
 * first: after a crash in between the event is found again.
 */
export async function pruneEvents(
  { outbox, deliveries }: Pick<Collections, 'outbox' | 'deliveries'>,
  before: string,
): Promise<number> {
  for (let after = ''; ;) {
    const old = await outbox
      .find({ at: { $lt: before }, order: { $gt: after } } as Filter<Stored>)
      .project<Stored>({ tenant_id: 1, event_id: 1, order: 1 })
      .sort({ order: 1 })
      .limit(AT_ONCE)
      .toArray()
    const ended = await withoutDeliveries(deliveries, old)
    if (ended.length > 0) {
      const { deletedCount } = await outbox.deleteMany({ _id: { $in: ended } })
      return deletedCount
    }
    if (old.length < AT_ONCE) return 0
    after = String(old.at(-1)?.['order'])
  }
}

/** Takes the deliveries of those events away that were all delivered; the ids of the events that have none then. */
async function withoutDeliveries(
  deliveries: Records,
  events: readonly Stored[],
): Promise<string[]> {
  const byName = new Map(events.map((event) => [nameOf(event), event._id]))
  const found = await deliveriesOf(deliveries, byName)
  for (const { name, state } of found) if (state !== 'delivered') byName.delete(name)
  const delivered = found.filter(({ name }) => byName.has(name)).map(({ _id }) => _id)
  const gone = { _id: { $in: delivered }, state: 'delivered' }
  await deliveries.deleteMany(gone)
  // One that was sent again meanwhile is not delivered any more.
  for (const { name } of await deliveriesOf(deliveries, byName)) byName.delete(name)
  return [...byName.values()]
}

const nameOf = ({ tenant_id, event_id }: Stored): string => JSON.stringify([tenant_id, event_id])

interface Found {
  _id: string
  name: string
  state: unknown
}

/** Two tenants may have events of one id. */
async function deliveriesOf(
  deliveries: Records,
  byName: ReadonlyMap<string, string>,
): Promise<Found[]> {
  const ids = [...byName.keys()].map((name) => (JSON.parse(name) as [string, string])[1])
  const found = await deliveries
    .find({ event_id: { $in: ids } } as Filter<Stored>)
    .project<Stored>({ tenant_id: 1, event_id: 1, state: 1 })
    .toArray()
  return found
    .map((one) => ({ _id: one._id, name: nameOf(one), state: one['state'] }))
    .filter(({ name }) => byName.has(name))
}
