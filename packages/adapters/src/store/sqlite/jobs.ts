import {
  ColophonError,
  type JobCounts,
  type JobRecord,
  type JobStore,
  type NewDocument,
  type PageOf,
  type PageRequest,
  type SubmitOutcome,
} from '@colophon/domain'
import { prepareAll, type Session } from './database.ts'
import { assertIdentifier } from './identifiers.ts'
import { decodeCursor, readPage } from './pages.ts'
import { jobFrom, json } from './rows.ts'
import { Submission } from './submission.ts'

const SQL = {
  insert: `INSERT INTO jobs (tenant_id, enrichment_job_id, ocr_job_id, collection_id, profile, priority, cancelled,
      sealed, options, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  get: 'SELECT * FROM jobs WHERE tenant_id = ? AND enrichment_job_id = ?',
  list: `SELECT * FROM jobs WHERE tenant_id = ? AND (created_at, enrichment_job_id) < (?, ?)
    ORDER BY created_at DESC, enrichment_job_id DESC LIMIT ?`,
  seal: 'UPDATE jobs SET sealed = 1, updated_at = ? WHERE tenant_id = ? AND enrichment_job_id = ?',
  cancel:
    'UPDATE jobs SET cancelled = 1, updated_at = ? WHERE tenant_id = ? AND enrichment_job_id = ?',
  // Only documents whose own job this is: another job may still be waiting for those it shares.
  cancelDocuments: `UPDATE documents SET status = 'cancelled', updated_at = ?
    WHERE doc IN (SELECT m.doc FROM job_documents m CROSS JOIN documents d ON d.doc = m.doc
      WHERE m.job = ? AND d.status = 'queued' AND d.enrichment_job_id = ?)`,
  counts: 'SELECT status, review_status, n FROM job_counts WHERE job = ? AND n > 0',
} as const

export class SqliteJobs implements JobStore {
  readonly #session: Session
  readonly #sql
  readonly #submission: Submission

  constructor(session: Session) {
    this.#session = session
    this.#sql = prepareAll(session.db, SQL)
    this.#submission = new Submission(session)
  }

  async create(job: JobRecord): Promise<void> {
    assertIdentifier('job id', job.enrichment_job_id)
    const options = json(job.options)
    await this.#session.write(() => {
      this.#sql.insert.run(
        job.tenant_id,
        job.enrichment_job_id,
        job.ocr_job_id,
        job.collection_id,
        job.profile,
        job.priority,
        Number(job.cancelled),
        Number(job.sealed),
        options,
        job.created_at,
        job.updated_at,
      )
    })
  }

  get(tenantId: string, jobId: string): Promise<JobRecord | null> {
    return this.#session.read(() => {
      const row = this.#sql.get.get(tenantId, jobId)
      return row === undefined ? null : jobFrom(row)
    })
  }

  list(tenantId: string, page: PageRequest): Promise<PageOf<JobRecord>> {
    return this.#session.read(() =>
      readPage({
        statement: this.#sql.list,
        values: [tenantId, ...decodeCursor(page, ['\u{10ffff}', ''])],
        limit: page.limit,
        item: jobFrom,
        key: (row) => [String(row['created_at']), String(row['enrichment_job_id'])],
      }),
    )
  }

  submit(job: JobRecord, documents: readonly NewDocument[]): Promise<SubmitOutcome[]> {
    return this.#submission.submit(job, documents)
  }

  async seal(tenantId: string, jobId: string): Promise<void> {
    await this.#session.write(() => {
      this.#rowOf(tenantId, jobId)
      this.#sql.seal.run(this.#now(), tenantId, jobId)
    })
  }

  cancel(tenantId: string, jobId: string): Promise<number> {
    return this.#session.write(() => {
      const job = this.#rowOf(tenantId, jobId)
      this.#sql.cancel.run(this.#now(), tenantId, jobId)
      return Number(this.#sql.cancelDocuments.run(this.#session.clock.now(), job, jobId).changes)
    })
  }

  counts(tenantId: string, jobId: string): Promise<JobCounts> {
    return this.#session.read(() => {
      const counts: JobCounts = {
        total: 0,
        queued: 0,
        processing: 0,
        completed: 0,
        failed: 0,
        cancelled: 0,
        auto_approved: 0,
        to_review: 0,
      }
      for (const row of this.#sql.counts.all(this.#rowOf(tenantId, jobId))) {
        const status = row['status'] as Exclude<keyof JobCounts, 'total'>
        const n = Number(row['n'])
        const review = row['review_status']
        counts.total += n
        counts[status] += n
        if (status !== 'completed') continue
        if (review === 'not_required') counts.auto_approved += n
        else if (review === 'pending' || review === 'in_progress') counts.to_review += n
      }
      return counts
    })
  }

  #now(): string {
    return new Date(this.#session.clock.now()).toISOString()
  }

  #rowOf(tenantId: string, jobId: string): number {
    const row = this.#sql.get.get(tenantId, jobId)
    if (row === undefined) throw new ColophonError('job.not_found', `No job ${jobId}`)
    return Number(row['job'])
  }
}
