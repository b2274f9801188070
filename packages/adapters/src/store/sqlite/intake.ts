import { createHash } from 'node:crypto'
import type { DeadMessage, IntakeStore, OcrJob } from '@colophon/domain'
import { prepareAll, type Session } from './database.ts'
import { assertIdentifier } from './identifiers.ts'
import { iso, ocrJobFrom } from './rows.ts'

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

const MAX_BODY_BYTES = 64 * 1024

/** As JSON, because a message nobody could decode may hold anything, NUL included. */
function encodeBody(body: string): string {
  const bytes = Buffer.from(body)
  const kept = bytes.length <= MAX_BODY_BYTES ? body : bytes.toString('utf8', 0, MAX_BODY_BYTES)
  return JSON.stringify(kept)
}

export class SqliteIntake implements IntakeStore {
  readonly #session: Session
  readonly #sql

  constructor(session: Session) {
    this.#session = session
    this.#sql = prepareAll(session.db, SQL)
  }

  async putOcrJob(job: OcrJob): Promise<void> {
    assertIdentifier('OCR job id', job.job_id)
    const documents = JSON.stringify(job.documents)
    await this.#session.write(() => {
      const { tenant_id, job_id, status, created_at, updated_at } = job
      this.#sql.putOcrJob.run(tenant_id, job_id, status, documents, created_at, updated_at)
    })
  }

  openOcrJobs(limit: number): Promise<OcrJob[]> {
    return this.#session.read(() => this.#sql.openOcrJobs.all(limit).map(ocrJobFrom))
  }

  markOcrJobTaken(tenantId: string, jobId: string): Promise<void> {
    return this.#session.write(() => {
      this.#sql.takeOcrJob.run(iso(this.#session.clock.now()), tenantId, jobId)
    })
  }

  async putDeadMessage(message: DeadMessage): Promise<void> {
    const { topic, reason, at } = message
    const hash = createHash('sha256')
      .update(JSON.stringify([topic, message.body]))
      .digest('hex')
    const body = encodeBody(message.body)
    await this.#session.write(() => {
      this.#sql.putDeadMessage.run(hash, topic, body, reason, at)
    })
  }

  deadMessages(limit: number): Promise<DeadMessage[]> {
    return this.#session.read(() =>
      this.#sql.deadMessages.all(limit).map((row) => {
        const message = row as unknown as DeadMessage
        return { ...message, body: JSON.parse(message.body) as string }
      }),
    )
  }
}
