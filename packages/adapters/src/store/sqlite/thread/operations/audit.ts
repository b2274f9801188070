import type { Database, Statement } from '../database.ts'
import { readRows, type RowPage } from '../page-rows.ts'

const LIST = `SELECT * FROM audit_events WHERE tenant_id = ? AND document_id = ? AND n > ? ORDER BY n LIMIT ?`

export class AuditOperations {
  readonly #list: Statement

  constructor(db: Database) {
    this.#list = db.prepare(LIST)
  }

  list(tenantId: string, documentId: string, after: number, limit: number): RowPage {
    return readRows({ statement: this.#list, values: [tenantId, documentId, after], limit })
  }
}
