import {
  isTerminal,
  type Clock,
  type DocumentFilter,
  type DocumentRecord,
  type DocumentStatus,
  type DocumentStore,
  type KeptRevision,
  type PageOf,
  type PageRequest,
  type RevisionSummary,
} from '@colophon/domain'
import { decodeCursor, pageOf } from '../../pages.ts'
import type { Remote } from '../protocol.ts'
import { keptRevisionFrom, revisionSummaryFrom } from './revisions.ts'
import { documentFrom } from './rows.ts'

export class SqliteDocuments implements DocumentStore {
  readonly #remote: Remote
  readonly #clock: Clock

  constructor(remote: Remote, clock: Clock) {
    this.#remote = remote
    this.#clock = clock
  }

  async get(tenantId: string, documentId: string): Promise<DocumentRecord | null> {
    const row = await this.#remote.read('documents', 'get', tenantId, documentId)
    return row === undefined ? null : documentFrom(row)
  }

  async revision(
    tenantId: string,
    documentId: string,
    revision: number,
  ): Promise<KeptRevision | null> {
    const row = await this.#remote.read('revisions', 'get', tenantId, documentId, revision)
    return row === null ? null : keptRevisionFrom(row)
  }

  async revisions(
    tenantId: string,
    documentId: string,
    page: PageRequest,
  ): Promise<PageOf<RevisionSummary>> {
    const [before] = decodeCursor(page, [Number.MAX_SAFE_INTEGER])
    const { limit } = page
    const rows = await this.#remote.read('revisions', 'list', tenantId, documentId, before, limit)
    return pageOf(rows, revisionSummaryFrom, (row) => [Number(row['revision'])])
  }

  async list(
    tenantId: string,
    filter: DocumentFilter,
    page: PageRequest,
  ): Promise<PageOf<DocumentRecord>> {
    const { jobId } = filter
    const { limit } = page
    if (jobId !== undefined) {
      const [after] = decodeCursor(page, [-1])
      const within = { ...filter, jobId }
      const rows = await this.#remote.read('documents', 'listJob', tenantId, within, after, limit)
      return pageOf(rows, documentFrom, (row) => [Number(row['position'])])
    }
    const [after] = decodeCursor(page, [''])
    const rows = await this.#remote.read('documents', 'list', tenantId, filter, after, limit)
    return pageOf(rows, documentFrom, (row) => [String(row['document_id'])])
  }

  requeue(
    tenantId: string,
    filter: { documentId?: string; jobId?: string; statuses: readonly DocumentStatus[] },
  ): Promise<number> {
    const { documentId, jobId } = filter
    const statuses = JSON.stringify(filter.statuses.filter(isTerminal))
    const wanted = { documentId, jobId, statuses }
    return this.#remote.write('documents', 'requeue', tenantId, wanted, this.#clock.now())
  }
}
