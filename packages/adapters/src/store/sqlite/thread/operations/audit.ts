import type { Database, Row, Statement } from '../database.ts'
import { readRows, type RowPage } from '../page-rows.ts'

// Of a group with its maximum, SQLite gives the other columns of that very row.
const HEADS = `SELECT document_id, max(n) AS n, hash FROM audit_events WHERE tenant_id = ? AND document_id > ?
  GROUP BY document_id ORDER BY document_id LIMIT ?`
const HEAD = `SELECT document_id, n, hash FROM audit_events WHERE tenant_id = ? AND document_id = ?
  ORDER BY n DESC LIMIT 1`
const LIST = `SELECT * FROM audit_events WHERE tenant_id = ? AND document_id = ? AND n > ? ORDER BY n LIMIT ?`

export class AuditOperations {
  readonly #list: Statement
  readonly #heads: Statement
  readonly #head: Statement

  constructor(db: Database) {
    this.#list = db.prepare(LIST)
    this.#heads = db.prepare(HEADS)
    this.#head = db.prepare(HEAD)
  }

  heads(tenantId: string, after: string, limit: number): RowPage {
    return readRows({ statement: this.#heads, values: [tenantId, after], limit })
  }

  head(tenantId: string, documentId: string): Row | undefined {
    return this.#head.get(tenantId, documentId)
  }

  list(tenantId: string, documentId: string, after: number, limit: number): RowPage {
    return readRows({ statement: this.#list, values: [tenantId, documentId, after], limit })
  }
}
