import {
  asOf,
  type Clock,
  type PageOf,
  type PageRequest,
  type QueueCounts,
  type QueueFilter,
  type QueueOrder,
  type ReviewRecord,
  type TakeRequest,
} from '@colophon/domain'
import type { Filter } from 'mongodb'
import { decodeCursor, pageOf } from '../../../pages.ts'
import type { Stored } from '../../connection/collections.ts'
import type { Connection } from '../../connection/connection.ts'
import { readPage } from '../../records/page-records.ts'
import { iso } from '../../records/records.ts'
import { taskFrom } from '../../records/task-records.ts'
import type { Condition } from '../../updates/matches.ts'
import type { Change } from '../../updates/updates.ts'
import type { Effects } from '../effects.ts'
import { QueueCounting } from './queue-counts.ts'
import { after, before, openOf, orderField, sortOf, tasksWhere, unheld } from './queue-filter.ts'
import type { Place } from './queue-filter.ts'

export interface QueueDeps {
  connection: Connection
  clock: Clock
  effects: Effects
}

interface Handing {
  request: TakeRequest
  now: string
  free: (more: readonly Condition[]) => Condition
  change: Change
}

/** What a person skipped comes to them again; so many of those are looked through. */
const SKIPPED = 500

const placeOf = (order: QueueOrder, stored: Stored): Place => [
  asKey(stored[orderField(order)]),
  String(stored['review_id']),
]
const asKey = (value: unknown): string | number =>
  typeof value === 'string' ? value : Number(value ?? 0)

export class Queue {
  readonly #connection: Connection
  readonly #clock: Clock
  readonly #effects: Effects
  readonly #counting: QueueCounting

  constructor({ connection, clock, effects }: QueueDeps) {
    this.#connection = connection
    this.#clock = clock
    this.#effects = effects
    this.#counting = new QueueCounting(connection)
  }

  async list(
    tenantId: string,
    filter: QueueFilter,
    order: QueueOrder,
    page: PageRequest,
  ): Promise<PageOf<ReviewRecord>> {
    const nowMs = this.#clock.now()
    const first = order === 'oldest' ? (['', ''] as const) : ([0, ''] as const)
    const more = page.cursor === undefined ? [] : [after(order, decodeCursor<Place>(page, first))]
    const rows = await readPage(this.#connection.collections.reviews, {
      where: tasksWhere(tenantId, filter, nowMs, more),
      sort: sortOf(order),
      limit: page.limit,
    })
    return pageOf(
      rows,
      (row) => asOf(taskFrom(row), nowMs),
      (row) => placeOf(order, row),
    )
  }

  count(tenantId: string, filter: QueueFilter): Promise<number> {
    const where = tasksWhere(tenantId, filter, this.#clock.now())
    return this.#connection.collections.reviews.countDocuments(where)
  }

  counts(tenantId: string, filter: Pick<QueueFilter, 'collectionId'>): Promise<QueueCounts> {
    return this.#counting.counts(tenantId, filter.collectionId, this.#clock.now())
  }

  async take(request: TakeRequest): Promise<ReviewRecord | null> {
    if (openOf(request.filter).length === 0) return null
    for (;;) {
      const taken = await this.#hand(this.#handing(request))
      if (taken === null) return null
      const task = taken === 'again' ? null : await this.#effects.settled(taken)
      if (task?.['lease_id'] === request.leaseId) return taskFrom(task)
    }
  }

  #handing(request: TakeRequest): Handing {
    const { tenantId, reviewer, leaseId, leaseMs } = request
    const nowMs = this.#clock.now()
    const now = iso(nowMs)
    const filter = { ...request.filter, statuses: openOf(request.filter) }
    const theirs = { assigned_to: { $in: [null, reviewer] }, barred: { $ne: reviewer } }
    return {
      request,
      now,
      free: (more) => tasksWhere(tenantId, filter, nowMs, [theirs, unheld(nowMs), ...more]),
      change: {
        $set: {
          status: 'in_progress',
          lease_id: leaseId,
          lease_owner: reviewer,
          lease_until: iso(nowMs + leaseMs),
          updated_at: now,
        },
        $inc: { version: 1 },
      },
    }
  }

  /** The first in the order, whether or not this person had skipped it before; `again` when somebody else was faster. */
  async #hand(handing: Handing): Promise<Stored | 'again' | null> {
    const { collections, updates } = this.#connection
    const { request, free, change } = handing
    const { order, reviewer } = request
    const returning = await this.#returning(handing)
    const first = returning === null ? [] : [before(order, placeOf(order, returning))]
    const others = free([{ skipped_by: { $ne: reviewer } }, ...first])
    const taken = await updates.first(collections.reviews, others, sortOf(order), change)
    if (taken !== null || returning === null) return taken
    const same = free([{ version: returning['version'] }])
    return (await updates.one(collections.reviews, returning._id, same, change)) ?? 'again'
  }

  /** The first of those that this person skipped until a time that has come. */
  async #returning({ request, now, free }: Handing): Promise<Stored | null> {
    const { reviewer, order } = request
    const cursor = this.#connection.collections.reviews
      .find(free([{ skipped_by: reviewer }]) as Filter<Stored>)
      .sort(sortOf(order))
      .limit(SKIPPED)
    const found = await cursor.toArray()
    const isOver = (stored: Stored): boolean =>
      taskFrom(stored).skips.every((skip) => skip.reviewer !== reviewer || skip.until <= now)
    return found.find(isOver) ?? null
  }
}
