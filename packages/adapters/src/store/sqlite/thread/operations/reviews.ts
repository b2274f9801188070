import type { ReviewRecord } from '@colophon/domain'
import { prepareAll, type Database, type Row, type SqlValue } from '../database.ts'
import { readRows, type RowPage } from '../page-rows.ts'

const SQL = {
  get: 'SELECT * FROM review_queue WHERE tenant_id = ? AND review_id = ?',
  counts: 'SELECT status, count(*) AS n FROM review_queue WHERE tenant_id = ? GROUP BY status',
  jobCounts: `SELECT status, count(*) AS n FROM review_queue
    WHERE tenant_id = ? AND enrichment_job_id = ? GROUP BY status`,
  reasons: `SELECT reason.value AS reason, count(DISTINCT review) AS n
    FROM review_queue CROSS JOIN json_each(review_queue.reasons) AS reason
    WHERE tenant_id = ? AND enrichment_job_id = ? AND status IN ('pending', 'in_progress')
    GROUP BY reason.value`,
} as const

export interface ReviewFilter {
  status?: ReviewRecord['status'] | undefined
  jobId?: string | undefined
}

export class ReviewOperations {
  readonly #db: Database
  readonly #sql

  constructor(db: Database) {
    this.#db = db
    this.#sql = prepareAll(db, SQL)
  }

  get(tenantId: string, reviewId: string): Row | undefined {
    return this.#sql.get.get(tenantId, reviewId)
  }

  list(
    tenantId: string,
    { jobId, status }: ReviewFilter,
    after: readonly [string, string],
    limit: number,
  ): RowPage {
    const where = ['tenant_id = ?']
    const values: SqlValue[] = [tenantId]
    if (jobId !== undefined) {
      where.push('enrichment_job_id = ?')
      values.push(jobId)
    }
    if (status !== undefined) {
      where.push('status = ?')
      values.push(status)
    }
    const sql = `SELECT * FROM review_queue WHERE ${where.join(' AND ')} AND (created_at, review_id) > (?, ?)
      ORDER BY created_at, review_id LIMIT ?`
    return readRows({ statement: this.#db.prepare(sql), values: [...values, ...after], limit })
  }

  /** Rows of (status, n). */
  counts(tenantId: string, jobId: string | undefined): Row[] {
    if (jobId === undefined) return this.#sql.counts.all(tenantId)
    return this.#sql.jobCounts.all(tenantId, jobId)
  }

  /** Rows of (reason, n). */
  reasons(tenantId: string, jobId: string): Row[] {
    return this.#sql.reasons.all(tenantId, jobId)
  }
}
