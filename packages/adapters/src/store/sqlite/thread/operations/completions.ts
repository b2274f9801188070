import type { ClaimRef } from '@colophon/domain'
import { TASK_COLUMNS } from '../../task-columns.ts'
import { prepareAll, type Database, type SqlValue } from '../database.ts'
import { Events, type EncodedEvent } from './events.ts'

/** Who is asked again for the same revision is asked anew; when was said the first time. */
const REPLACED = TASK_COLUMNS.filter(
  (column) => !['tenant_id', 'review_id', 'created_at'].includes(column),
)
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
  review: `INSERT INTO review_queue (${TASK_COLUMNS.join(', ')}) VALUES (${TASK_COLUMNS.map(() => '?').join(', ')})
    ON CONFLICT DO UPDATE SET ${REPLACED.map((column) => `${column} = excluded.${column}`).join(', ')}`,
} as const

/** A completion as the values of its rows, in the order of the statements above. */
export interface EncodedCompletion {
  schemaVersion: string
  reviewStatus: string
  results: readonly SqlValue[]
  review: { id: string; values: readonly SqlValue[] } | null
  audit: readonly EncodedEvent[]
}

interface Completed {
  ref: ClaimRef
  doc: number
  now: number
}

/** How a run ends, good or bad. */
export class Completions {
  readonly #sql
  readonly #events: Events

  constructor(db: Database) {
    this.#sql = prepareAll(db, SQL)
    this.#events = new Events(db)
  }

  put({ ref, doc, now }: Completed, completion: EncodedCompletion): void {
    const { schemaVersion, reviewStatus, results, review, audit } = completion
    const { tenant_id, document_id } = ref
    this.#sql.complete.run(doc, schemaVersion, reviewStatus, now)
    this.#sql.results.run(doc, ...results)
    const at = new Date(now).toISOString()
    this.#sql.supersede.run(at, tenant_id, document_id, review?.id ?? '')
    if (review !== null) this.#sql.review.run(...review.values)
    this.#events.add(tenant_id, document_id, audit)
  }

  fail(doc: number, now: number, { error, agents }: { error: string; agents: string }): void {
    this.#sql.fail.run(doc, error, now)
    this.#sql.agents.run(doc, agents)
  }
}
