import type { Clock } from '@colophon/domain'

export type SqlValue = string | number | bigint | null
export type Row = Record<string, SqlValue>

/** What the subjects of this folder need of a prepared statement. */
export interface Statement {
  run(...values: SqlValue[]): { changes: number | bigint; lastInsertRowid: number | bigint }
  get(...values: SqlValue[]): Row | undefined
  all(...values: SqlValue[]): Row[]
  iterate(...values: SqlValue[]): IterableIterator<Row>
}

export interface PrepareOptions {
  /** Integers come as bigint: for statements that read money. */
  bigInts?: boolean
}

export interface Database {
  exec(sql: string): void
  /** Prepared once per text. */
  prepare(sql: string, options?: PrepareOptions): Statement
}

/** A store that is open. */
export interface Session {
  readonly db: Database
  readonly clock: Clock
  /**
   * Runs a write together with others in one transaction; resolves when it is durable. `operation` may run twice, and
   * throws a ColophonError only before its first write.
   */
  write<T>(operation: () => T): Promise<T>
  read<T>(query: () => T): Promise<T>
}

export function prepareAll<Name extends string>(
  db: Database,
  texts: Readonly<Record<Name, string>>,
  options?: PrepareOptions,
): Record<Name, Statement> {
  const statements: Partial<Record<Name, Statement>> = {}
  for (const name of Object.keys(texts) as Name[]) {
    statements[name] = db.prepare(texts[name], options)
  }
  return statements as Record<Name, Statement>
}
