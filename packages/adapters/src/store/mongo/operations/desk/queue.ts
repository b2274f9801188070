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
import { decodeCursor, notOfThisList, pageOf } from '../../../pages.ts'
import type { Stored } from '../../connection/collections.ts'
import type { Connection } from '../../connection/connection.ts'
import { readPage } from '../../records/page-records.ts'
import { iso } from '../../records/records.ts'
import { taskFrom } from '../../records/task-records.ts'
import type { Change } from '../../updates/updates.ts'
import type { Effects } from '../effects.ts'
import { QueueCounting } from './queue-counts.ts'
import {
  after,
  mayHave,
  openOf,
  orderField,
  sortOf,
  tasksWhere,
  type Place,
} from './queue-filter.ts'

export interface QueueDeps {
  connection: Connection
  clock: Clock
  effects: Effects
}

const placeOf = (order: QueueOrder, stored: Stored): Place => [
  asKey(stored[orderField(order)]),
  String(stored['review_id']),
]
const asKey = (value: unknown): string | number =>
  typeof value === 'string' ? value : Number(value ?? 0)

/** Where a page of this order ended. */
function placeFrom(page: PageRequest, order: QueueOrder): Place {
  const key: string | number = order === 'oldest' ? '' : 0
  const [of, ...place] = decodeCursor<readonly [string, ...Place]>(page, [order, key, ''])
  if (of !== order) throw notOfThisList()
  return place
}

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
    const more = page.cursor === undefined ? [] : [after(order, placeFrom(page, order))]
    const rows = await readPage(this.#connection.collections.reviews, {
      where: tasksWhere(tenantId, filter, nowMs, more),
      sort: sortOf(order),
      limit: page.limit,
    })
    return pageOf(
      rows,
      (row) => asOf(taskFrom(row), nowMs),
      (row) => [order, ...placeOf(order, row)],
    )
  }

  count(tenantId: string, filter: QueueFilter): Promise<number> {
    const where = tasksWhere(tenantId, filter, this.#clock.now())
    return this.#connection.collections.reviews.countDocuments(where)
  }

  counts(tenantId: string, filter: Pick<QueueFilter, 'collectionId'>): Promise<QueueCounts> {
    return this.#counting.counts(tenantId, filter.collectionId, this.#clock.now())
  }

  /** The task when all is done that its document announced: it may be decided by then. */
  async take(request: TakeRequest): Promise<ReviewRecord | null> {
    const { collections, updates } = this.#connection
    const { tenantId, reviewer, filter, order } = request
    const statuses = openOf(filter)
    if (statuses.length === 0) return null
    for (;;) {
      const nowMs = this.#clock.now()
      const free = tasksWhere(tenantId, { ...filter, statuses }, nowMs, mayHave(reviewer, nowMs))
      const change = leaseTo(request, nowMs)
      const taken = await updates.first(collections.reviews, free, sortOf(order), change)
      if (taken === null) return null
      const task = await this.#effects.settled(taken)
      if (task?.['lease_id'] === request.leaseId) return taskFrom(task)
    }
  }
}

const leaseTo = ({ leaseId, reviewer, leaseMs }: TakeRequest, nowMs: number): Change => ({
  $set: {
    status: 'in_progress',
    lease_id: leaseId,
    lease_owner: reviewer,
    lease_until: iso(nowMs + leaseMs),
    updated_at: iso(nowMs),
  },
  $inc: { version: 1 },
})
