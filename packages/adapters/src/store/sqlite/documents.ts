import {
  isTerminal,
  type DocumentFilter,
  type DocumentRecord,
  type DocumentStatus,
  type DocumentStore,
  type PageOf,
  type PageRequest,
} from '@colophon/domain'
import { prepareAll, type Session, type SqlValue } from './database.ts'
import { decodeCursor, readPage } from './pages.ts'
import { DOCUMENT_COLUMNS, DOCUMENT_JOINS, documentFrom, iso } from './rows.ts'

const AGAIN = `UPDATE documents SET status = 'queued', attempts = 0, next_at = ?1, dispatch_state = 'pending',
  dispatch_at = ?1, error = NULL, updated_at = ?1`
const IN_STATUSES = 'status IN (SELECT value FROM json_each(?2))'

const SQL = {
  get: `SELECT ${DOCUMENT_COLUMNS} FROM documents d ${DOCUMENT_JOINS}
    WHERE d.tenant_id = ? AND d.document_id = ?`,
  job: 'SELECT job FROM jobs WHERE tenant_id = ? AND enrichment_job_id = ?',
  requeueDocument: `${AGAIN} WHERE ${IN_STATUSES} AND tenant_id = ?3 AND document_id = ?4`,
  requeueJob: `${AGAIN} WHERE doc IN (SELECT m.doc FROM job_documents m CROSS JOIN documents d ON d.doc = m.doc
    WHERE m.job = ?3 AND d.${IN_STATUSES})`,
  requeueAll: `${AGAIN} WHERE ${IN_STATUSES} AND tenant_id = ?3`,
  revive: 'UPDATE jobs SET cancelled = 0, updated_at = ? WHERE job = ? AND cancelled = 1',
} as const

export class SqliteDocuments implements DocumentStore {
  readonly #session: Session
  readonly #sql

  constructor(session: Session) {
    this.#session = session
    this.#sql = prepareAll(session.db, SQL)
  }

  get(tenantId: string, documentId: string): Promise<DocumentRecord | null> {
    return this.#session.read(() => {
      const row = this.#sql.get.get(tenantId, documentId)
      return row === undefined ? null : documentFrom(row)
    })
  }

  list(
    tenantId: string,
    filter: DocumentFilter,
    page: PageRequest,
  ): Promise<PageOf<DocumentRecord>> {
    return this.#session.read(() =>
      filter.jobId === undefined
        ? this.#listById(tenantId, filter, page)
        : this.#listJob(tenantId, { ...filter, jobId: filter.jobId }, page),
    )
  }

  requeue(
    tenantId: string,
    filter: { documentId?: string; jobId?: string; statuses: readonly DocumentStatus[] },
  ): Promise<number> {
    const { documentId, jobId } = filter
    const statuses = JSON.stringify(filter.statuses.filter(isTerminal))
    return this.#session.write(() => {
      const now = this.#session.clock.now()
      if (documentId !== undefined) {
        const { changes } = this.#sql.requeueDocument.run(now, statuses, tenantId, documentId)
        return Number(changes)
      }
      if (jobId === undefined)
        return Number(this.#sql.requeueAll.run(now, statuses, tenantId).changes)
      const job = this.#jobRow(tenantId, jobId)
      if (job === null) return 0
      const changed = Number(this.#sql.requeueJob.run(now, statuses, job).changes)
      if (changed > 0) this.#sql.revive.run(iso(now), job)
      return changed
    })
  }

  #jobRow(tenantId: string, jobId: string): number | null {
    const row = this.#sql.job.get(tenantId, jobId)
    return row === undefined ? null : Number(row['job'])
  }

  #listById(
    tenantId: string,
    { status, collectionId }: DocumentFilter,
    page: PageRequest,
  ): PageOf<DocumentRecord> {
    const where = ['d.tenant_id = ?', 'd.document_id > ?']
    const values: SqlValue[] = [tenantId, ...decodeCursor(page, [''])]
    if (collectionId !== undefined) {
      where.push('d.collection_id = ?')
      values.push(collectionId)
    }
    if (status !== undefined) {
      // As a literal where an index is made for it.
      where.push(status === 'failed' ? "d.status = 'failed'" : 'd.status = ?')
      if (status !== 'failed') values.push(status)
    }
    const sql = `SELECT ${DOCUMENT_COLUMNS} FROM documents d ${DOCUMENT_JOINS}
      WHERE ${where.join(' AND ')} ORDER BY d.document_id LIMIT ?`
    return readPage({
      statement: this.#session.db.prepare(sql),
      values,
      limit: page.limit,
      item: documentFrom,
      key: (row) => [String(row['document_id'])],
    })
  }

  #listJob(
    tenantId: string,
    filter: DocumentFilter & { jobId: string },
    page: PageRequest,
  ): PageOf<DocumentRecord> {
    const job = this.#jobRow(tenantId, filter.jobId)
    if (job === null) return { items: [], cursor: null }
    const where = ['m.job = ?', 'm.position > ?']
    const values: SqlValue[] = [job, ...decodeCursor(page, [-1])]
    if (filter.status !== undefined) {
      where.push('d.status = ?')
      values.push(filter.status)
    }
    if (filter.collectionId !== undefined) {
      where.push('d.collection_id = ?')
      values.push(filter.collectionId)
    }
    const sql = `SELECT m.position, ${DOCUMENT_COLUMNS}
      FROM job_documents m CROSS JOIN documents d ON d.doc = m.doc ${DOCUMENT_JOINS}
      WHERE ${where.join(' AND ')} ORDER BY m.position LIMIT ?`
    return readPage({
      statement: this.#session.db.prepare(sql),
      values,
      limit: page.limit,
      item: documentFrom,
      key: (row) => [Number(row['position'])],
    })
  }
}
