import {
  PRIORITIES,
  type Clock,
  type DispatchItem,
  type DispatchStore,
  type HeldLease,
  type LatestDue,
  type Priority,
} from '@colophon/domain'
import { afterTenant, recordId, type Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import type { Effects } from './effects.ts'
import { groupSums } from '../records/groups.ts'
import { iso } from '../records/records.ts'
import { insertNew } from '../updates/updates.ts'

const SENT = { status: 'queued', 'dispatch.state': 'sent' }
const AGAIN = { $set: { 'dispatch.state': 'pending' } }

const WAITS_FOR_MONEY = 'budget.exhausted'
/** Documents whose effects a round looks after. */
const SWEPT = 1_000

const leaseFrom = (stored: Stored): HeldLease => {
  const { token, until } = stored['lease'] as { token: string; until: string }
  const { tenant_id, document_id } = stored
  return { tenant_id: String(tenant_id), document_id: String(document_id), token, until }
}

const ITEM = {
  ...{ tenant_id: 1, document_id: 1, priority: 1, attempts: 1, begun: 1 },
  traceparent: 1,
}

const itemFrom = (stored: Stored): DispatchItem => ({
  tenant_id: String(stored['tenant_id']),
  document_id: String(stored['document_id']),
  priority: stored['priority'] as DispatchItem['priority'],
  attempt: Number(stored['attempts']),
  begun: stored['begun'] === true,
  // Documents of earlier versions have none.
  traceparent: (stored['traceparent'] as string | null | undefined) ?? null,
})

const backToQueue = (now: string) => ({
  $set: {
    status: 'queued',
    lease: null,
    next_at: now,
    'dispatch.state': 'pending',
    updated_at: now,
  },
})

export class MongoDispatch implements DispatchStore {
  readonly #connection: Connection
  readonly #clock: Clock
  readonly #effects: Effects

  constructor(connection: Connection, clock: Clock, effects: Effects) {
    this.#connection = connection
    this.#clock = clock
    this.#effects = effects
  }

  pending(limit: number, priorities: readonly Priority[] = PRIORITIES): Promise<DispatchItem[]> {
    return this.#connection.run(async () => {
      const { documents } = this.#connection.collections
      const due = { $lte: iso(this.#clock.now()) }
      const of = priorities.length < PRIORITIES.length ? { priority: { $in: priorities } } : {}
      const found = await documents
        .find({ status: 'queued', 'dispatch.state': 'pending', next_at: due, ...of })
        .project<Stored>(ITEM)
        .sort({ rank: 1, begun: -1, next_at: 1, order: 1 })
        .limit(limit)
        .toArray()
      return found.map(itemFrom)
    })
  }

  told(): Promise<Record<Priority, number>> {
    return this.#connection.run(async () => {
      const { documents } = this.#connection.collections
      const groups = await groupSums(documents, { where: SENT, by: ['priority'], sums: { n: 1 } })
      const told = { high: 0, normal: 0, low: 0 }
      for (const { key, sums } of groups) told[key['priority'] as Priority] = Number(sums.n)
      return told
    })
  }

  markSent(items: readonly DispatchItem[], by: string): Promise<void> {
    const at = iso(this.#clock.now())
    return this.#connection.run(async () => {
      const { collections, updates } = this.#connection
      // A message can be faster than this mark: then the document is no longer queued, or at another attempt.
      const byAttempt = Map.groupBy(items, ({ attempt }) => attempt)
      const change = {
        $set: { 'dispatch.state': 'sent', 'dispatch.at': at, 'dispatch.by': by },
        $inc: { 'dispatch.n': 1 },
      }
      for (const [attempts, group] of byAttempt) {
        const ids = group.map((item) => recordId(item.tenant_id, item.document_id))
        const expected = { status: 'queued', 'dispatch.state': 'pending', attempts }
        await updates.each(collections.documents, ids, expected, change)
      }
    })
  }

  leases(limit: number): Promise<HeldLease[]> {
    return this.#connection.run(async () => {
      const found = await this.#connection.collections.documents
        .find({ status: 'processing' })
        .project<Stored>({ tenant_id: 1, document_id: 1, lease: 1 })
        .sort({ 'lease.until': 1 })
        .limit(limit)
        .toArray()
      return found.map(leaseFrom)
    })
  }

  expireLeases(leases: readonly HeldLease[]): Promise<number> {
    const nowMs = this.#clock.now()
    const change = backToQueue(iso(nowMs))
    return this.#connection.run(async () => {
      const { collections, updates } = this.#connection
      let expired = 0
      for (const { tenant_id, document_id, token, until } of leases) {
        const id = recordId(tenant_id, document_id)
        const same = { status: 'processing', 'lease.token': token, 'lease.until': until }
        if ((await updates.one(collections.documents, id, same, change)) !== null) expired += 1
      }
      await this.#effects.sweep(nowMs, SWEPT)
      return expired
    })
  }

  redispatch(
    { notBefore, notAfter }: { notBefore: Date; notAfter: Date },
    limit: number,
  ): Promise<number> {
    return this.#connection.run(() => {
      const { collections, updates } = this.#connection
      const lost = [
        { 'dispatch.at': { $lt: notBefore.toISOString() } },
        { 'dispatch.at': { $gt: notAfter.toISOString() } },
      ]
      const options = { sort: { 'dispatch.at': 1 }, limit } as const
      return updates.many(collections.documents, { ...SENT, $or: lost }, AGAIN, options)
    })
  }

  pullIn({ now, retries, periods }: LatestDue, limit: number): Promise<number> {
    return this.#connection.run(() => {
      const { collections, updates } = this.#connection
      const late = {
        status: 'queued',
        'dispatch.state': 'pending',
        $or: [
          { error: null, next_at: { $gt: now.toISOString() } },
          { 'error.code': { $ne: WAITS_FOR_MONEY }, next_at: { $gt: retries.toISOString() } },
          { next_at: { $gt: periods.toISOString() } },
        ],
      }
      const change = { $set: { next_at: now.toISOString(), updated_at: now.toISOString() } }
      return updates.many(collections.documents, late, change, { sort: { next_at: 1 }, limit })
    })
  }

  owners(): Promise<string[]> {
    return this.#connection.run(async () => {
      const { documents } = this.#connection.collections
      const found: unknown[][] = await Promise.all([
        documents.distinct('lease.owner', { status: 'processing' }),
        documents.distinct('dispatch.by', SENT),
      ])
      return [...new Set(found.flat().map(String))]
    })
  }

  takeBack(owner: string, options: { messages: boolean }): Promise<number> {
    const now = iso(this.#clock.now())
    return this.#connection.run(async () => {
      const { collections, updates } = this.#connection
      const held = { status: 'processing', 'lease.owner': owner }
      const leases = await updates.many(collections.documents, held, backToQueue(now))
      if (!options.messages) return leases
      const told = { ...SENT, 'dispatch.by': owner }
      return leases + (await updates.many(collections.documents, told, AGAIN))
    })
  }

  backlog(): Promise<{ queued: number; processing: number; oldest: string | null }> {
    return this.#connection.run(async () => {
      const { documents } = this.#connection.collections
      const where = { status: { $in: ['queued', 'processing'] } }
      const [groups, oldest] = await Promise.all([
        groupSums(documents, { where, by: ['status'], sums: { n: 1 } }),
        documents
          .find({ status: 'queued' })
          .project<Stored>({ next_at: 1 })
          .sort({ next_at: 1 })
          .limit(1)
          .toArray(),
      ])
      const count = (status: string): number =>
        Number(groups.find(({ key }) => key['status'] === status)?.sums.n ?? 0)
      const [queued, processing] = [count('queued'), count('processing')]
      const next = oldest[0]?.['next_at']
      return { queued, processing, oldest: typeof next === 'string' ? next : null }
    })
  }

  tenants(limit: number): Promise<string[]> {
    return this.#connection.run(async () => {
      const { documents } = this.#connection.collections
      const tenants: string[] = []
      // From one tenant to the next: no operation of all servers finds the distinct values of an index without reading it.
      for (let from = ''; tenants.length < limit;) {
        const [next] = await documents
          .find({ _id: { $gte: from } })
          .project<Stored>({ tenant_id: 1 })
          .sort({ _id: 1 })
          .limit(1)
          .toArray()
        if (next === undefined) break
        tenants.push(String(next['tenant_id']))
        from = afterTenant(String(next['tenant_id']))
      }
      return tenants.sort()
    })
  }

  lead(name: string, owner: string, leaseMs: number): Promise<boolean> {
    const now = this.#clock.now()
    const until = iso(now + leaseMs)
    return this.#connection.run(async () => {
      const { collections, updates } = this.#connection
      // Nobody leads for longer than the lease: what ends later was written by a clock that has gone back since.
      const free = { $or: [{ owner }, { until: { $lte: iso(now) } }, { until: { $gt: until } }] }
      const change = { $set: { owner, until } }
      if ((await updates.one(collections.leaders, name, free, change)) !== null) return true
      return insertNew(collections.leaders, { _id: name, owner, until })
    })
  }

  resign(name: string, owner: string): Promise<void> {
    return this.#connection.run(async () => {
      const { collections, updates } = this.#connection
      await updates.remove(collections.leaders, name, { owner })
    })
  }
}
