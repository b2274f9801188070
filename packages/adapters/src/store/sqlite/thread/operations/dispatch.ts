import type { DispatchItem, HeldLease } from '@colophon/domain'
import { prepareAll, type Database, type Row } from '../database.ts'

const BACK = `status = 'queued', lease_owner = NULL, lease_token = NULL, lease_until = NULL, next_at = ?1,
  dispatch_state = 'pending', updated_at = ?1`
const WAITING_SENT = "status = 'queued' AND dispatch_state = 'sent'"

/** Ranks of the priorities. */
const RANKS = [0, 1, 2]

const SQL = {
  pending: `SELECT tenant_id, document_id, priority, attempts, begun, traceparent FROM documents
    WHERE status = 'queued' AND dispatch_state = 'pending' AND priority = ? AND begun = ? AND next_at <= ?
    ORDER BY next_at, doc LIMIT ?`,
  told: `SELECT priority, count(*) AS n FROM documents WHERE ${WAITING_SENT} GROUP BY priority`,
  // A message can be faster than this mark: then the document is no longer queued, or at another attempt.
  markSent: `UPDATE documents SET dispatch_state = 'sent', dispatch_at = ?3, dispatch_n = dispatch_n + 1,
      dispatch_by = ?4
    WHERE tenant_id = ?1 AND document_id = ?2 AND status = 'queued' AND dispatch_state = 'pending' AND attempts = ?5`,
  leases: `SELECT tenant_id, document_id, lease_token, lease_until FROM documents
    WHERE status = 'processing' ORDER BY lease_until LIMIT ?`,
  expire: `UPDATE documents SET ${BACK}
    WHERE tenant_id = ?2 AND document_id = ?3 AND status = 'processing' AND lease_token = ?4 AND lease_until = ?5`,
  // Jumps from one dispatcher to the next: there are few of them and many documents.
  dispatchers: `WITH RECURSIVE dispatchers (by) AS (
      SELECT min(dispatch_by) FROM documents WHERE ${WAITING_SENT}
      UNION ALL
      SELECT (SELECT min(dispatch_by) FROM documents WHERE ${WAITING_SENT} AND dispatch_by > by)
      FROM dispatchers WHERE by IS NOT NULL)
    SELECT by FROM dispatchers WHERE by IS NOT NULL`,
  holders: "SELECT DISTINCT lease_owner AS by FROM documents WHERE status = 'processing'",
  redispatch: `UPDATE documents SET dispatch_state = 'pending' WHERE doc IN (SELECT doc FROM documents
    WHERE ${WAITING_SENT} AND dispatch_by = ?1 AND dispatch_at < ?2 ORDER BY dispatch_at LIMIT ?3)`,
  redispatchLater: `UPDATE documents SET dispatch_state = 'pending' WHERE doc IN (SELECT doc FROM documents
    WHERE ${WAITING_SENT} AND dispatch_by = ?1 AND dispatch_at > ?2 ORDER BY dispatch_at LIMIT ?3)`,
  pullIn: `UPDATE documents SET next_at = ?1, updated_at = ?1 WHERE doc IN (SELECT doc FROM documents
    WHERE status = 'queued' AND dispatch_state = 'pending' AND priority = ?2 AND begun = ?3 AND next_at > ?1
      AND (error IS NULL OR next_at > ?5 OR (next_at > ?4 AND error ->> '$.code' <> 'budget.exhausted'))
    ORDER BY next_at LIMIT ?6)`,
  takeLeases: `UPDATE documents SET ${BACK} WHERE doc IN (SELECT doc FROM documents
    WHERE status = 'processing' AND lease_owner = ?2)`,
  takeMessages: `UPDATE documents SET dispatch_state = 'pending' WHERE doc IN (SELECT doc FROM documents
    WHERE ${WAITING_SENT} AND dispatch_by = ?1)`,
  pendingBacklog: `SELECT count(*) AS n, min(next_at) AS oldest FROM documents
    WHERE status = 'queued' AND dispatch_state = 'pending'`,
  sentBacklog: `SELECT count(*) AS n, min(next_at) AS oldest FROM documents WHERE ${WAITING_SENT}`,
  // Jumps from one tenant to the next: there are few of them and many documents.
  tenants: `WITH RECURSIVE tenants (id) AS (
      SELECT min(tenant_id) FROM documents
      UNION ALL
      SELECT (SELECT min(tenant_id) FROM documents WHERE tenant_id > id) FROM tenants WHERE id IS NOT NULL)
    SELECT id FROM tenants WHERE id IS NOT NULL LIMIT ?`,
  processing: "SELECT count(*) AS n FROM documents WHERE status = 'processing'",
  lead: `INSERT INTO leaders (name, owner, until) VALUES (?1, ?2, ?3)
    ON CONFLICT DO UPDATE SET owner = ?2, until = ?3
      -- Nobody leads for longer than the lease: what ends later was written by a clock that has gone back since.
      WHERE owner = ?2 OR until <= ?4 OR until > ?3`,
  resign: 'DELETE FROM leaders WHERE name = ? AND owner = ?',
} as const

/** Milliseconds since the epoch. */
export interface LatestDueMs {
  now: number
  retries: number
  periods: number
}

export interface Backlog {
  queued: number
  processing: number
  oldest: number | null
}

export class DispatchOperations {
  readonly #sql

  constructor(db: Database) {
    this.#sql = prepareAll(db, SQL)
  }

  pending(ranks: readonly number[], limit: number, now: number): Row[] {
    const rows: Row[] = []
    for (const rank of ranks) {
      for (const begun of [1, 0]) {
        const room = limit - rows.length
        if (room > 0) rows.push(...this.#sql.pending.all(rank, begun, now, room))
      }
    }
    return rows
  }

  told(): Row[] {
    return this.#sql.told.all()
  }

  markSent(items: readonly DispatchItem[], by: string, now: number): void {
    for (const { tenant_id, document_id, attempt } of items) {
      this.#sql.markSent.run(tenant_id, document_id, now, by, attempt)
    }
  }

  leases(limit: number): Row[] {
    return this.#sql.leases.all(limit)
  }

  expireLeases(leases: readonly HeldLease[], now: number): number {
    let expired = 0
    for (const { tenant_id, document_id, token, until } of leases) {
      const at = Date.parse(until)
      expired += Number(this.#sql.expire.run(now, tenant_id, document_id, token, at).changes)
    }
    return expired
  }

  redispatch(notBefore: number, notAfter: number, limit: number): number {
    let left = limit
    for (const by of this.#dispatchers()) {
      left -= Number(this.#sql.redispatch.run(by, notBefore, left).changes)
      left -= Number(this.#sql.redispatchLater.run(by, notAfter, left).changes)
      if (left <= 0) break
    }
    return limit - left
  }

  pullIn({ now, retries, periods }: LatestDueMs, limit: number): number {
    let left = limit
    for (const rank of RANKS) {
      for (const begun of [1, 0]) {
        const changed = this.#sql.pullIn.run(now, rank, begun, retries, periods, left).changes
        left -= Number(changed)
      }
    }
    return limit - left
  }

  owners(): string[] {
    const holders = this.#sql.holders.all().map((row) => String(row['by']))
    return [...new Set([...holders, ...this.#dispatchers()])]
  }

  takeBack(owner: string, messages: boolean, now: number): number {
    const leases = Number(this.#sql.takeLeases.run(now, owner).changes)
    return messages ? leases + Number(this.#sql.takeMessages.run(owner).changes) : leases
  }

  backlog(): Backlog {
    const waiting = [this.#sql.pendingBacklog.get(), this.#sql.sentBacklog.get()]
    const due = waiting.flatMap((row) => (row?.['oldest'] == null ? [] : Number(row['oldest'])))
    return {
      queued: waiting.reduce((sum, row) => sum + Number(row?.['n'] ?? 0), 0),
      processing: Number(this.#sql.processing.get()?.['n'] ?? 0),
      oldest: due.length === 0 ? null : Math.min(...due),
    }
  }

  tenants(limit: number): string[] {
    return this.#sql.tenants.all(limit).map((row) => String(row['id']))
  }

  lead(name: string, owner: string, until: number, now: number): boolean {
    return Number(this.#sql.lead.run(name, owner, until, now).changes) === 1
  }

  resign(name: string, owner: string): void {
    this.#sql.resign.run(name, owner)
  }

  #dispatchers(): string[] {
    return this.#sql.dispatchers.all().map((row) => String(row['by']))
  }
}
