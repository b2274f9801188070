import type { DeliveryFilter, ReplayFilter, WebhookDelivery } from '@colophon/domain'
import { prepareAll, type Database, type Row, type SqlValue } from '../database.ts'
import { readRows, type RowPage } from '../page-rows.ts'

const OPEN = `EXISTS (SELECT 1 FROM job_counts c WHERE c.job = jobs.job AND c.status IN ('queued', 'processing')
  AND c.n > 0)`
const LISTED = `w.tenant_id, e.event_id, e.kind, w.endpoint, w.state, w.attempts, w.next_at, w.last, w.updated_at`

const SQL = {
  put: `INSERT INTO outbox_events (tenant_id, event_id, kind, at, payload) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING`,
  endedJobs: `SELECT * FROM jobs WHERE told = 0 AND sealed = 1 AND NOT ${OPEN} ORDER BY job LIMIT ?`,
  tell: `UPDATE jobs SET told = 1 WHERE tenant_id = ? AND enrichment_job_id = ? AND told = 0 AND sealed = 1
    AND opened = ? AND NOT ${OPEN}`,
  unshared: `SELECT tenant_id, event_id, kind, at, payload FROM outbox_events WHERE shared = 0 ORDER BY event LIMIT ?`,
  event: 'SELECT event FROM outbox_events WHERE tenant_id = ? AND event_id = ?',
  deliver: `INSERT INTO webhook_deliveries (event, tenant_id, endpoint, state, attempts, next_at, updated_at)
    VALUES (?1, ?2, ?3, 'pending', 0, ?4, ?4) ON CONFLICT DO NOTHING`,
  shared: 'UPDATE outbox_events SET shared = 1 WHERE event = ?',
  due: `SELECT ${LISTED}, e.at, e.payload
    FROM webhook_deliveries w CROSS JOIN outbox_events e ON e.event = w.event
    WHERE w.state = 'pending' AND w.tenant_id = ? AND w.endpoint = ? AND w.next_at <= ? ORDER BY w.next_at LIMIT ?`,
  settle: `UPDATE webhook_deliveries SET state = ?4, attempts = ?5, next_at = ?6, last = ?7, updated_at = ?8
    WHERE event = (SELECT event FROM outbox_events WHERE tenant_id = ?1 AND event_id = ?2) AND endpoint = ?3
      AND state = 'pending' AND attempts = ?5 - 1`,
  first: 'SELECT event, at FROM outbox_events WHERE event > ? ORDER BY event LIMIT ?',
  undelivered: `SELECT 1 FROM webhook_deliveries WHERE event = ? AND state <> 'delivered' LIMIT 1`,
  dropDeliveries: 'DELETE FROM webhook_deliveries WHERE event = ?',
  drop: 'DELETE FROM outbox_events WHERE event = ?',
  backlog: `SELECT count(*) FILTER (WHERE state = 'pending') AS pending, count(*) FILTER (WHERE state = 'dead') AS dead
    FROM webhook_deliveries INDEXED BY webhook_deliveries_undelivered WHERE state <> 'delivered'`,
} as const

/** Events that are taken away in one step: other writes come between. */
const PRUNED_AT_ONCE = 500

const AGAIN = `UPDATE webhook_deliveries SET state = 'pending', attempts = 0, next_at = ?1, updated_at = ?1
  WHERE tenant_id = ?2 AND endpoint = ?3`

/** An event with its payload as JSON. */
export interface EncodedOutboxEvent {
  tenant_id: string
  event_id: string
  kind: string
  at: string
  payload: string
}

/** Names a job as it was read. */
export interface EndedJobKey {
  tenantId: string
  jobId: string
  opened: number
}

export class OutboxOperations {
  readonly #db: Database
  readonly #sql

  constructor(db: Database) {
    this.#db = db
    this.#sql = prepareAll(db, SQL)
  }

  /** Those whose ids are there already change nothing. */
  put(events: readonly EncodedOutboxEvent[]): void {
    for (const { tenant_id, event_id, kind, at, payload } of events) {
      this.#sql.put.run(tenant_id, event_id, kind, at, payload)
    }
  }

  endedJobs(limit: number): Row[] {
    return this.#sql.endedJobs.all(limit)
  }

  tellOfJob({ tenantId, jobId, opened }: EndedJobKey, event: EncodedOutboxEvent): boolean {
    if (this.#sql.tell.run(tenantId, jobId, opened).changes !== 1) return false
    this.put([event])
    return true
  }

  unshared(limit: number): Row[] {
    return this.#sql.unshared.all(limit)
  }

  share(event: EncodedOutboxEvent, endpoints: readonly string[], now: string): void {
    this.put([event])
    const { tenant_id } = event
    const row = Number(this.#sql.event.get(tenant_id, event.event_id)?.['event'])
    for (const endpoint of endpoints) this.#sql.deliver.run(row, tenant_id, endpoint, now)
    this.#sql.shared.run(row)
  }

  due(tenantId: string, endpoint: string, now: string, limit: number): Row[] {
    return this.#sql.due.all(tenantId, endpoint, now, limit)
  }

  settle(delivery: WebhookDelivery): boolean {
    const { tenant_id, event_id, endpoint, state, attempts, next_at, last, updated_at } = delivery
    const values = [tenant_id, event_id, endpoint, state, attempts, next_at, last, updated_at]
    return this.#sql.settle.run(...values).changes === 1
  }

  /** The latest events first, those before `event`, and of that one the endpoints after `endpoint`. */
  deliveries(
    tenantId: string,
    { state, endpoint }: DeliveryFilter,
    [event, after]: readonly [number, string],
    limit: number,
  ): RowPage {
    const where = ['w.tenant_id = ?', '(w.event < ? OR (w.event = ? AND w.endpoint > ?))']
    const values: SqlValue[] = [tenantId, event, event, after]
    // Literals, so that the index of those that are not delivered is used.
    const isOpen = state === 'pending' || state === 'dead'
    if (isOpen) where.push(`w.state <> 'delivered' AND w.state = '${state}'`)
    else if (state !== undefined) where.push(`w.state = 'delivered'`)
    if (endpoint !== undefined) {
      where.push('w.endpoint = ?')
      values.push(endpoint)
    }
    const index = `webhook_deliveries_${isOpen ? 'undelivered' : 'tenant'}`
    const sql = `SELECT w.event, ${LISTED}
      FROM webhook_deliveries w INDEXED BY ${index} CROSS JOIN outbox_events e ON e.event = w.event
      WHERE ${where.join(' AND ')} ORDER BY w.event DESC, w.endpoint LIMIT ?`
    return readRows({ statement: this.#db.prepare(sql), values, limit })
  }

  replay(tenantId: string, { which, endpoint }: ReplayFilter, now: string): number {
    const values = [now, tenantId, endpoint]
    if ('state' in which) {
      const all = this.#db.prepare(`${AGAIN} AND state = ?4`)
      return Number(all.run(...values, which.state).changes)
    }
    const one = this.#db.prepare(
      `${AGAIN} AND event = (SELECT event FROM outbox_events WHERE tenant_id = ?2 AND event_id = ?4)`,
    )
    return Number(one.run(...values, which.eventId).changes)
  }

  /** Events stand in the order they were written in: all behind the first that is kept for its time are kept. */
  prune(before: string): number {
    let pruned = 0
    let last = 0
    for (;;) {
      const rows = this.#sql.first.all(last, PRUNED_AT_ONCE)
      for (const row of rows) {
        if (String(row['at']) >= before || pruned === PRUNED_AT_ONCE) return pruned
        last = Number(row['event'])
        if (this.#sql.undelivered.get(last) !== undefined) continue
        this.#sql.dropDeliveries.run(last)
        this.#sql.drop.run(last)
        pruned += 1
      }
      if (rows.length < PRUNED_AT_ONCE) return pruned
    }
  }

  backlog(): { pending: number; dead: number } {
    const row = this.#sql.backlog.get()
    return { pending: Number(row?.['pending']), dead: Number(row?.['dead']) }
  }
}
