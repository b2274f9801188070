import type { ClaimRef } from '@colophon/domain'
import { prepareAll, type Database, type SqlValue } from '../database.ts'

const UNLEASED = 'lease_owner = NULL, lease_token = NULL, lease_until = NULL'

const SQL = {
  complete: `UPDATE documents SET status = 'completed', ${UNLEASED}, error = NULL, schema_version = ?2,
      review_status = ?3, revision = revision + 1, updated_at = ?4 WHERE doc = ?1`,
  results: `INSERT INTO document_results (doc, enriched_data, provenance, rivals, quality_metrics, agents,
      review_reasons) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET enriched_data = excluded.enriched_data, provenance = excluded.provenance,
      rivals = excluded.rivals, quality_metrics = excluded.quality_metrics, agents = excluded.agents,
      review_reasons = excluded.review_reasons`,
  fail: `UPDATE documents SET status = 'failed', ${UNLEASED}, error = ?2, updated_at = ?3 WHERE doc = ?1`,
  agents: `INSERT INTO document_results (doc, provenance, rivals, agents, review_reasons)
    VALUES (?, '{}', '[]', ?, '[]') ON CONFLICT DO UPDATE SET agents = excluded.agents`,
  supersede: `UPDATE review_queue SET status = 'superseded', updated_at = ?
    WHERE tenant_id = ? AND document_id = ? AND review_id <> ? AND status IN ('pending', 'in_progress')`,
  review: `INSERT INTO review_queue (tenant_id, review_id, document_id, enrichment_job_id, collection_id,
      document_revision, priority, reasons, flagged_fields, status, assigned_to, lease_until, decision, corrections,
      notes, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET document_revision = excluded.document_revision, priority = excluded.priority,
      reasons = excluded.reasons, flagged_fields = excluded.flagged_fields, status = excluded.status,
      assigned_to = excluded.assigned_to, lease_until = excluded.lease_until, decision = excluded.decision,
      corrections = excluded.corrections, notes = excluded.notes, updated_at = excluded.updated_at`,
  lastEvent: 'SELECT max(n) AS n FROM audit_events WHERE tenant_id = ? AND document_id = ?',
  event: `INSERT INTO audit_events (tenant_id, document_id, n, at, actor, action, path, "from", "to", why, revision)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
} as const

/** A completion as the values of its rows, in the order of the statements above. */
export interface EncodedCompletion {
  schemaVersion: string
  reviewStatus: string
  results: readonly SqlValue[]
  review: { id: string; values: readonly SqlValue[] } | null
  /** Without tenant, document and number. */
  audit: readonly (readonly SqlValue[])[]
}

interface Completed {
  ref: ClaimRef
  doc: number
  now: number
}

/** How a run ends, good or bad. */
export class Completions {
  readonly #sql

  constructor(db: Database) {
    this.#sql = prepareAll(db, SQL)
  }

  put({ ref, doc, now }: Completed, completion: EncodedCompletion): void {
    const { schemaVersion, reviewStatus, results, review, audit } = completion
    const { tenant_id, document_id } = ref
    this.#sql.complete.run(doc, schemaVersion, reviewStatus, now)
    this.#sql.results.run(doc, ...results)
    const at = new Date(now).toISOString()
    this.#sql.supersede.run(at, tenant_id, document_id, review?.id ?? '')
    if (review !== null) this.#sql.review.run(...review.values)
    if (audit.length === 0) return
    let n = Number(this.#sql.lastEvent.get(tenant_id, document_id)?.['n'] ?? 0)
    for (const event of audit) {
      n += 1
      this.#sql.event.run(tenant_id, document_id, n, ...event)
    }
  }

  fail(doc: number, now: number, { error, agents }: { error: string; agents: string }): void {
    this.#sql.fail.run(doc, error, now)
    this.#sql.agents.run(doc, agents)
  }
}
