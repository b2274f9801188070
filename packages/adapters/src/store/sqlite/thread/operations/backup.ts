import type { Database } from '../database.ts'

/** Of this process, or made again of the others. */
const NOT_COUNTED = /^(?:sqlite_|search_index|leaders$)/

export interface FileFacts {
  schema: number
  /** Rows by table. */
  counts: Record<string, number>
  /** Documents by tenant. */
  tenants: Record<string, number>
}

/** Copies of the whole file, and what is in one. Statements are not kept: these are asked once. */
export class BackupOperations {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** One snapshot of everything that is committed; writers of other processes go on meanwhile. */
  copyInto(path: string): void {
    this.#db.prepare('VACUUM INTO ?').run(path)
  }

  facts(): FileFacts {
    const tables = this.#db
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
      .all()
      .map(({ name }) => String(name))
      .filter((name) => !NOT_COUNTED.test(name))
    const count = (table: string): number =>
      Number(this.#db.prepare(`SELECT count(*) AS n FROM "${table}"`).get()?.['n'])
    const tenants = this.#db
      .prepare('SELECT tenant_id, count(*) AS n FROM documents GROUP BY tenant_id')
      .all()
    return {
      schema: Number(this.#db.prepare('PRAGMA user_version').get()?.['user_version']),
      counts: Object.fromEntries(tables.map((table) => [table, count(table)])),
      tenants: Object.fromEntries(
        tenants.map((row) => [String(row['tenant_id']), Number(row['n'])]),
      ),
    }
  }

  /** The first thing that is wrong with the file; null when it is whole. */
  fault(): string | null {
    const found = this.#db.prepare('PRAGMA integrity_check(1)').get()
    const said = String(found?.['integrity_check'])
    return said === 'ok' ? null : said
  }
}
