import {
  ColophonError,
  type JobRecord,
  type NewDocument,
  type SubmitOutcome,
} from '@colophon/domain'
import { prepareAll, type Session } from './database.ts'
import { assertIdentifier } from './identifiers.ts'
import { priorityRank } from './rows.ts'

const SQL = {
  job: 'SELECT job, cancelled, sealed FROM jobs WHERE tenant_id = ? AND enrichment_job_id = ?',
  lastPosition: 'SELECT max(position) AS position FROM job_documents WHERE job = ?',
  find: 'SELECT doc, source_hash FROM documents WHERE tenant_id = ? AND document_id = ?',
  insert: `INSERT INTO documents (tenant_id, document_id, enrichment_job_id, collection_id, profile, priority,
      source_hash, next_at, dispatch_at, created_at, updated_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?8, ?8)`,
  insertSource: 'INSERT INTO document_sources (doc, source) VALUES (?, ?)',
  revise: `UPDATE documents SET enrichment_job_id = ?2, collection_id = ?3, profile = ?4, priority = ?5,
      source_hash = ?6, status = 'queued', lease_owner = NULL, lease_token = NULL, lease_until = NULL, attempts = 0,
      next_at = ?7, dispatch_state = 'pending', dispatch_at = ?7, dispatch_n = 0, dispatch_by = '',
      review_status = NULL, revision = revision + 1, error = NULL, updated_at = ?7
    WHERE doc = ?1`,
  reviseSource: 'UPDATE document_sources SET source = ? WHERE doc = ?',
  supersede: `UPDATE review_queue SET status = 'superseded', updated_at = ?
    WHERE tenant_id = ? AND document_id = ? AND status IN ('pending', 'in_progress')`,
  join: 'INSERT INTO job_documents (job, position, doc) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
} as const

interface Batch {
  job: JobRecord
  now: number
}

/** Takes documents into the store and into a job. */
export class Submission {
  readonly #session: Session
  readonly #sql

  constructor(session: Session) {
    this.#session = session
    this.#sql = prepareAll(session.db, SQL)
  }

  async submit(job: JobRecord, documents: readonly NewDocument[]): Promise<SubmitOutcome[]> {
    for (const { document_id, collection_id } of documents) {
      assertIdentifier('document id', document_id)
      assertIdentifier('collection id', collection_id)
    }
    const sources = documents.map((document) => JSON.stringify(document.source))
    return this.#session.write(() => {
      const row = this.#openJob(job)
      const batch = { job, now: this.#session.clock.now() }
      let position = Number(this.#sql.lastPosition.get(row)?.['position'] ?? -1)
      return documents.map((document, index) => {
        const { doc, outcome } = this.#put(batch, document, sources[index] ?? '')
        if (this.#sql.join.run(row, position + 1, doc).changes === 1) position += 1
        return outcome
      })
    })
  }

  #openJob(job: JobRecord): number {
    const { tenant_id, enrichment_job_id: id } = job
    const row = this.#sql.job.get(tenant_id, id)
    if (row === undefined) throw new ColophonError('job.not_found', `No job ${id}`)
    if (row['cancelled'] === 1 || row['sealed'] === 1) {
      throw new ColophonError('job.invalid_state', `Job ${id} takes no more documents`)
    }
    return Number(row['job'])
  }

  #put(
    batch: Batch,
    document: NewDocument,
    source: string,
  ): { doc: number; outcome: SubmitOutcome } {
    const found = this.#sql.find.get(batch.job.tenant_id, document.document_id)
    if (found === undefined) {
      return { doc: this.#create(batch, document, source), outcome: 'created' }
    }
    const doc = Number(found['doc'])
    if (found['source_hash'] === document.source_hash) return { doc, outcome: 'unchanged' }
    this.#revise(batch, document, { doc, source })
    return { doc, outcome: 'revised' }
  }

  #create({ job, now }: Batch, document: NewDocument, source: string): number {
    const { lastInsertRowid } = this.#sql.insert.run(
      job.tenant_id,
      document.document_id,
      job.enrichment_job_id,
      document.collection_id,
      job.profile,
      priorityRank(job.priority),
      document.source_hash,
      now,
    )
    this.#sql.insertSource.run(lastInsertRowid, source)
    return Number(lastInsertRowid)
  }

  /** Results stay: the next run carries over what a person decided in them. */
  #revise(
    { job, now }: Batch,
    document: NewDocument,
    { doc, source }: { doc: number; source: string },
  ): void {
    this.#sql.revise.run(
      doc,
      job.enrichment_job_id,
      document.collection_id,
      job.profile,
      priorityRank(job.priority),
      document.source_hash,
      now,
    )
    this.#sql.reviseSource.run(source, doc)
    this.#sql.supersede.run(new Date(now).toISOString(), job.tenant_id, document.document_id)
  }
}
