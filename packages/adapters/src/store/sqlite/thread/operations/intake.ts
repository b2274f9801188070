import { createHash } from 'node:crypto'
import type { OcrDelivery, OcrJob } from '@colophon/domain'
import { prepareAll, type Database, type Row } from '../database.ts'

const SQL = {
  // The same delivery twice changes nothing; a corrected one is open again.
  putOcrJob: `INSERT INTO ocr_jobs (tenant_id, job_id, status, profile, documents, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET status = excluded.status, profile = excluded.profile, documents = excluded.documents,
      updated_at = excluded.updated_at, error = NULL
    WHERE documents <> excluded.documents OR profile IS NOT excluded.profile`,
  // By the row's number: a tenant or an id with a lone surrogate is not found again by what is read of it.
  openOcrJobs: `SELECT rowid AS row, * FROM ocr_jobs WHERE status = 'completed' ORDER BY created_at LIMIT ?`,
  rejectedOcrJobs: `SELECT rowid AS row, * FROM ocr_jobs WHERE status = 'rejected' ORDER BY created_at DESC LIMIT ?`,
  openOcrJob: `SELECT * FROM ocr_jobs WHERE rowid = ? AND status = 'completed'`,
  settleOcrJob: 'UPDATE ocr_jobs SET status = ?, error = ?, updated_at = ? WHERE rowid = ?',
  putDeadMessage: `INSERT INTO dead_messages (hash, topic, body, reason, at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING`,
  deadMessages: 'SELECT topic, body, reason, at FROM dead_messages ORDER BY message DESC LIMIT ?',
} as const

/** With its body as JSON. */
export interface EncodedDeadMessage {
  hash: string
  topic: string
  body: string
  reason: string
  at: string
}

/** How an open OCR job ends. The error is JSON. */
export interface OcrJobEnd {
  status: 'taken' | 'rejected'
  error: string | null
}

function versionOf({ tenant_id, job_id, updated_at, profile, documents }: Row): string {
  const delivery = JSON.stringify([tenant_id, job_id, updated_at, profile, documents])
  return createHash('sha256').update(delivery).digest('hex')
}

const withVersion = (row: Row): Row => ({ ...row, version: versionOf(row) })

export class IntakeOperations {
  readonly #sql

  constructor(db: Database) {
    this.#sql = prepareAll(db, SQL)
  }

  putOcrJob(job: Omit<OcrJob, 'documents'>, documents: string): void {
    const { tenant_id, job_id, status, profile = null, created_at, updated_at } = job
    const times = [created_at, updated_at]
    this.#sql.putOcrJob.run(tenant_id, job_id, status, profile, documents, ...times)
  }

  openOcrJobs(limit: number): Row[] {
    return this.#sql.openOcrJobs.all(limit).map(withVersion)
  }

  rejectedOcrJobs(limit: number): Row[] {
    return this.#sql.rejectedOcrJobs.all(limit).map(withVersion)
  }

  settleOcrJob({ record, version }: OcrDelivery, end: OcrJobEnd, now: string): boolean {
    const open = this.#sql.openOcrJob.get(record)
    if (open === undefined || versionOf(open) !== version) return false
    this.#sql.settleOcrJob.run(end.status, end.error, now, record)
    return true
  }

  putDeadMessage({ hash, topic, body, reason, at }: EncodedDeadMessage): void {
    this.#sql.putDeadMessage.run(hash, topic, body, reason, at)
  }

  deadMessages(limit: number): Row[] {
    return this.#sql.deadMessages.all(limit)
  }
}
