import {
  asOf,
  OPEN_TASKS,
  type Clock,
  type PageOf,
  type PageRequest,
  type ReviewRecord,
  type ReviewStore,
} from '@colophon/domain'
import { decodeCursor, pageOf } from '../../pages.ts'
import type { Filter } from 'mongodb'
import { recordId, type Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { statusesOf } from './desk/queue-counts.ts'
import { after, leftBehind, sortOf, tasksWhere } from './desk/queue-filter.ts'
import type { Effects } from './effects.ts'
import { groupSums } from '../records/groups.ts'
import { readPage } from '../records/page-records.ts'
import { taskFrom } from '../records/task-records.ts'
import { fromBson } from '../records/values.ts'

interface ReviewFilter {
  status?: ReviewRecord['status'] | undefined
  jobId?: string | undefined
}

const filterOf = ({ status, jobId }: ReviewFilter) => ({
  statuses: status === undefined ? undefined : [status],
  jobId,
})

export class MongoReviews implements ReviewStore {
  readonly #connection: Connection
  readonly #clock: Clock
  readonly #effects: Effects

  constructor(connection: Connection, clock: Clock, effects: Effects) {
    this.#connection = connection
    this.#clock = clock
    this.#effects = effects
  }

  get(tenantId: string, reviewId: string): Promise<ReviewRecord | null> {
    return this.#connection.run(async () => {
      const { reviews } = this.#connection.collections
      const stored = await reviews.findOne({ _id: recordId(tenantId, reviewId) })
      const task = stored && (await this.#effects.settled(stored))
      return task && asOf(taskFrom(task), this.#clock.now())
    })
  }

  async list(
    tenantId: string,
    filter: ReviewFilter,
    page: PageRequest,
  ): Promise<PageOf<ReviewRecord>> {
    const nowMs = this.#clock.now()
    const beyond = after('oldest', decodeCursor(page, ['', '']))
    const rows = await this.#connection.run(() =>
      readPage(this.#connection.collections.reviews, {
        where: tasksWhere(tenantId, filterOf(filter), nowMs, [beyond]),
        sort: sortOf('oldest'),
        limit: page.limit,
      }),
    )
    return pageOf(
      rows,
      (row) => asOf(taskFrom(row), nowMs),
      (row) => [String(row['created_at']), String(row['review_id'])],
    )
  }

  counts(
    tenantId: string,
    { jobId }: { jobId?: string | undefined },
  ): Promise<Record<ReviewRecord['status'], number>> {
    const nowMs = this.#clock.now()
    return this.#connection.run(async () => {
      const { reviews } = this.#connection.collections
      const where = tasksWhere(tenantId, { jobId }, nowMs)
      const left = tasksWhere(tenantId, { jobId }, nowMs, [leftBehind(nowMs)])
      const [groups, ended] = await Promise.all([
        groupSums(reviews, { where, by: ['status'], sums: { n: 1 } }),
        reviews.countDocuments(left as Filter<Stored>),
      ])
      return statusesOf(groups, ended)
    })
  }

  reasons(tenantId: string, jobId: string): Promise<Record<string, number>> {
    return this.#connection.run(async () => {
      const where = tasksWhere(tenantId, { jobId, statuses: OPEN_TASKS }, this.#clock.now())
      const open = this.#connection.collections.reviews
        .find(where as Filter<Stored>)
        .project({ reasons: 1 })
      const counts = new Map<string, number>()
      for await (const { reasons } of open) {
        for (const reason of new Set(fromBson(reasons) as string[])) {
          counts.set(reason, (counts.get(reason) ?? 0) + 1)
        }
      }
      return Object.fromEntries(counts)
    })
  }
}
