import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { ColophonError, type Clock, type Store } from '@colophon/domain'
import type { Database, PrepareOptions, Session, Statement } from './sqlite/database.ts'
import { SqliteDispatch } from './sqlite/dispatch.ts'
import { SqliteDocuments } from './sqlite/documents.ts'
import { translateFailure } from './sqlite/failures.ts'
import { GroupCommit } from './sqlite/group-commit.ts'
import { SqliteIntake } from './sqlite/intake.ts'
import { SqliteJobs } from './sqlite/jobs.ts'
import { SqliteLedger } from './sqlite/ledger.ts'
import { migrate } from './sqlite/migrations.ts'
import { SqliteAudit, SqliteReviews } from './sqlite/reviews.ts'
import { SqliteWork } from './sqlite/work.ts'

/** The only importer of node:sqlite. */

export interface OpenSqliteOptions {
  clock: Clock
  /** Pages the file may have; more is `store.full`. For tests of a full disk. */
  maxPages?: number
}

const BUSY_TIMEOUT_MS = 5_000
const PRAGMAS = [
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  'PRAGMA foreign_keys = OFF',
  'PRAGMA temp_store = MEMORY',
  'PRAGMA cache_size = -65536', ...(process.env['XP'] ?? '').split(';').filter(Boolean),
]

class SqliteHandle implements Database {
  readonly #raw: DatabaseSync
  readonly #statements = new Map<string, Statement>()

  constructor(raw: DatabaseSync) {
    this.#raw = raw
  }

  exec(sql: string): void {
    this.#raw.exec(sql)
  }

  prepare(sql: string, { bigInts = false }: PrepareOptions = {}): Statement {
    const key = bigInts ? `${sql} -- bigint` : sql
    const known = this.#statements.get(key)
    if (known !== undefined) return known
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
    for (const pragma of PRAGMAS) raw.exec(pragma)
    if (options.maxPages !== undefined) raw.exec(`PRAGMA max_page_count = ${options.maxPages}`)
    migrate(new SqliteHandle(raw), file)
    return raw
  } catch (thrown) {
    raw.close()
    throw thrown
  }
}

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
  #closing: Promise<void> | null = null

  constructor(raw: DatabaseSync, clock: Clock) {
    this.#raw = raw
    const db = new SqliteHandle(raw)
    const [begin, commit, rollback] = ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'].map((sql) => {
      const statement = db.prepare(sql)
      return () => {
        statement.run()
      }
    }) as [() => void, () => void, () => void]
    this.#commits = new GroupCommit({ begin, commit, rollback })
    const session: Session = {
      db,
      clock,
      write: (operation) => this.#whenOpen(() => this.#commits.write(operation)),
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
      this.#raw.close()
    }
  }

  async #whenOpen<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#closing !== null) throw new ColophonError('store.unavailable', 'The store is closed')
    try {
      return await work()
    } catch (thrown) {
      throw translateFailure(thrown)
    }
  }
}

export async function openSqliteStore(path: string, options: OpenSqliteOptions): Promise<Store> {
  // So that every failure is a rejection.
  await Promise.resolve()
  try {
    return new SqliteStore(openDatabase(path, options), options.clock)
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code !== 'ERR_SQLITE_ERROR') {
      throw new ColophonError('store.unavailable', `Cannot open the store ${path}`, {
        cause: thrown,
      })
    }
    throw translateFailure(thrown)
  }
}
