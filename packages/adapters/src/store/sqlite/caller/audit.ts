import type { AuditEvent, AuditStore, ChainHead, PageOf, PageRequest } from '@colophon/domain'
import { decodeCursor, pageOf } from '../../pages.ts'
import type { Row } from '../thread/database.ts'
import type { Remote } from '../protocol.ts'
import { auditFrom } from './rows.ts'

function headFrom(row: Row): ChainHead {
  const { document_id, n, hash } = row as unknown as ChainHead
  return { document_id, n, hash }
}

export class SqliteAudit implements AuditStore {
  readonly #remote: Remote

  constructor(remote: Remote) {
    this.#remote = remote
  }

  async heads(
    tenantId: string,
    { documentId }: { documentId?: string | undefined },
    page: PageRequest,
  ): Promise<PageOf<ChainHead>> {
    if (documentId !== undefined) {
      const head = await this.#remote.read('audit', 'head', tenantId, documentId)
      return { items: head === undefined ? [] : [headFrom(head)], cursor: null }
    }
    const [after] = decodeCursor(page, [''])
    const rows = await this.#remote.read('audit', 'heads', tenantId, after, page.limit)
    return pageOf(rows, headFrom, (row) => [String(row['document_id'])])
  }

  async list(tenantId: string, documentId: string, page: PageRequest): Promise<PageOf<AuditEvent>> {
    const [after] = decodeCursor(page, [0])
    const { limit } = page
    const rows = await this.#remote.read('audit', 'list', tenantId, documentId, after, limit)
    return pageOf(rows, auditFrom, (row) => [Number(row['n'])])
  }
}
