import type { ErrorCode } from '@colophon/domain'

export type SqlValue = string | number | bigint | null
export type Row = Record<string, SqlValue>

/** A prepared statement, as far as the operations need it. */
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

/** An answer of the catalogue ("lease lost"). An operation throws it only before its first write. */
export class Refusal extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string) {
    super(message)
    this.code = code
  }
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
