import type { Row, SqlValue, Statement } from '../database.ts'

const MAX_ROWS = 500
/** A page of documents with very long texts ends early rather than filling the memory. */
const MAX_CHARACTERS = 32 * 1024 * 1024

export interface RowPage {
  rows: Row[]
  more: boolean
}

export interface PageQuery {
  statement: Statement
  values: readonly SqlValue[]
  limit: number
}

/** Runs a query whose last parameter is its LIMIT; one row more than asked for tells whether there is a next page. */
export function readRows({ statement, values, limit }: PageQuery): RowPage {
  const wanted = Math.min(Math.max(1, Math.trunc(limit)), MAX_ROWS)
  const rows: Row[] = []
  let characters = 0
  for (const row of statement.iterate(...values, wanted + 1)) {
    if (rows.length === wanted || characters > MAX_CHARACTERS) return { rows, more: true }
    rows.push(row)
    for (const value of Object.values(row)) {
      if (typeof value === 'string') characters += value.length
    }
  }
  return { rows, more: false }
}
