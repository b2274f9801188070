import type { JobRecord, SubmitOutcome, SubmitRefusal } from '@colophon/domain'
import { isSame, meet, narrowed, type Identity, type Meeting } from '../../../meeting.ts'
import { Refusal, prepareAll, type Database, type Row } from '../database.ts'
import type { Revisions } from './revisions.ts'
import type { TaskRows } from './tasks.ts'

/** The priorities of the domain, in the order of their ranks. */
const PRIORITIES = ['high', 'normal', 'low']

const SQL = {
  job: 'SELECT job, cancelled, sealed FROM jobs WHERE tenant_id = ? AND enrichment_job_id = ?',
  lastPosition: 'SELECT max(position) AS position FROM job_documents WHERE job = ?',
  find: `SELECT doc, source_hash, collection_id, profile FROM documents WHERE tenant_id = ? AND document_id = ?`,
  machine: `SELECT json_extract(source, '$.machine') AS machine FROM document_sources WHERE doc = ?`,
  reach: `SELECT json_extract(source, '$.reach') AS reach FROM document_sources WHERE doc = ?`,
  narrow: `UPDATE document_sources SET source = json_set(source, '$.reach', ?2) WHERE doc = ?1`,
  insert: `INSERT INTO documents (tenant_id, document_id, enrichment_job_id, collection_id, profile, priority,
      source_hash, next_at, dispatch_at, created_at, updated_at, traceparent)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?8, ?8, ?9)`,
  insertSource: 'INSERT INTO document_sources (doc, source) VALUES (?, ?)',
  revise: `UPDATE documents SET enrichment_job_id = ?2, collection_id = ?3, profile = ?4, priority = ?5,
      source_hash = ?6, status = 'queued', lease_owner = NULL, lease_token = NULL, lease_until = NULL, attempts = 0, begun = 0,
      next_at = ?7, dispatch_state = 'pending', dispatch_at = ?7, dispatch_n = 0, dispatch_by = '',
      review_status = NULL, revision = revision + 1, error = NULL, hints = NULL, updated_at = ?7,
      traceparent = ?8
    WHERE doc = ?1`,
  reviseSource: 'UPDATE document_sources SET source = ? WHERE doc = ?',
  forget: `UPDATE documents SET schema_version = '' WHERE doc = ?`,
  forgetResults: 'DELETE FROM document_results WHERE doc = ?',
  join: 'INSERT INTO job_documents (job, position, doc) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
} as const

/** A new document with its source as JSON. */
export interface SubmittedDocument {
  document_id: string
  former_id: string | undefined
  collection_id: string
  source: string
  source_hash: string
  machine: string | undefined
  reach: string | undefined
}

/** How documents are submitted. */
export interface Submission {
  now: number
  replace: boolean
  traceparent: string | null
}

interface Batch extends Submission {
  job: JobRecord
  priority: number
}

interface Taken {
  doc: number
  outcome: Exclude<SubmitOutcome, SubmitRefusal>
}

const identityOf = (row: Row): Identity => row as unknown as Identity

/** Takes documents into the store and into a job. */
export class SubmittedDocuments {
  readonly #sql
  readonly #revisions: Revisions
  readonly #tasks: TaskRows

  constructor(db: Database, { revisions, tasks }: { revisions: Revisions; tasks: TaskRows }) {
    this.#sql = prepareAll(db, SQL)
    this.#revisions = revisions
    this.#tasks = tasks
  }

  submit(
    job: JobRecord,
    documents: readonly SubmittedDocument[],
    submission: Submission,
  ): SubmitOutcome[] {
    const row = this.#openJob(job)
    const batch = { job, priority: PRIORITIES.indexOf(job.priority), ...submission }
    let position = Number(this.#sql.lastPosition.get(row)?.['position'] ?? -1)
    return documents.map((document) => {
      const put = this.#put(batch, document)
      if ('refused' in put) return put
      if (this.#sql.join.run(row, position + 1, put.doc).changes === 1) position += 1
      return put.outcome
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

  #put(batch: Batch, document: SubmittedDocument): Taken | SubmitRefusal {
    const found = this.#sql.find.get(batch.job.tenant_id, document.document_id)
    if (found === undefined) return this.#putNew(batch, document)
    const doc = Number(found['doc'])
    const meeting = this.#meet(batch, document, found)
    if (typeof meeting === 'object') return meeting
    if (meeting === 'unchanged') {
      this.#narrow(doc, document.reach)
      return { doc, outcome: 'unchanged' }
    }
    const before = meeting === 'replace' ? undefined : this.#sql.reach.get(doc)?.['reach']
    this.#revise(batch, document, doc)
    // A new text may go no further than the one before it.
    this.#narrow(doc, before)
    if (meeting === 'replace') this.#forget(doc)
    return { doc, outcome: 'revised' }
  }

  #meet({ job, replace }: Batch, document: SubmittedDocument, found: Row): Meeting {
    return meet({
      given: { ...document, profile: job.profile },
      known: identityOf(found),
      machines: () => {
        const { machine: given } = document
        if (given === undefined) return null
        const known = this.#sql.machine.get(Number(found['doc']))?.['machine']
        return typeof known === 'string' ? { given, known } : null
      },
      replace,
    })
  }

  #putNew(batch: Batch, document: SubmittedDocument): Taken {
    const { tenant_id, profile } = batch.job
    if (document.former_id !== undefined) {
      const former = this.#sql.find.get(tenant_id, document.former_id)
      if (former !== undefined && isSame({ ...document, profile }, identityOf(former))) {
        this.#narrow(Number(former['doc']), document.reach)
        return { doc: Number(former['doc']), outcome: 'unchanged' }
      }
    }
    return { doc: this.#create(batch, document), outcome: 'created' }
  }

  #create({ job, priority, now, traceparent }: Batch, document: SubmittedDocument): number {
    const { lastInsertRowid } = this.#sql.insert.run(
      job.tenant_id,
      document.document_id,
      job.enrichment_job_id,
      document.collection_id,
      job.profile,
      priority,
      document.source_hash,
      now,
      traceparent,
    )
    this.#sql.insertSource.run(lastInsertRowid, document.source)
    return Number(lastInsertRowid)
  }

  /** Results stay: the next run carries over what a person decided in them. */
  #revise(
    { job, priority, now, traceparent }: Batch,
    document: SubmittedDocument,
    doc: number,
  ): void {
    this.#revisions.keep(doc, now)
    this.#sql.revise.run(
      doc,
      job.enrichment_job_id,
      document.collection_id,
      job.profile,
      priority,
      document.source_hash,
      now,
      traceparent,
    )
    this.#sql.reviseSource.run(document.source, doc)
    const at = new Date(now).toISOString()
    this.#tasks.supersede(job.tenant_id, document.document_id, { reviewId: '', at })
  }

  #narrow(doc: number, given: unknown): void {
    if (given == null) return
    const reach = narrowed(this.#sql.reach.get(doc)?.['reach'], given)
    if (reach !== null) this.#sql.narrow.run(doc, reach)
  }

  /** Nothing that was decided of the other document holds for this one. */
  #forget(doc: number): void {
    this.#sql.forget.run(doc)
    this.#sql.forgetResults.run(doc)
  }
}
