import type { AuditEvent, AuditStore, PageOf, PageRequest } from '@colophon/domain'
import { decodeCursor, pageOf } from '../../pages.ts'
import { recordId } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { readPage } from '../records/page-records.ts'
import { auditFrom } from '../records/records.ts'
import type { Effects } from './effects.ts'

/** Above every key: behind a numbered event there are numbered ones only. */
const AFTER_ALL = '\u{10ffff}'

export class MongoAudit implements AuditStore {
  readonly #connection: Connection
  readonly #effects: Effects

  constructor(connection: Connection, effects: Effects) {
    this.#connection = connection
    this.#effects = effects
  }

  /** Events from before there was a chain have no number and come first, in the order of their keys. */
  async list(tenantId: string, documentId: string, page: PageRequest): Promise<PageOf<AuditEvent>> {
    const [place, order] = decodeCursor(page, [0, ''])
    const { rows, more } = await this.#connection.run(async () => {
      await this.#effects.applyOf(recordId(tenantId, documentId))
      return readPage(this.#connection.collections.audit, {
        where: {
          tenant_id: tenantId,
          document_id: documentId,
          $or: [{ n: null, order: { $gt: order } }, { n: { $gt: place } }],
        },
        sort: { n: 1, order: 1 },
        limit: page.limit,
      })
    })
    const placed = rows.map((row, index) => ({ row, place: place + index + 1 }))
    return pageOf(
      { rows: placed, more },
      (one) => auditFrom(one.row, one.place),
      (one) => [one.place, one.row['n'] === undefined ? String(one.row['order']) : AFTER_ALL],
    )
  }
}
