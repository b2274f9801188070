import type { AuditEvent, AuditStore, ChainHead, PageOf, PageRequest } from '@colophon/domain'
import { decodeCursor, pageOf } from '../../pages.ts'
import { recordId } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { readPage } from '../records/page-records.ts'
import { auditFrom } from '../records/records.ts'
import type { Effects } from './effects.ts'
import type { Heads } from './heads.ts'

export interface AuditDeps {
  connection: Connection
  effects: Effects
  heads: Heads
}

/** Above every key: behind a numbered event there are numbered ones only. */
const AFTER_ALL = '\u{10ffff}'

export class MongoAudit implements AuditStore {
  readonly #connection: Connection
  readonly #effects: Effects
  readonly #heads: Heads

  constructor({ connection, effects, heads }: AuditDeps) {
    this.#connection = connection
    this.#effects = effects
    this.#heads = heads
  }

  /** As the documents themselves say: an event that is gone from the log is missed there. */
  async heads(
    tenantId: string,
    { documentId }: { documentId?: string | undefined },
    page: PageRequest,
  ): Promise<PageOf<ChainHead>> {
    const [after] = decodeCursor(page, [''])
    const { documents } = this.#connection.collections
    const rows = await this.#connection.run(async () => {
      const { rows: found, more } = await readPage(documents, {
        where: { tenant_id: tenantId, document_id: documentId ?? { $gt: after } },
        sort: { document_id: 1 },
        limit: page.limit,
        projection: { tenant_id: 1, document_id: 1, desk: 1 },
      })
      const rows = await Promise.all(
        found.map(async (stored) => ({ stored, head: await this.#heads.of(stored) })),
      )
      return { rows, more }
    })
    const { cursor } = pageOf(
      rows,
      (row) => row,
      ({ stored }) => [String(stored['document_id'])],
    )
    const items = rows.rows.flatMap(({ stored, head: { n, hash } }) =>
      n === 0
        ? []
        : [{ document_id: String(stored['document_id']), n, hash: hash === '' ? null : hash }],
    )
    return { items, cursor }
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
