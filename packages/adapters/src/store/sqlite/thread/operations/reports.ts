import type { ChangeMark, Period, SeededFilter } from '@colophon/domain'
import { prepareAll, type Database, type Row } from '../database.ts'
import { readRows, type RowPage } from '../page-rows.ts'

/** Documents that are looked at for one page of those that hold a value. */
const SCANNED = 2_000
const HOLDERS = 500

const DECIDED = `FROM review_queue q WHERE q.tenant_id = ?1 AND q.decided_at >= ?2 AND q.decided_at < ?3
  AND q.status IN ('approved', 'rejected') AND (?4 IS NULL OR q.collection_id = ?4)`
const STRETCH = `d.tenant_id = ?1 AND d.document_id > ?2 AND (?3 IS NULL OR d.document_id <= ?3)`

const SQL = {
  changed: `SELECT * FROM review_queue WHERE tenant_id = ? AND (updated_at, review_id) > (?, ?)
    ORDER BY updated_at, review_id LIMIT ?`,
  decided: `SELECT q.review_id, q.collection_id, q.profile, q.status, q.decided_by, q.seconds, q.approvals,
      q.corrections, q.decided_at, json_extract(q.drawn, '$.kind') AS drawn,
      json_extract(q.drawn, '$.path') AS drawn_path, json_extract(q.drawn, '$.outcome') AS outcome
    ${DECIDED} ORDER BY q.decided_at DESC LIMIT ?5`,
  decidedCount: `SELECT count(*) AS n ${DECIDED}`,
  decisions: `SELECT actor, action, path, count(*) AS n FROM audit_events
    WHERE tenant_id = ? AND change_id IS NOT NULL AND at >= ? AND at < ? GROUP BY actor, action, path`,
  seeded: `SELECT * FROM review_queue WHERE tenant_id = ?1 AND json_extract(drawn, '$.kind') = 'seeded'
      AND updated_at >= ?2 AND (?3 IS NULL OR collection_id = ?3)
      AND (?4 IS NULL OR json_extract(drawn, '$.outcome') = ?4)
    ORDER BY updated_at DESC LIMIT ?5`,
  end: `SELECT document_id FROM documents WHERE tenant_id = ? AND document_id > ?
    ORDER BY document_id LIMIT 1 OFFSET ${SCANNED - 1}`,
  searched: `SELECT count(*) AS n FROM documents d WHERE ${STRETCH}`,
  holding: `SELECT d.document_id, d.collection_id, d.status, d.review_status, d.revision, r.enriched_data, r.provenance
    FROM documents d CROSS JOIN document_results r ON r.doc = d.doc
    WHERE ${STRETCH} AND d.profile = ?4 AND instr(r.enriched_data, ?5) > 0 ORDER BY d.document_id LIMIT ?6`,
} as const

export interface HoldingAsk {
  tenantId: string
  profile: string
  /** The value as JSON: a part of the record, which is JSON too. */
  value: string
  after: string
}

export interface Holders extends RowPage {
  searched: number
  /** The last document that was looked at; null at the end. */
  last: string | null
}

/** Questions over many tasks and documents. */
export class ReportOperations {
  readonly #sql

  constructor(db: Database) {
    this.#sql = prepareAll(db, SQL)
  }

  changed(tenantId: string, { at, reviewId }: ChangeMark, limit: number): Row[] {
    return this.#sql.changed.all(tenantId, at, reviewId, limit)
  }

  decided(
    tenantId: string,
    { from, to }: Period,
    collectionId: string | null,
    limit: number,
  ): { rows: Row[]; total: number } {
    return {
      rows: this.#sql.decided.all(tenantId, from, to, collectionId, limit),
      total: Number(this.#sql.decidedCount.get(tenantId, from, to, collectionId)?.['n']),
    }
  }

  /** Rows of (actor, action, path, n). */
  decisions(tenantId: string, { from, to }: Period): Row[] {
    return this.#sql.decisions.all(tenantId, from, to)
  }

  seeded(tenantId: string, filter: SeededFilter, limit: number): Row[] {
    const { changedAfter = '', collectionId = null, outcome = null } = filter
    return this.#sql.seeded.all(tenantId, changedAfter, collectionId, outcome, limit)
  }

  /** Records that hold the value anywhere: where, is for the caller to find out. */
  holding({ tenantId, profile, value, after }: HoldingAsk): Holders {
    const end = this.#sql.end.get(tenantId, after)?.['document_id'] ?? null
    const values = [tenantId, after, end, profile, value]
    const { rows, more } = readRows({ statement: this.#sql.holding, values, limit: HOLDERS })
    const last = more ? String(rows.at(-1)?.['document_id']) : end
    const searched = Number(this.#sql.searched.get(tenantId, after, last)?.['n'])
    return { rows, more, searched, last: last === null ? null : String(last) }
  }
}
