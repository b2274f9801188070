import { MAX_PAGE_CHARACTERS, pageRows, type RowsOfPage } from '../../page-limits.ts'
import type { Row, SqlValue, Statement } from './database.ts'

export type RowPage = RowsOfPage<Row>

export interface PageQuery {
  statement: Statement
  values: readonly SqlValue[]
  limit: number
}

/** Runs a query whose last parameter is its LIMIT; one row more than asked for tells whether there is a next page. */
export function readRows({ statement, values, limit }: PageQuery): RowPage {
  return takeRows(statement.iterate(...values, pageRows(limit) + 1), limit)
}

/** A page of rows, of which there are one more than asked for when there is a next page. */
export function takeRows(from: Iterable<Row>, limit: number): RowPage {
  const wanted = pageRows(limit)
  const rows: Row[] = []
  let characters = 0
  for (const row of from) {
    if (rows.length === wanted || characters > MAX_PAGE_CHARACTERS) return { rows, more: true }
    rows.push(row)
    for (const value of Object.values(row)) {
      if (typeof value === 'string') characters += value.length
    }
  }
  return { rows, more: false }
}
