import type { QueueFilter, QueueOrder } from '@colophon/domain'
import { prepareAll, type Database, type Row } from '../database.ts'
import { readRows, type RowPage } from '../page-rows.ts'
import { Events, type EncodedEvent } from './events.ts'
import { conditionsOf, HELD, type Moment } from './queue-conditions.ts'
import type { TaskRows } from './tasks.ts'
import { type EncodedTask } from './tasks.ts'

const KEYS: Readonly<Record<QueueOrder, string>> = {
  mixed: 'q.turn',
  oldest: 'q.created_ms',
  riskiest: '-q.risk',
  gain: '-q.gain',
}

const SQL = {
  statuses: `SELECT q.status, ifnull(${HELD}, FALSE) AS held, q.lease_id IS NULL AS free, count(*) AS n,
      min(q.created_at) AS oldest
    FROM review_queue q WHERE q.tenant_id = ?3 AND (?4 IS NULL OR q.collection_id = ?4) GROUP BY 1, 2, 3`,
  reasons: `SELECT reason.value AS reason, count(DISTINCT review) AS n
    FROM review_queue q CROSS JOIN json_each(q.reasons) AS reason
    WHERE q.tenant_id = ?1 AND (?2 IS NULL OR q.collection_id = ?2) AND q.status IN ('pending', 'in_progress')
    GROUP BY reason.value`,
  lease: `UPDATE review_queue SET status = 'in_progress', lease_id = ?2, lease_owner = ?3, lease_until = ?4,
      version = version + 1, updated_at = ?5 WHERE review = ?1 RETURNING *`,
  prolong: `UPDATE review_queue SET lease_until = ?4
    WHERE tenant_id = ?1 AND review_id = ?2 AND lease_id = ?3`,
  change: `SELECT * FROM audit_events WHERE tenant_id = ? AND change_id = ? ORDER BY document_id, n`,
} as const

export interface QueueAsk {
  tenantId: string
  filter: QueueFilter
  order: QueueOrder
  moment: Moment
}

export interface TakeAsk extends QueueAsk {
  lease: { id: string; owner: string; until: string }
}

/** What people see of review tasks, and how they come by one. */
export class DeskOperations {
  readonly #db: Database
  readonly #sql
  readonly #tasks: TaskRows
  readonly #events: Events

  constructor(db: Database, tasks: TaskRows) {
    this.#db = db
    this.#sql = prepareAll(db, SQL)
    this.#tasks = tasks
    this.#events = new Events(db)
  }

  /** Rows with their `key`, after the one with this key and row number. */
  list(ask: QueueAsk, after: readonly [number, number], limit: number): RowPage {
    const { where, values } = conditionsOf(ask.filter, ask.moment)
    const key = KEYS[ask.order]
    const conditions = ['q.tenant_id = ?', `(${key}, q.review) > (?, ?)`, ...where]
    const sql = `SELECT q.*, ${key} AS key FROM review_queue q WHERE ${conditions.join(' AND ')}
      ORDER BY ${key}, q.review LIMIT ?`
    return readRows({
      statement: this.#db.prepare(sql),
      values: [ask.tenantId, ...after, ...values],
      limit,
    })
  }

  count(tenantId: string, filter: QueueFilter, moment: Moment): number {
    const { where, values } = conditionsOf(filter, moment)
    const sql = `SELECT count(*) AS n FROM review_queue q
      WHERE ${['q.tenant_id = ?', ...where].join(' AND ')}`
    return Number(this.#db.prepare(sql).get(tenantId, ...values)?.['n'])
  }

  counts(
    tenantId: string,
    collectionId: string | undefined,
    moment: Moment,
  ): { statuses: Row[]; reasons: Row[] } {
    const collection = collectionId ?? null
    const { now, latest } = moment
    return {
      statuses: this.#sql.statuses.all(now, latest, tenantId, collection),
      reasons: this.#sql.reasons.all(tenantId, collection),
    }
  }

  take(ask: TakeAsk): Row | null {
    const { lease, moment } = ask
    const { where, values } = conditionsOf(ask.filter, moment)
    const conditions = [
      'q.tenant_id = ?',
      `q.status IN ('pending', 'in_progress')`,
      `ifnull(NOT ${HELD}, TRUE)`,
      '(q.assigned_to IS NULL OR q.assigned_to = ?)',
      `(q.skips = '[]' OR NOT EXISTS (SELECT 1 FROM json_each(q.skips) skip
        WHERE skip.value ->> '$.reviewer' = ? AND skip.value ->> '$.until' > ?))`,
      `(q.barred = '[]' OR NOT EXISTS (SELECT 1 FROM json_each(q.barred) barred WHERE barred.value = ?))`,
      ...where,
    ]
    const found = this.#db
      .prepare(
        `SELECT q.review FROM review_queue q WHERE ${conditions.join(' AND ')}
          ORDER BY ${KEYS[ask.order]}, q.review LIMIT 1`,
      )
      .get(
        ask.tenantId,
        moment.now,
        moment.latest,
        lease.owner,
        lease.owner,
        moment.now,
        lease.owner,
        ...values,
      )
    if (found === undefined) return null
    const { review } = found
    const { id, owner, until } = lease
    return this.#sql.lease.get(Number(review), id, owner, until, moment.now) ?? null
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
