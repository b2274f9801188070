import type {
  AuditEvent,
  AuditStore,
  PageOf,
  PageRequest,
  ReviewRecord,
  ReviewStore,
} from '@colophon/domain'
import { prepareAll, type Session, type SqlValue } from './database.ts'
import { decodeCursor, readPage } from './pages.ts'
import { auditFrom, reviewFrom } from './rows.ts'

const SQL = {
  get: 'SELECT * FROM review_queue WHERE tenant_id = ? AND review_id = ?',
  counts: 'SELECT status, count(*) AS n FROM review_queue WHERE tenant_id = ? GROUP BY status',
  jobCounts: `SELECT status, count(*) AS n FROM review_queue
    WHERE tenant_id = ? AND enrichment_job_id = ? GROUP BY status`,
  reasons: `SELECT reason.value AS reason, count(DISTINCT review) AS n
    FROM review_queue CROSS JOIN json_each(review_queue.reasons) AS reason
    WHERE tenant_id = ? AND enrichment_job_id = ? AND status IN ('pending', 'in_progress')
    GROUP BY reason.value`,
  audit: `SELECT * FROM audit_events WHERE tenant_id = ? AND document_id = ? AND n > ? ORDER BY n LIMIT ?`,
} as const

export class SqliteReviews implements ReviewStore {
  readonly #session: Session
  readonly #sql

  constructor(session: Session) {
    this.#session = session
    this.#sql = prepareAll(session.db, SQL)
  }

  get(tenantId: string, reviewId: string): Promise<ReviewRecord | null> {
    return this.#session.read(() => {
      const row = this.#sql.get.get(tenantId, reviewId)
      return row === undefined ? null : reviewFrom(row)
    })
  }

  list(
    tenantId: string,
    filter: { status?: ReviewRecord['status'] | undefined; jobId?: string | undefined },
    page: PageRequest,
  ): Promise<PageOf<ReviewRecord>> {
    return this.#session.read(() => {
      const where = ['tenant_id = ?']
      const values: SqlValue[] = [tenantId]
      if (filter.jobId !== undefined) {
        where.push('enrichment_job_id = ?')
        values.push(filter.jobId)
      }
      if (filter.status !== undefined) {
        where.push('status = ?')
        values.push(filter.status)
      }
      const sql = `SELECT * FROM review_queue WHERE ${where.join(' AND ')} AND (created_at, review_id) > (?, ?)
        ORDER BY created_at, review_id LIMIT ?`
      return readPage({
        statement: this.#session.db.prepare(sql),
        values: [...values, ...decodeCursor(page, ['', ''])],
        limit: page.limit,
        item: reviewFrom,
        key: (row) => [String(row['created_at']), String(row['review_id'])],
      })
    })
  }

  counts(
    tenantId: string,
    filter: { jobId?: string | undefined },
  ): Promise<Record<ReviewRecord['status'], number>> {
    return this.#session.read(() => {
      const counts = { pending: 0, in_progress: 0, approved: 0, rejected: 0, superseded: 0 }
      const rows =
        filter.jobId === undefined
          ? this.#sql.counts.all(tenantId)
          : this.#sql.jobCounts.all(tenantId, filter.jobId)
      for (const row of rows) counts[row['status'] as ReviewRecord['status']] = Number(row['n'])
      return counts
    })
  }

  reasons(tenantId: string, jobId: string): Promise<Record<string, number>> {
    return this.#session.read(() =>
      Object.fromEntries(
        this.#sql.reasons
          .all(tenantId, jobId)
          .map((row) => [String(row['reason']), Number(row['n'])]),
      ),
    )
  }
}

export class SqliteAudit implements AuditStore {
  readonly #session: Session
  readonly #sql

  constructor(session: Session) {
    this.#session = session
    this.#sql = prepareAll(session.db, { list: SQL.audit })
  }

  list(tenantId: string, documentId: string, page: PageRequest): Promise<PageOf<AuditEvent>> {
    return this.#session.read(() =>
      readPage({
        statement: this.#sql.list,
        values: [tenantId, documentId, ...decodeCursor(page, [0])],
        limit: page.limit,
        item: auditFrom,
        key: (row) => [Number(row['n'])],
      }),
    )
  }
}
