import type { ClaimRef, Completion, ReviewRecord } from '@colophon/domain'
import { prepareAll, type Database } from './database.ts'
import { iso, json } from './rows.ts'

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

export interface EncodedCompletion {
  enrichedData: string
  provenance: string
  rivals: string
  metrics: string
  agents: string
  reasons: string
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

  /** Before the transaction, so that nobody waits for it. */
  encode(completion: Completion): EncodedCompletion {
    return {
      enrichedData: JSON.stringify(completion.enriched_data),
      provenance: JSON.stringify(completion.provenance),
      rivals: JSON.stringify(completion.rivals),
      metrics: JSON.stringify(completion.quality_metrics),
      agents: JSON.stringify(completion.agents),
      reasons: JSON.stringify(completion.review_reasons),
    }
  }

  put(at: Completed, completion: Completion, encoded: EncodedCompletion): void {
    const { ref, doc, now } = at
    const { schema_version, review_status, review, audit } = completion
    this.#sql.complete.run(doc, schema_version, review_status, now)
    this.#sql.results.run(
      doc,
      encoded.enrichedData,
      encoded.provenance,
      encoded.rivals,
      encoded.metrics,
      encoded.agents,
      encoded.reasons,
    )
    this.#sql.supersede.run(iso(now), ref.tenant_id, ref.document_id, review?.review_id ?? '')
    if (review !== null) this.#putReview(review)
    if (audit.length > 0) this.#append(ref, audit)
  }

  fail(doc: number, now: number, encoded: { error: string; agents: string }): void {
    this.#sql.fail.run(doc, encoded.error, now)
    this.#sql.agents.run(doc, encoded.agents)
  }

  #putReview(review: ReviewRecord): void {
    this.#sql.review.run(
      review.tenant_id,
      review.review_id,
      review.document_id,
      review.enrichment_job_id,
      review.collection_id,
      review.document_revision,
      review.priority,
      JSON.stringify(review.reasons),
      JSON.stringify(review.flagged_fields),
      review.status,
      review.assigned_to,
      review.lease_until,
      review.decision,
      JSON.stringify(review.corrections),
      review.notes,
      review.created_at,
      review.updated_at,
    )
  }

  #append(ref: ClaimRef, audit: Completion['audit']): void {
    let n = Number(this.#sql.lastEvent.get(ref.tenant_id, ref.document_id)?.['n'] ?? 0)
    for (const event of audit) {
      n += 1
      this.#sql.event.run(
        ref.tenant_id,
        ref.document_id,
        n,
        event.at,
        event.actor,
        event.action,
        event.path,
        json(event.from),
        json(event.to),
        event.why,
        event.revision,
      )
    }
  }
}
