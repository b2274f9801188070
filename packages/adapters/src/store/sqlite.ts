import { closeSync, fdatasync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { ColophonError, type Clock, type Store } from '@colophon/domain'
import {
  prepareAll,
  type Database,
  type PrepareOptions,
  type Session,
  type Statement,
} from './sqlite/database.ts'
import { SqliteDispatch } from './sqlite/dispatch.ts'
import { SqliteDocuments } from './sqlite/documents.ts'
import { translateFailure } from './sqlite/failures.ts'
import { GroupCommit } from './sqlite/group-commit.ts'
import { SqliteIntake } from './sqlite/intake.ts'
import { SqliteJobs } from './sqlite/jobs.ts'
import { SqliteLedger } from './sqlite/ledger.ts'
import { assertOurs, migrate } from './sqlite/migrations.ts'
import { SqliteAudit, SqliteReviews } from './sqlite/reviews.ts'
import { SqliteWork } from './sqlite/work.ts'

/** The only importer of node:sqlite. */

export interface OpenSqliteOptions {
  clock: Clock
  /** Pages the file may have; more is `store.full`. For tests of a full disk. */
  maxPages?: number
  /** Called with every statement. For tests of query plans. */
  onPrepare?: (sql: string) => void
}

const BUSY_TIMEOUT_MS = 5_000
const PRAGMAS = [
  'PRAGMA journal_mode = WAL',
  // No sync within a commit: WriteAheadLog syncs after it, beside the event loop. Checkpoints are synced all the same.
  'PRAGMA synchronous = NORMAL',
  'PRAGMA temp_store = MEMORY',
  // Small on purpose: SQLite looks through the whole cache at the end of transactions that rebalanced a tree.
  'PRAGMA cache_size = -8192',
  'PRAGMA mmap_size = 268435456',
  'PRAGMA wal_autocheckpoint = 4096',
  ...(process.env['XP'] ?? '').split(';').filter(Boolean),
]

class SqliteHandle implements Database {
  readonly #raw: DatabaseSync
  readonly #statements = new Map<string, Statement>()

  readonly #onPrepare: (sql: string) => void

  constructor(raw: DatabaseSync, onPrepare: (sql: string) => void = () => undefined) {
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
    this.#onPrepare(sql)
    const statement: StatementSync = this.#raw.prepare(sql)
    statement.setReadBigInts(bigInts)
    // STRICT tables without BLOB columns: no value is a Uint8Array.
    this.#statements.set(key, statement as unknown as Statement)
    return statement as unknown as Statement
  }
}

function openDatabase(path: string, options: OpenSqliteOptions): DatabaseSync {
  const file = path === ':memory:' ? path : resolve(path)
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const raw = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
  try {
    const db = new SqliteHandle(raw)
    assertOurs(db, file)
    for (const pragma of PRAGMAS) raw.exec(pragma)
    if (options.maxPages !== undefined) raw.exec(`PRAGMA max_page_count = ${options.maxPages}`)
    migrate(db)
    return raw
  } catch (thrown) {
    raw.close()
    throw thrown
  }
}

const TRANSACTION = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  rollback: 'ROLLBACK',
} as const

interface WriteAheadLog {
  sync(): Promise<void>
  close(): void
}

/**
 * SQLite's log as a file of ours, to sync it without blocking the event loop. It stays the same file as long as the
 * database is open, and SQLite takes its locks on other files, so that closing this one releases none.
 */
function openLog(raw: DatabaseSync): WriteAheadLog {
  const file = raw.location()
  if (file === null) return { sync: () => Promise.resolve(), close: () => undefined }
  const fd = openSync(`${file}-wal`, 'r+')
  return {
    sync: () =>
      new Promise((resolve, reject) => {
        fdatasync(fd, (failure) => {
          if (failure === null) resolve()
          else reject(failure)
        })
      }),
    close: () => {
      closeSync(fd)
    },
  }
}

const closedError = (): ColophonError =>
  new ColophonError('store.unavailable', 'The store is closed')

class SqliteStore implements Store {
  readonly jobs
  readonly documents
  readonly work
  readonly dispatch
  readonly ledger
  readonly reviews
  readonly audit
  readonly intake
  readonly #raw: DatabaseSync
  readonly #commits: GroupCommit
  readonly #log: WriteAheadLog
  #closing: Promise<void> | null = null

  constructor(raw: DatabaseSync, { clock, onPrepare }: OpenSqliteOptions) {
    this.#raw = raw
    const db = new SqliteHandle(raw, onPrepare)
    this.#log = openLog(raw)
    const transaction = prepareAll(db, TRANSACTION)
    this.#commits = new GroupCommit({
      begin: () => transaction.begin.run(),
      commit: () => transaction.commit.run(),
      rollback: () => transaction.rollback.run(),
      sync: () => this.#log.sync(),
    })
    const session: Session = {
      db,
      clock,
      write: (operation) =>
        this.#closing === null ? this.#commits.write(operation) : Promise.reject(closedError()),
      read: (query) => this.#whenOpen(query),
    }
    this.jobs = new SqliteJobs(session)
    this.documents = new SqliteDocuments(session)
    this.work = new SqliteWork(session)
    this.dispatch = new SqliteDispatch(session)
    this.ledger = new SqliteLedger(session)
    this.reviews = new SqliteReviews(session)
    this.audit = new SqliteAudit(session)
    this.intake = new SqliteIntake(session)
  }

  ping(): Promise<void> {
    return this.#whenOpen(() => {
      this.#raw.exec('SELECT 1 FROM jobs LIMIT 1')
    })
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    await this.#commits.drain()
    try {
      this.#raw.exec('PRAGMA optimize')
      this.#raw.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } catch {
      // The write-ahead log is as good: the next one to open the file reads it.
    } finally {
      this.#log.close()
      this.#raw.close()
    }
  }

  #whenOpen<T>(query: () => T): Promise<T> {
    if (this.#closing !== null) return Promise.reject(closedError())
    return new Promise((resolve, reject) => {
      try {
        resolve(query())
      } catch (thrown) {
        reject(translateFailure(thrown))
      }
    })
  }
}

export async function openSqliteStore(path: string, options: OpenSqliteOptions): Promise<Store> {
  // So that every failure is a rejection.
  await Promise.resolve()
  try {
    return new SqliteStore(openDatabase(path, options), options)
  } catch (thrown) {
    const failure = translateFailure(thrown)
    if (failure instanceof ColophonError || !isSystemError(failure)) throw failure
    throw new ColophonError('store.unavailable', `Cannot open the store ${path}`, { cause: thrown })
  }
}

const isSystemError = (thrown: unknown): boolean => thrown instanceof Error && 'syscall' in thrown
