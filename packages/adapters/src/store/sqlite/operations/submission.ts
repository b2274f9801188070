import type { JobRecord, SubmitOutcome } from '@colophon/domain'
import { Refusal, prepareAll, type Database } from '../database.ts'

/** As in the domain, in the order of their ranks. */
const PRIORITIES = ['high', 'normal', 'low']

const SQL = {
  job: 'SELECT job, cancelled, sealed FROM jobs WHERE tenant_id = ? AND enrichment_job_id = ?',
  lastPosition: 'SELECT max(position) AS position FROM job_documents WHERE job = ?',
  find: 'SELECT doc, source_hash FROM documents WHERE tenant_id = ? AND document_id = ?',
  insert: `INSERT INTO documents (tenant_id, document_id, enrichment_job_id, collection_id, profile, priority,
      source_hash, next_at, dispatch_at, created_at, updated_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?8, ?8)`,
  insertSource: 'INSERT INTO document_sources (doc, source) VALUES (?, ?)',
  revise: `UPDATE documents SET enrichment_job_id = ?2, collection_id = ?3, profile = ?4, priority = ?5,
      source_hash = ?6, status = 'queued', lease_owner = NULL, lease_token = NULL, lease_until = NULL, attempts = 0, begun = 0,
      next_at = ?7, dispatch_state = 'pending', dispatch_at = ?7, dispatch_n = 0, dispatch_by = '',
      review_status = NULL, revision = revision + 1, error = NULL, updated_at = ?7
    WHERE doc = ?1`,
  reviseSource: 'UPDATE document_sources SET source = ? WHERE doc = ?',
  supersede: `UPDATE review_queue SET status = 'superseded', updated_at = ?
    WHERE tenant_id = ? AND document_id = ? AND status IN ('pending', 'in_progress')`,
  join: 'INSERT INTO job_documents (job, position, doc) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
} as const

/** A new document with its source as JSON. */
export interface SubmittedDocument {
  document_id: string
  collection_id: string
  source: string
  source_hash: string
}

interface Batch {
  job: JobRecord
  priority: number
  now: number
}

/** Takes documents into the store and into a job. */
export class Submission {
  readonly #sql

  constructor(db: Database) {
    this.#sql = prepareAll(db, SQL)
  }

  submit(job: JobRecord, documents: readonly SubmittedDocument[], now: number): SubmitOutcome[] {
    const row = this.#openJob(job)
    const batch = { job, priority: PRIORITIES.indexOf(job.priority), now }
    let position = Number(this.#sql.lastPosition.get(row)?.['position'] ?? -1)
    return documents.map((document) => {
      const { doc, outcome } = this.#put(batch, document)
      if (this.#sql.join.run(row, position + 1, doc).changes === 1) position += 1
      return outcome
    })
  }

  #openJob({ tenant_id, enrichment_job_id: id }: JobRecord): number {
    const row = this.#sql.job.get(tenant_id, id)
    if (row === undefined) throw new Refusal('job.not_found', `No job ${id}`)
    if (row['cancelled'] === 1 || row['sealed'] === 1) {
      throw new Refusal('job.invalid_state', `Job ${id} takes no more documents`)
    }
    return Number(row['job'])
  }

  #put(batch: Batch, document: SubmittedDocument): { doc: number; outcome: SubmitOutcome } {
    const found = this.#sql.find.get(batch.job.tenant_id, document.document_id)
    if (found === undefined) return { doc: this.#create(batch, document), outcome: 'created' }
    const doc = Number(found['doc'])
    if (found['source_hash'] === document.source_hash) return { doc, outcome: 'unchanged' }
    this.#revise(batch, document, doc)
    return { doc, outcome: 'revised' }
  }

  #create({ job, priority, now }: Batch, document: SubmittedDocument): number {
    const { lastInsertRowid } = this.#sql.insert.run(
      job.tenant_id,
      document.document_id,
      job.enrichment_job_id,
      document.collection_id,
      job.profile,
      priority,
      document.source_hash,
      now,
    )
    this.#sql.insertSource.run(lastInsertRowid, document.source)
    return Number(lastInsertRowid)
  }

  /** Results stay: the next run carries over what a person decided in them. */
  #revise({ job, priority, now }: Batch, document: SubmittedDocument, doc: number): void {
    this.#sql.revise.run(
      doc,
      job.enrichment_job_id,
      document.collection_id,
      job.profile,
      priority,
      document.source_hash,
      now,
    )
    this.#sql.reviseSource.run(document.source, doc)
    this.#sql.supersede.run(new Date(now).toISOString(), job.tenant_id, document.document_id)
  }
}
