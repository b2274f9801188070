import type { AuditEvent, AuditStore, PageOf, PageRequest } from '@colophon/domain'
import { decodeCursor, pageOf } from '../../pages.ts'
import type { Remote } from '../protocol.ts'
import { auditFrom } from './rows.ts'

export class SqliteAudit implements AuditStore {
  readonly #remote: Remote

  constructor(remote: Remote) {
    this.#remote = remote
  }

  async list(tenantId: string, documentId: string, page: PageRequest): Promise<PageOf<AuditEvent>> {
    const [after] = decodeCursor(page, [0])
    const { limit } = page
    const rows = await this.#remote.read('audit', 'list', tenantId, documentId, after, limit)
    return pageOf(rows, auditFrom, (row) => [Number(row['n'])])
  }
}
