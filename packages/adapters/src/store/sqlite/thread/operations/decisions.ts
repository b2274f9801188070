import { prepareAll, type Database, type Row, type SqlValue } from '../database.ts'
import { DOCUMENT_COLUMNS, DOCUMENT_JOINS } from './documents.ts'
import { Events, type EncodedEvent } from './events.ts'
import type { EncodedTask, TaskRows } from './tasks.ts'

const SQL = {
  find: 'SELECT doc, status, revision FROM documents WHERE tenant_id = ? AND document_id = ?',
  decide: `UPDATE documents SET review_status = ?2, revision = revision + 1, updated_at = ?3 WHERE doc = ?1`,
  results: `INSERT INTO document_results (doc, enriched_data, provenance, rivals, quality_metrics, agents, review_reasons)
    VALUES (?1, ?2, ?3, ?4, ?5, '{}', ifnull(?6, '[]'))
    ON CONFLICT DO UPDATE SET enriched_data = excluded.enriched_data, provenance = excluded.provenance,
      rivals = excluded.rivals, quality_metrics = excluded.quality_metrics,
      review_reasons = ifnull(?6, review_reasons)`,
  requeue: `UPDATE documents SET status = 'queued', attempts = 0, begun = 0, next_at = ?2, dispatch_state = 'pending',
      dispatch_at = ?2, error = NULL, hints = ifnull(?3, hints) WHERE doc = ?1`,
  tell: `INSERT INTO outbox_events (tenant_id, event_id, kind, at, payload) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING`,
  get: `SELECT ${DOCUMENT_COLUMNS} FROM documents d ${DOCUMENT_JOINS} WHERE d.doc = ?`,
} as const

export interface EncodedDecision {
  tenant_id: string
  document_id: string
  revision: number
  review_status: string | null
  requeue: boolean
  hints: string | null
  /** enriched_data, provenance, rivals, quality_metrics. */
  results: readonly SqlValue[]
  /** A JSON list; null leaves those that there are. */
  reasons: string | null
  task: EncodedTask | null
  audit: readonly EncodedEvent[]
  /** tenant_id, event_id, kind, at, payload. */
  outbox: readonly (readonly SqlValue[])[]
}

export type DecisionOutcome = { committed: Row } | { conflict: 'revision' | 'task' | 'gone' }

const IN_WORK = ['queued', 'processing']

/** What people decide of documents: all of a decision or nothing. */
export class DecisionOperations {
  readonly #sql
  readonly #tasks: TaskRows
  readonly #events: Events

  constructor(db: Database, tasks: TaskRows) {
    this.#sql = prepareAll(db, SQL)
    this.#tasks = tasks
    this.#events = new Events(db)
  }

  commit(decision: EncodedDecision, now: number): DecisionOutcome {
    const { tenant_id, document_id, task } = decision
    const found = this.#sql.find.get(tenant_id, document_id)
    if (found === undefined) return { conflict: 'gone' }
    const isOther = found['revision'] !== decision.revision
    if (isOther || IN_WORK.includes(String(found['status']))) return { conflict: 'revision' }
    if (task !== null && !this.#tasks.fits(task)) return { conflict: 'task' }

    const doc = Number(found['doc'])
    this.#sql.decide.run(doc, decision.review_status, now)
    this.#sql.results.run(doc, ...decision.results, decision.reasons)
    if (decision.requeue) this.#sql.requeue.run(doc, now, decision.hints)
    if (task !== null) this.#tasks.write(task)
    this.#events.add(tenant_id, document_id, decision.audit)
    for (const event of decision.outbox) this.#sql.tell.run(...event)
    return { committed: this.#sql.get.get(doc) ?? {} }
  }
}
