import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Database, PrepareOptions, Statement } from './database.ts'
import { assertOurs, migrate } from './migrations.ts'

/** The only importer of node:sqlite. Runs in the thread of the database (thread.ts). */
export interface OpenDatabaseOptions {
  /** Pages the file may have; more is `store.full`. For tests of a full disk. */
  maxPages?: number | undefined
  /** How long another process may keep the file. @default 5000 */
  busyMs?: number | undefined
  /** Called with every statement. For tests of query plans. */
  onPrepare?: ((sql: string) => void) | undefined
}

const BUSY_TIMEOUT_MS = 5_000
const MEMORY = ':memory:'
const PRAGMAS = [
  'PRAGMA journal_mode = WAL',
  // A commit is on the disk when it returns: nothing that was acknowledged is lost when the power goes.
  'PRAGMA synchronous = FULL',
  'PRAGMA temp_store = MEMORY',
  // Small on purpose: SQLite looks through the whole cache at the end of transactions that rebalanced a tree. Reads
  // beyond it come from the memory map.
  'PRAGMA cache_size = -8192',
  'PRAGMA mmap_size = 67108864',
  'PRAGMA wal_autocheckpoint = 4096',
]

export class SqliteDatabase implements Database, Disposable {
  readonly #raw: DatabaseSync
  readonly #onPrepare: ((sql: string) => void) | undefined
  readonly #statements = new Map<string, Statement>()

  constructor(raw: DatabaseSync, onPrepare?: (sql: string) => void) {
    this.#raw = raw
    this.#onPrepare = onPrepare
  }

  exec(sql: string): void {
    this.#raw.exec(sql)
  }

  prepare(sql: string, { bigInts = false }: PrepareOptions = {}): Statement {
    const key = bigInts ? `${sql} -- bigint` : sql
    const known = this.#statements.get(key)
    if (known !== undefined) return known
    this.#onPrepare?.(sql)
    const statement: StatementSync = this.#raw.prepare(sql)
    statement.setReadBigInts(bigInts)
    // STRICT tables without BLOB columns: no value is a Uint8Array.
    this.#statements.set(key, statement as unknown as Statement)
    return statement as unknown as Statement
  }

  [Symbol.dispose](): void {
    if (!this.#raw.isOpen) return
    try {
      this.#raw.exec('PRAGMA optimize')
      this.#raw.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } catch {
      // The write-ahead log is as good: the next one to open the file reads it.
    }
    this.#raw.close()
  }
}

/** The database, its log and the index of that. */
const FILES_OF_A_STORE = 3

/** SQLite says of everything that it cannot open the same; this throws what the system says of it, if it does. */
function assertOpens(file: string): void {
  const opened: number[] = []
  try {
    for (let n = 0; n < FILES_OF_A_STORE; n += 1) opened.push(openSync(dirname(file), 'r'))
    if (existsSync(file)) opened.push(openSync(file, 'r+'))
    else accessSync(dirname(file), constants.W_OK)
  } finally {
    for (const descriptor of opened) closeSync(descriptor)
  }
}

const CANNOT_OPEN = 14

const isUnopened = (thrown: unknown): boolean =>
  thrown instanceof Error && 'errcode' in thrown && Number(thrown.errcode) % 256 === CANNOT_OPEN

/** Opens a file (made when it is not there, its folder too), or `:memory:`. */
export function openDatabase(path: string, options: OpenDatabaseOptions = {}): SqliteDatabase {
  const file = path === MEMORY ? path : resolve(path)
  if (file !== MEMORY) mkdirSync(dirname(file), { recursive: true })
  let raw: DatabaseSync | undefined
  try {
    raw = new DatabaseSync(file, { timeout: options.busyMs ?? BUSY_TIMEOUT_MS })
    const db = new SqliteDatabase(raw, options.onPrepare)
    assertOurs(db, file)
    for (const pragma of PRAGMAS) db.exec(pragma)
    if (options.maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${options.maxPages}`)
    migrate(db)
    return db
  } catch (thrown) {
    if (raw?.isOpen === true) raw.close()
    if (file !== MEMORY && isUnopened(thrown)) assertOpens(file)
    throw thrown
  }
}
