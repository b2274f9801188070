import type { RegisterKey } from '@colophon/domain'
import { withChange } from '../chained-changes.ts'
import { prepareAll, type Database, type Row } from '../database.ts'
import { readRows, type RowPage } from '../page-rows.ts'
import { DOCUMENT_COLUMNS, DOCUMENT_JOINS } from './documents.ts'

const UNREAD = `status = 'completed' AND registered_revision IS NOT revision AND collection_id <> 'default'`

const SQL = {
  due: `SELECT u.tenant_id, u.collection_id, max(EXISTS (SELECT 1 FROM jobs j CROSS JOIN job_counts c ON c.job = j.job
      WHERE j.tenant_id = u.tenant_id AND j.enrichment_job_id = u.job AND c.status IN ('queued', 'processing')
        AND c.n > 0)) AS open
    FROM (SELECT tenant_id, collection_id, max(enrichment_job_id) AS job
        FROM documents INDEXED BY documents_unregistered WHERE ${UNREAD} GROUP BY tenant_id, collection_id
      UNION ALL
      SELECT tenant_id, collection_id, '' FROM registers INDEXED BY registers_due WHERE step > applied) u
    GROUP BY u.tenant_id, u.collection_id ORDER BY u.tenant_id, u.collection_id LIMIT ?`,
  unread: `SELECT ${DOCUMENT_COLUMNS} FROM documents d INDEXED BY documents_unregistered ${DOCUMENT_JOINS}
    WHERE d.status = 'completed' AND d.registered_revision IS NOT d.revision AND d.collection_id <> 'default'
      AND d.tenant_id = ? AND d.collection_id = ? LIMIT ?`,
  mark: `UPDATE documents SET registered_revision = revision
    WHERE tenant_id = ? AND document_id = ? AND collection_id = ? AND revision = ? RETURNING doc`,
  keep: `INSERT INTO register_readings (doc, reading) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET reading = excluded.reading`,
  readings: `SELECT d.document_id, r.reading FROM documents d INDEXED BY documents_collection
      CROSS JOIN register_readings r ON r.doc = d.doc
    WHERE d.tenant_id = ? AND d.collection_id = ? AND d.document_id > ? ORDER BY d.document_id LIMIT ?`,
  step: 'SELECT step FROM registers WHERE tenant_id = ? AND collection_id = ?',
  count: `INSERT INTO registers (tenant_id, collection_id, step, applied) VALUES (?, ?, 1, 0)
    ON CONFLICT DO UPDATE SET step = step + 1`,
  applied:
    'UPDATE registers SET applied = max(applied, ?3) WHERE tenant_id = ?1 AND collection_id = ?2',
  precedent:
    'SELECT * FROM precedents WHERE tenant_id = ? AND collection_id = ? AND precedent_id = ?',
  precedents: `SELECT * FROM precedents WHERE tenant_id = ? AND collection_id = ? AND precedent_id > ?
    ORDER BY precedent_id LIMIT ?`,
  allPrecedents: `SELECT * FROM precedents WHERE tenant_id = ? AND (collection_id, precedent_id) > (?, ?)
    ORDER BY collection_id, precedent_id LIMIT ?`,
  put: `INSERT INTO precedents (tenant_id, collection_id, precedent_id, precedent, revision, changes, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET precedent = excluded.precedent, revision = excluded.revision,
      changes = excluded.changes, updated_at = excluded.updated_at`,
} as const

/** A reading as JSON. */
export interface EncodedReading {
  document_id: string
  revision: number
  reading: string
}

/** A precedent and who changes it, as JSON. */
export interface EncodedPrecedent {
  precedent_id: string
  /** That it was made of. */
  revision: number
  precedent: string
  actor: string
  at: string
}

export class RegisterOperations {
  readonly #sql

  constructor(db: Database) {
    this.#sql = prepareAll(db, SQL)
  }

  due(limit: number): Row[] {
    return this.#sql.due.all(limit)
  }

  unread({ tenant_id, collection_id }: RegisterKey, limit: number): Row[] {
    const values = [tenant_id, collection_id]
    return readRows({ statement: this.#sql.unread, values, limit }).rows
  }

  read({ tenant_id, collection_id }: RegisterKey, readings: readonly EncodedReading[]): void {
    for (const { document_id, revision, reading } of readings) {
      const marked = this.#sql.mark.get(tenant_id, document_id, collection_id, revision)
      if (marked !== undefined) this.#sql.keep.run(Number(marked['doc']), reading)
    }
    this.#sql.count.run(tenant_id, collection_id)
  }

  readings({ tenant_id, collection_id }: RegisterKey, after: string, limit: number): RowPage {
    const values = [tenant_id, collection_id, after]
    return readRows({ statement: this.#sql.readings, values, limit })
  }

  step({ tenant_id, collection_id }: RegisterKey): number {
    return Number(this.#sql.step.get(tenant_id, collection_id)?.['step'] ?? 0)
  }

  applied({ tenant_id, collection_id }: RegisterKey, step: number): void {
    this.#sql.applied.run(tenant_id, collection_id, step)
  }

  precedent({ tenant_id, collection_id }: RegisterKey, id: string): Row | undefined {
    return this.#sql.precedent.get(tenant_id, collection_id, id)
  }

  precedents({ tenant_id, collection_id }: RegisterKey, after: string, limit: number): RowPage {
    const values = [tenant_id, collection_id, after]
    return readRows({ statement: this.#sql.precedents, values, limit })
  }

  allPrecedents(tenantId: string, after: readonly [string, string], limit: number): RowPage {
    return readRows({ statement: this.#sql.allPrecedents, values: [tenantId, ...after], limit })
  }

  /** Null when it is another one by now. */
  put(key: RegisterKey, change: EncodedPrecedent): Row | null {
    const { tenant_id, collection_id } = key
    const { precedent_id, precedent, at, actor } = change
    const row = this.precedent(key, precedent_id)
    const revision = Number(row?.['revision'] ?? 0)
    if (revision !== change.revision) return null
    const n = revision + 1
    const of = [tenant_id, collection_id, precedent_id]
    const from = String(row?.['precedent'] ?? 'null')
    const changes = withChange(row?.['changes'], { of, n, at, actor, from, to: precedent })
    this.#sql.put.run(...of, precedent, n, changes, at)
    this.#sql.count.run(tenant_id, collection_id)
    return this.precedent(key, precedent_id) ?? null
  }
}
