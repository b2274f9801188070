import type { JobRecord, SubmitOutcome } from '@colophon/domain'
import { Refusal, prepareAll, type Database, type Row } from '../database.ts'
import { readRows, type RowPage } from '../page-rows.ts'
import type { Revisions } from './revisions.ts'
import {
  SubmittedDocuments,
  type Submission,
  type SubmittedDocument,
} from './submitted-documents.ts'
import type { TaskRows } from './tasks.ts'

const SQL = {
  insert: `INSERT INTO jobs (tenant_id, enrichment_job_id, ocr_job_id, collection_id, profile, priority, cancelled,
      sealed, options, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  get: 'SELECT * FROM jobs WHERE tenant_id = ? AND enrichment_job_id = ?',
  list: `SELECT * FROM jobs WHERE tenant_id = ? AND (created_at, enrichment_job_id) < (?, ?)
    ORDER BY created_at DESC, enrichment_job_id DESC LIMIT ?`,
  discard: `DELETE FROM jobs WHERE tenant_id = ? AND enrichment_job_id = ?
    AND NOT EXISTS (SELECT 1 FROM job_documents WHERE job_documents.job = jobs.job)`,
  seal: 'UPDATE jobs SET sealed = 1, options = ?, updated_at = ? WHERE job = ?',
  options: 'SELECT options FROM jobs WHERE job = ?',
  cancel: 'UPDATE jobs SET cancelled = 1, updated_at = ? WHERE job = ?',
  // Only documents whose own job this is: another job may still be waiting for those it shares.
  cancelDocuments: `UPDATE documents SET status = 'cancelled', updated_at = ?
    WHERE doc IN (SELECT m.doc FROM job_documents m CROSS JOIN documents d ON d.doc = m.doc
      WHERE m.job = ? AND d.status = 'queued' AND d.enrichment_job_id = ?)`,
  open: `SELECT 1 FROM job_counts WHERE job = ? AND status IN ('queued', 'processing') AND n > 0 LIMIT 1`,
  counts: 'SELECT status, review_status, n FROM job_counts WHERE job = ? AND n > 0',
} as const

export class JobOperations {
  readonly #sql
  readonly #submitted: SubmittedDocuments

  constructor(db: Database, deps: { revisions: Revisions; tasks: TaskRows }) {
    this.#sql = prepareAll(db, SQL)
    this.#submitted = new SubmittedDocuments(db, deps)
  }

  create(job: JobRecord, options: string): void {
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
  }

  get(tenantId: string, jobId: string): Row | undefined {
    return this.#sql.get.get(tenantId, jobId)
  }

  list(tenantId: string, before: readonly [string, string], limit: number): RowPage {
    return readRows({ statement: this.#sql.list, values: [tenantId, ...before], limit })
  }

  submit(
    job: JobRecord,
    documents: readonly SubmittedDocument[],
    submission: Submission,
  ): SubmitOutcome[] {
    return this.#submitted.submit(job, documents, submission)
  }

  discard(tenantId: string, jobId: string): boolean {
    return Number(this.#sql.discard.run(tenantId, jobId).changes) === 1
  }

  seal(tenantId: string, jobId: string, { now, more }: { now: string; more: string }): void {
    const row = this.#rowOf(tenantId, jobId)
    // Not by `json_patch`, which takes away what is null.
    const before = JSON.parse(this.#sql.options.get(row)?.['options'] as string) as object
    this.#sql.seal.run(JSON.stringify({ ...before, ...(JSON.parse(more) as object) }), now, row)
  }

  cancel(tenantId: string, jobId: string, now: number): number {
    const row = this.#require(tenantId, jobId)
    const job = Number(row['job'])
    if (this.#sql.open.get(job) === undefined) {
      if (row['cancelled'] === 1) return 0
      if (row['sealed'] === 1) throw new Refusal('job.invalid_state', `Job ${jobId} has ended`)
    }
    this.#sql.cancel.run(new Date(now).toISOString(), job)
    return Number(this.#sql.cancelDocuments.run(now, job, jobId).changes)
  }

  /** Rows of (status, review_status, n). */
  counts(tenantId: string, jobId: string): Row[] {
    return this.#sql.counts.all(this.#rowOf(tenantId, jobId))
  }

  #rowOf(tenantId: string, jobId: string): number {
    return Number(this.#require(tenantId, jobId)['job'])
  }

  #require(tenantId: string, jobId: string): Row {
    const row = this.#sql.get.get(tenantId, jobId)
    if (row === undefined) throw new Refusal('job.not_found', `No job ${jobId}`)
    return row
  }
}
