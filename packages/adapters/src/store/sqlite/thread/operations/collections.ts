import { withChange } from '../chained-changes.ts'
import { prepareAll, type Database, type Row } from '../database.ts'
import { readRows, type RowPage } from '../page-rows.ts'

const SQL = {
  get: `SELECT * FROM collections WHERE tenant_id = ? AND collection_id = ? AND (documents > 0 OR revision > 0)`,
  list: `SELECT * FROM collections WHERE tenant_id = ? AND collection_id > ? AND (documents > 0 OR revision > 0)
    ORDER BY collection_id LIMIT ?`,
  put: `INSERT INTO collections (tenant_id, collection_id, settings, revision, changes, updated_at)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET settings = excluded.settings, revision = excluded.revision, changes = excluded.changes,
      updated_at = excluded.updated_at`,
} as const

/** Settings and who sets them, as JSON. */
export interface EncodedSettings {
  tenant_id: string
  collection_id: string
  /** That they were made of. */
  revision: number
  settings: string
  actor: string
  at: string
}

export class CollectionOperations {
  readonly #sql

  constructor(db: Database) {
    this.#sql = prepareAll(db, SQL)
  }

  get(tenantId: string, collectionId: string): Row | undefined {
    return this.#sql.get.get(tenantId, collectionId)
  }

  /** By id, after `after`. */
  list(tenantId: string, after: string, limit: number): RowPage {
    return readRows({ statement: this.#sql.list, values: [tenantId, after], limit })
  }

  /** Null when the settings are others by now. */
  put(change: EncodedSettings): Row | null {
    const { tenant_id, collection_id, settings, at, actor } = change
    const row = this.#sql.get.get(tenant_id, collection_id)
    const revision = Number(row?.['revision'] ?? 0)
    if (revision !== change.revision) return null
    const n = revision + 1
    const from = String(row?.['settings'] ?? 'null')
    const of = [tenant_id, collection_id]
    const changes = withChange(row?.['changes'], { of, n, at, actor, from, to: settings })
    this.#sql.put.run(tenant_id, collection_id, settings, n, changes, at)
    return this.#sql.get.get(tenant_id, collection_id) ?? null
  }
}
