import { globSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Calls `use` with each database in FerretDB's folder, and names its tables by their collections. */
function eachDatabase<T>(
  dataFolder: string,
  options: { readOnly: boolean },
  use: (database: DatabaseSync, tables: ReadonlyMap<string, string>) => T,
): T[] {
  return globSync(join(dataFolder, '*.sqlite')).map((file) => {
    const database = new DatabaseSync(file, { timeout: 5_000, ...options })
    try {
      const named = database.prepare('SELECT name, table_name FROM _ferretdb_collections').all()
      const tables = named.map((row) => [String(row['name']), String(row['table_name'])] as const)
      return use(database, new Map(tables))
    } finally {
      database.close()
    }
  })
}

/**
 * FerretDB 1.24 indexes `_ferretdb_sjson->"_id"` and looks for `_ferretdb_sjson->'$._id'`: an expression SQLite has no
 * index for, so that it reads the whole collection for every id. This makes one, in all collections there are by now.
 */
export function indexFerretDbIds(dataFolder: string): void {
  eachDatabase(dataFolder, { readOnly: false }, (database, tables) => {
    for (const table of tables.values()) {
      database.exec(
        `CREATE INDEX IF NOT EXISTS "${table}_by_id" ON "${table}" (_ferretdb_sjson->'$._id')`,
      )
    }
  })
}

/**
 * The values at these paths of all records of a collection, as they lie in the files: whether or not the server is there,
 * and at no cost to it. Asked itself, it decodes all of every record, which takes seconds for some hundred of them.
 */
export function readFerretDbFields(
  dataFolder: string,
  collection: string,
  paths: readonly string[],
): unknown[][] {
  // With one path SQLite would return the value itself, not a list of values.
  const extracted = ['_id', ...paths].map((path) => `'$.${path}'`).join(', ')
  return eachDatabase(dataFolder, { readOnly: true }, (database, tables) => {
    const table = tables.get(collection)
    if (table === undefined) return []
    return database
      .prepare(`SELECT json_extract(_ferretdb_sjson, ${extracted}) AS found FROM "${table}"`)
      .all()
      .map(({ found }) => (JSON.parse(String(found)) as unknown[]).slice(1))
  }).flat()
}
