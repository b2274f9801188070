import { Refusal, type Database } from './database.ts'
import { SCHEMA_1, SCHEMA_2, SCHEMA_3, SCHEMA_4, SCHEMA_5, SCHEMA_7 } from './schema.ts'
import { SCHEMA_10 } from './schema-reports.ts'
import { SCHEMA_8 } from './schema-review.ts'
import { TaskMarks } from './operations/task-marks.ts'
import { SCHEMA_6 } from './schema-revisions.ts'
import { SCHEMA_9 } from './schema-search.ts'

/** Gives each task that is there its places and counts. */
function markTasks(db: Database): void {
  const marks = new TaskMarks(db)
  const tasks = db.prepare('SELECT * FROM review_queue WHERE review > ? ORDER BY review LIMIT 1000')
  let after = 0
  for (let rows = tasks.all(after); rows.length > 0; rows = tasks.all(after)) {
    for (const row of rows) marks.add(row)
    after = Number(rows.at(-1)?.['review'])
  }
  marks.writeCounts()
}

/** In order, never changed once released: the store's version is how many of them it has seen. */
const MIGRATIONS: readonly ((db: Database) => void)[] = [
  (db) => {
    db.exec(SCHEMA_1)
  },
  (db) => {
    db.exec(SCHEMA_2)
  },
  (db) => {
    db.exec(SCHEMA_3)
  },
  (db) => {
    db.exec(SCHEMA_4)
  },
  (db) => {
    db.exec(SCHEMA_5)
  },
  (db) => {
    db.exec(SCHEMA_6)
  },
  (db) => {
    db.exec(SCHEMA_7)
  },
  (db) => {
    db.exec(SCHEMA_8)
    markTasks(db)
  },
  (db) => {
    db.exec(SCHEMA_9)
  },
  (db) => {
    db.exec(SCHEMA_10)
  },
]

/** Marks the file as ours ("Colo"), so that another program's database is never written to. */
const APPLICATION_ID = 0x436f6c6f

const pragma = (db: Database, name: string): number =>
  Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0])

/** Refuses what is not ours to write to. Reads only. */
export function assertOurs(db: Database, path: string): void {
  const empty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
  if (!empty && pragma(db, 'application_id') !== APPLICATION_ID) {
    throw new Refusal('store.corrupt', `Not a Colophon store: ${path}`)
  }
  const version = pragma(db, 'user_version')
  if (version > MIGRATIONS.length) {
    throw new Refusal(
      'store.schema_newer',
      `${path} has schema ${version}, this version knows ${MIGRATIONS.length}`,
    )
  }
}

/** Brings the file to this version; several processes may do so at once. */
export function migrate(db: Database): void {
  if (pragma(db, 'user_version') === MIGRATIONS.length) return
  db.exec('BEGIN IMMEDIATE')
  try {
    for (const step of MIGRATIONS.slice(pragma(db, 'user_version'))) step(db)
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`)
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
    db.exec('COMMIT')
  } catch (thrown) {
    db.exec('ROLLBACK')
    throw thrown
  }
}
