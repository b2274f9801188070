import type { DocumentFilter } from '@colophon/domain'
import { prepareAll, type Database, type Row, type SqlValue } from '../database.ts'
import { readRows, type RowPage } from '../page-rows.ts'

/** Columns of every query that returns documents. */
export const DOCUMENT_COLUMNS = `d.*, s.source, r.enriched_data, r.provenance, r.rivals, r.quality_metrics,
  r.agents, r.review_reasons`
export const DOCUMENT_JOINS = `CROSS JOIN document_sources s ON s.doc = d.doc
  LEFT JOIN document_results r ON r.doc = d.doc`

const AGAIN = `UPDATE documents SET status = 'queued', attempts = 0, begun = 0, next_at = ?1, dispatch_state = 'pending',
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

export interface RequeueFilter {
  documentId: string | undefined
  jobId: string | undefined
  /** A JSON list. */
  statuses: string
}

/** Conditions on the document's own row. */
function narrow({ status, collectionId }: DocumentFilter): { where: string[]; values: SqlValue[] } {
  const where: string[] = []
  const values: SqlValue[] = []
  if (collectionId !== undefined) {
    where.push('d.collection_id = ?')
    values.push(collectionId)
  }
  // A literal, so that the index of failed documents is used.
  if (status === 'failed') where.push("d.status = 'failed'")
  else if (status !== undefined) {
    where.push('d.status = ?')
    values.push(status)
  }
  return { where, values }
}

export class DocumentOperations {
  readonly #db: Database
  readonly #sql

  constructor(db: Database) {
    this.#db = db
    this.#sql = prepareAll(db, SQL)
  }

  get(tenantId: string, documentId: string): Row | undefined {
    return this.#sql.get.get(tenantId, documentId)
  }

  requeue(tenantId: string, filter: RequeueFilter, now: number): number {
    const { documentId, jobId, statuses } = filter
    if (documentId !== undefined) {
      return Number(this.#sql.requeueDocument.run(now, statuses, tenantId, documentId).changes)
    }
    if (jobId === undefined) {
      return Number(this.#sql.requeueAll.run(now, statuses, tenantId).changes)
    }
    const job = this.#jobRow(tenantId, jobId)
    if (job === null) return 0
    const changed = Number(this.#sql.requeueJob.run(now, statuses, job).changes)
    if (changed > 0) this.#sql.revive.run(new Date(now).toISOString(), job)
    return changed
  }

  /** In the order of document ids, after `after`. */
  list(tenantId: string, filter: DocumentFilter, after: string, limit: number): RowPage {
    const { where, values } = narrow(filter)
    const conditions = ['d.tenant_id = ?', 'd.document_id > ?', ...where]
    const sql = `SELECT ${DOCUMENT_COLUMNS} FROM documents d ${DOCUMENT_JOINS}
      WHERE ${conditions.join(' AND ')} ORDER BY d.document_id LIMIT ?`
    return readRows({
      statement: this.#db.prepare(sql),
      values: [tenantId, after, ...values],
      limit,
    })
  }

  /** In the order of their positions in the job, after `after`. */
  listJob(
    tenantId: string,
    filter: DocumentFilter & { jobId: string },
    after: number,
    limit: number,
  ): RowPage {
    const job = this.#jobRow(tenantId, filter.jobId)
    if (job === null) return { rows: [], more: false }
    const { where, values } = narrow(filter)
    const conditions = ['m.job = ?', 'm.position > ?', ...where]
    const sql = `SELECT m.position, ${DOCUMENT_COLUMNS}
      FROM job_documents m CROSS JOIN documents d ON d.doc = m.doc ${DOCUMENT_JOINS}
      WHERE ${conditions.join(' AND ')} ORDER BY m.position LIMIT ?`
    return readRows({ statement: this.#db.prepare(sql), values: [job, after, ...values], limit })
  }

  #jobRow(tenantId: string, jobId: string): number | null {
    const row = this.#sql.job.get(tenantId, jobId)
    return row === undefined ? null : Number(row['job'])
  }
}
