import type { AuditEvent, AuditStore, PageOf, PageRequest } from '@colophon/domain'
import { decodeCursor, pageOf } from '../../pages.ts'
import { recordId } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { readPage } from '../records/page-records.ts'
import { auditFrom } from '../records/records.ts'
import type { Effects } from './effects.ts'

export class MongoAudit implements AuditStore {
  readonly #connection: Connection
  readonly #effects: Effects

  constructor(connection: Connection, effects: Effects) {
    this.#connection = connection
    this.#effects = effects
  }

  async list(tenantId: string, documentId: string, page: PageRequest): Promise<PageOf<AuditEvent>> {
    const [after] = decodeCursor(page, [''])
    const rows = await this.#connection.run(async () => {
      await this.#effects.applyOf(recordId(tenantId, documentId))
      return readPage(this.#connection.collections.audit, {
        where: { tenant_id: tenantId, document_id: documentId, order: { $gt: after } },
        sort: { order: 1 },
        limit: page.limit,
      })
    })
    return pageOf(rows, auditFrom, (row) => [String(row['order'])])
  }
}
