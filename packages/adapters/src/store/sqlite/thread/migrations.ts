import { Refusal, type Database, type Row } from './database.ts'
import { SCHEMA_1, SCHEMA_2, SCHEMA_3, SCHEMA_4, SCHEMA_5, SCHEMA_7 } from './schema.ts'
import { SCHEMA_14 } from './schema-budgets.ts'
import { SCHEMA_12 } from './schema-costs.ts'
import { SCHEMA_13 } from './schema-hints.ts'
import { SCHEMA_10 } from './schema-reports.ts'
import { SCHEMA_11 } from './schema-traces.ts'
import { SCHEMA_15 } from './schema-queue.ts'
import { SCHEMA_16 } from './schema-register.ts'
import { SCHEMA_8 } from './schema-review.ts'
import { TaskMarks } from './operations/task-marks.ts'
import { SCHEMA_6 } from './schema-revisions.ts'
import { SCHEMA_9 } from './schema-search.ts'

/** Gives each task that is there its places and counts, or some of them. */
function markTasks(db: Database, mark: (marks: TaskMarks, task: Row) => void): void {
  const marks = new TaskMarks(db)
  const tasks = db.prepare('SELECT * FROM review_queue WHERE review > ? ORDER BY review LIMIT 1000')
  let after = 0
  for (let rows = tasks.all(after); rows.length > 0; rows = tasks.all(after)) {
    for (const row of rows) mark(marks, row)
    after = Number(rows.at(-1)?.['review'])
  }
  marks.writeCounts()
}

const runs =
  (sql: string) =>
  (db: Database): void => {
    db.exec(sql)
  }

/** The version that brought marks. */
const MARKED_SINCE = 8

/** In order, never changed once released: the store's version is how many of them it has seen. */
const MIGRATIONS: readonly ((db: Database, from: number) => void)[] = [
  runs(SCHEMA_1),
  runs(SCHEMA_2),
  runs(SCHEMA_3),
  runs(SCHEMA_4),
  runs(SCHEMA_5),
  runs(SCHEMA_6),
  runs(SCHEMA_7),
  (db) => {
    db.exec(SCHEMA_8)
    markTasks(db, (marks, task) => {
      marks.add(task)
    })
  },
  runs(SCHEMA_9),
  runs(SCHEMA_10),
  runs(SCHEMA_11),
  runs(SCHEMA_12),
  runs(SCHEMA_13),
  runs(SCHEMA_14),
  (db, from) => {
    db.exec(SCHEMA_15)
    // Tasks that got their marks on the way here have this one too.
    if (from < MARKED_SINCE) return
    markTasks(db, (marks, task) => {
      marks.addProfile(task)
    })
  },
  runs(SCHEMA_16),
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
    const from = pragma(db, 'user_version')
    for (const step of MIGRATIONS.slice(from)) step(db, from)
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`)
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
    db.exec('COMMIT')
  } catch (thrown) {
    db.exec('ROLLBACK')
    throw thrown
  }
}
