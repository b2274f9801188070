import type { QueueFilter } from '@colophon/domain'
import { prepareAll, type Database, type Row } from '../database.ts'
import type { Moment } from './queue-conditions.ts'
import type { Queue } from './queue.ts'

const SQL = {
  get: 'SELECT * FROM review_queue WHERE tenant_id = ? AND review_id = ?',
} as const

export class ReviewOperations {
  readonly #sql
  readonly #queue: Queue

  constructor(db: Database, queue: Queue) {
    this.#sql = prepareAll(db, SQL)
    this.#queue = queue
  }

  get(tenantId: string, reviewId: string): Row | undefined {
    return this.#sql.get.get(tenantId, reviewId)
  }

  counts(
    tenantId: string,
    filter: Pick<QueueFilter, 'jobId'>,
    moment: Moment,
  ): ReturnType<Queue['statuses']> {
    return this.#queue.statuses(tenantId, filter, moment)
  }

  /** Pairs of (reason, n). */
  reasons(tenantId: string, jobId: string): [string, number][] {
    return [...this.#queue.reasons(tenantId, { jobId })]
  }
}
