import type { QueueFilter } from '@colophon/domain'
import { prepareAll, type Database, type Row } from '../database.ts'
import { Events, type EncodedEvent } from './events.ts'
import type { Moment } from './queue-conditions.ts'
import type { QueueAsk } from './queue-plan.ts'
import type { Place } from './queue-walk.ts'
import type { Queue, TaskPage } from './queue.ts'
import type { EncodedTask, TaskLease, TaskRows } from './tasks.ts'

const SQL = {
  prolong: `UPDATE review_queue SET lease_until = ?4
    WHERE tenant_id = ?1 AND review_id = ?2 AND lease_id = ?3`,
  change: `SELECT * FROM audit_events WHERE tenant_id = ? AND change_id = ? ORDER BY document_id, n`,
} as const

export interface TakeAsk extends QueueAsk {
  moment: Moment
  lease: TaskLease
}

export interface CountsRow {
  statuses: ReturnType<Queue['statuses']>
  reasons: [string, number][]
  oldest: string | null
}

export interface DeskDeps {
  queue: Queue
  tasks: TaskRows
}

/** What people see of review tasks, how they come by one, and what they do with it short of a decision. */
export class DeskOperations {
  readonly #sql
  readonly #queue: Queue
  readonly #tasks: TaskRows
  readonly #events: Events

  constructor(db: Database, { queue, tasks }: DeskDeps) {
    this.#sql = prepareAll(db, SQL)
    this.#queue = queue
    this.#tasks = tasks
    this.#events = new Events(db)
  }

  list(ask: QueueAsk, after: Place | null, limit: number): TaskPage {
    return this.#queue.list(ask, after, limit)
  }

  count(tenantId: string, filter: QueueFilter, moment: Moment): number {
    return this.#queue.count(tenantId, filter, moment)
  }

  counts(
    tenantId: string,
    filter: Pick<QueueFilter, 'collectionId' | 'jobId'>,
    moment: Moment,
  ): CountsRow {
    return {
      statuses: this.#queue.statuses(tenantId, filter, moment),
      reasons: [...this.#queue.reasons(tenantId, filter)],
      oldest: this.#queue.oldest(tenantId, filter),
    }
  }

  take(ask: TakeAsk): Row | null {
    const review = this.#queue.next(ask, ask.lease.owner)
    return review === null ? null : this.#tasks.lease(review, ask.lease)
  }

  putTask(task: EncodedTask, audit: readonly EncodedEvent[]): boolean {
    if (!this.#tasks.isNext(task)) return false
    this.#tasks.replace(task)
    this.#events.add(task.tenant_id, task.document_id, audit)
    return true
  }

  addTask(task: EncodedTask, audit: readonly EncodedEvent[]): boolean {
    if (!this.#tasks.add(task)) return false
    this.#events.add(task.tenant_id, task.document_id, audit)
    return true
  }

  heartbeat(tenantId: string, reviewId: string, leaseId: string, until: string): boolean {
    return this.#sql.prolong.run(tenantId, reviewId, leaseId, until).changes === 1
  }

  change(tenantId: string, changeId: string): Row[] {
    return this.#sql.change.all(tenantId, changeId)
  }
}
