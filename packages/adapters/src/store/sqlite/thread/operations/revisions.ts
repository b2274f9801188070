import { prepareAll, type Database, type Row } from '../database.ts'
import { readRows, type RowPage } from '../page-rows.ts'

const OWN = `revision, enrichment_job_id, collection_id, profile, schema_version, priority, source_hash, attempts,
  next_at, dispatch_state, dispatch_at, dispatch_n, dispatch_by, review_status, error, traceparent,
  created_at, updated_at`
const RESULTS = 'enriched_data, provenance, rivals, quality_metrics, agents, review_reasons'

const SQL = {
  keep: `INSERT INTO document_revisions (doc, replaced_at, status, ${OWN}, source, ${RESULTS})
    SELECT documents.doc, ?2, status, ${OWN}, source, ${RESULTS} FROM documents
      CROSS JOIN document_sources USING (doc) LEFT JOIN document_results USING (doc)
    WHERE documents.doc = ?1`,
  // In work by now, it stands as its last run and its reviewers left it. Nothing was decided of a text that has just come.
  keepDecided: `INSERT INTO document_revisions (doc, replaced_at, status, ${OWN}, source, ${RESULTS})
    SELECT documents.doc, ?2, 'completed', ${OWN}, source, ${RESULTS} FROM documents
      CROSS JOIN document_sources USING (doc) CROSS JOIN document_results USING (doc)
    WHERE documents.doc = ?1 AND review_status IS NOT NULL
      AND (review_status IN ('in_progress', 'approved', 'rejected') OR instr(provenance, '"human:') > 0)`,
  doc: 'SELECT doc FROM documents WHERE tenant_id = ? AND document_id = ?',
  get: `SELECT k.*, d.tenant_id, d.document_id, NULL AS lease_owner, NULL AS lease_token, NULL AS lease_until
    FROM document_revisions k CROSS JOIN documents d ON d.doc = k.doc WHERE k.doc = ? AND k.revision = ?`,
  // A decision may have counted the revision up since the task was made.
  review: `SELECT * FROM review_queue WHERE tenant_id = ?1 AND document_id = ?2 AND document_revision <= ?4
      AND ifnull(json_extract(drawn, '$.kind'), '') <> 'seeded'
      AND document_revision > (SELECT ifnull(max(revision), 0) FROM document_revisions WHERE doc = ?3 AND revision < ?4)
    ORDER BY document_revision DESC LIMIT 1`,
  list: `SELECT revision, replaced_at, enrichment_job_id, collection_id, source_hash, status, review_status, updated_at
    FROM document_revisions WHERE doc = ? AND revision < ? ORDER BY revision DESC LIMIT ?`,
} as const

export interface KeptRow {
  document: Row
  review: Row | undefined
}

/** Documents as they were when a submission, or a run after a person's work, replaced them. */
export class Revisions {
  readonly #sql

  constructor(db: Database) {
    this.#sql = prepareAll(db, SQL)
  }

  /** Keeps a document as it is, before it is changed. */
  keep(doc: number, now: number): void {
    this.#sql.keep.run(doc, now)
  }

  /** The same before a run replaces its record, when a person has decided something in it. */
  keepDecided(doc: number, now: number): void {
    this.#sql.keepDecided.run(doc, now)
  }

  get(tenantId: string, documentId: string, revision: number): KeptRow | null {
    const doc = this.#docOf(tenantId, documentId)
    const document = doc === null ? undefined : this.#sql.get.get(doc, revision)
    if (document === undefined) return null
    return { document, review: this.#sql.review.get(tenantId, documentId, doc, revision) }
  }

  /** Newest first, below `before`. */
  list(tenantId: string, documentId: string, before: number, limit: number): RowPage {
    const doc = this.#docOf(tenantId, documentId)
    if (doc === null) return { rows: [], more: false }
    return readRows({ statement: this.#sql.list, values: [doc, before], limit })
  }

  #docOf(tenantId: string, documentId: string): number | null {
    const row = this.#sql.doc.get(tenantId, documentId)
    return row === undefined ? null : Number(row['doc'])
  }
}
