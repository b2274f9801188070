import { hash } from 'node:crypto'
import { prepareAll, type Database, type SqlValue } from '../database.ts'

const SQL = {
  last: `SELECT n, hash FROM audit_events WHERE tenant_id = ? AND document_id = ? ORDER BY n DESC LIMIT 1`,
  put: `INSERT INTO audit_events (tenant_id, document_id, n, at, actor, action, path, "from", "to", why, revision,
      change_id, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
} as const

/**
 * An event without its tenant, document, number and hash. What people and models word (`actor`, `action`, `path`, `why`) is
 * JSON, as `from` and `to` are: it keeps what SQLite's text does not.
 */
export interface EncodedEvent {
  at: string
  actor: string
  action: string
  path: string
  from: string
  to: string
  why: string
  revision: number
  change_id: string | null
}

/** Puts what `auditContent` of the domain writes out, from values that are JSON already. */
const contentOf = (
  tenantId: string,
  documentId: string,
  n: number,
  event: EncodedEvent,
): string => {
  const { at, actor, action, path, from, to, why, revision, change_id } = event
  const [before, after] = [
    JSON.stringify([tenantId, documentId, n, at]),
    JSON.stringify([revision, change_id]),
  ]
  return `${before.slice(0, -1)},${actor},${action},${path},${from},${to},${why},${after.slice(1)}`
}

/** The events of documents: only ever added, each chained to the one before it. */
export class Events {
  readonly #sql

  constructor(db: Database) {
    this.#sql = prepareAll(db, SQL)
  }

  add(tenantId: string, documentId: string, events: readonly EncodedEvent[]): void {
    if (events.length === 0) return
    const last = this.#sql.last.get(tenantId, documentId)
    let n = Number(last?.['n'] ?? 0)
    let chain = String(last?.['hash'] ?? '')
    for (const event of events) {
      n += 1
      chain = hash('sha256', chain + contentOf(tenantId, documentId, n, event), 'hex')
      const { at, actor, action, path, from, to, why, revision, change_id } = event
      const values: SqlValue[] = [at, actor, action, path, from, to, why, revision, change_id]
      this.#sql.put.run(tenantId, documentId, n, ...values, chain)
    }
  }
}
