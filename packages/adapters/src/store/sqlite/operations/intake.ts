import type { OcrJob } from '@colophon/domain'
import { prepareAll, type Database, type Row } from '../database.ts'

const SQL = {
  // The same delivery twice changes nothing; a corrected one is open again.
  putOcrJob: `INSERT INTO ocr_jobs (tenant_id, job_id, status, documents, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET status = excluded.status, documents = excluded.documents,
      updated_at = excluded.updated_at WHERE documents <> excluded.documents`,
  openOcrJobs: "SELECT * FROM ocr_jobs WHERE status = 'completed' ORDER BY created_at LIMIT ?",
  takeOcrJob: `UPDATE ocr_jobs SET status = 'taken', updated_at = ? WHERE tenant_id = ? AND job_id = ?`,
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

export class IntakeOperations {
  readonly #sql

  constructor(db: Database) {
    this.#sql = prepareAll(db, SQL)
  }

  putOcrJob(job: Omit<OcrJob, 'documents'>, documents: string): void {
    const { tenant_id, job_id, status, created_at, updated_at } = job
    this.#sql.putOcrJob.run(tenant_id, job_id, status, documents, created_at, updated_at)
  }

  openOcrJobs(limit: number): Row[] {
    return this.#sql.openOcrJobs.all(limit)
  }

  takeOcrJob(tenantId: string, jobId: string, now: string): void {
    this.#sql.takeOcrJob.run(now, tenantId, jobId)
  }

  putDeadMessage({ hash, topic, body, reason, at }: EncodedDeadMessage): void {
    this.#sql.putDeadMessage.run(hash, topic, body, reason, at)
  }

  deadMessages(limit: number): Row[] {
    return this.#sql.deadMessages.all(limit)
  }
}
