import type { ClaimRef } from '@colophon/domain'
import { prepareAll, type Database, type SqlValue } from '../database.ts'
import { Events, type EncodedEvent } from './events.ts'
import type { Revisions } from './revisions.ts'
import type { EncodedTask, TaskRows } from './tasks.ts'

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
} as const

/** A completion as the values of its rows, in the order of the statements above. */
export interface EncodedCompletion {
  schemaVersion: string
  reviewStatus: string
  results: readonly SqlValue[]
  review: EncodedTask | null
  audit: readonly EncodedEvent[]
}

/** Error and agents as JSON. */
export interface EncodedFailure {
  error: string
  agents: string
  task: EncodedTask | null
}

interface Completed {
  ref: ClaimRef
  doc: number
  now: number
}

/** How a run ends, good or bad. */
export class Completions {
  readonly #sql
  readonly #revisions: Revisions
  readonly #tasks: TaskRows
  readonly #events: Events

  constructor(db: Database, { revisions, tasks }: { revisions: Revisions; tasks: TaskRows }) {
    this.#sql = prepareAll(db, SQL)
    this.#revisions = revisions
    this.#tasks = tasks
    this.#events = new Events(db)
  }

  put({ ref, doc, now }: Completed, completion: EncodedCompletion): void {
    const { schemaVersion, reviewStatus, results, review, audit } = completion
    const { tenant_id, document_id } = ref
    this.#revisions.keepDecided(doc, now)
    this.#sql.complete.run(doc, schemaVersion, reviewStatus, now)
    this.#sql.results.run(doc, ...results)
    this.#ask(ref, review, now)
    this.#events.add(tenant_id, document_id, audit)
  }

  fail({ ref, doc, now }: Completed, { error, agents, task }: EncodedFailure): void {
    this.#sql.fail.run(doc, error, now)
    this.#sql.agents.run(doc, agents)
    if (task !== null) this.#ask(ref, task, now)
  }

  /** One open task at most: what was asked before is asked no more. */
  #ask({ tenant_id, document_id }: ClaimRef, task: EncodedTask | null, now: number): void {
    const at = new Date(now).toISOString()
    this.#tasks.supersede(tenant_id, document_id, { reviewId: task?.review_id ?? '', at })
    if (task !== null) this.#tasks.put(task)
  }
}
