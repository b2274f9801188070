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
  const wanted = pageRows(limit)
  const rows: Row[] = []
  let characters = 0
  for (const row of statement.iterate(...values, wanted + 1)) {
    if (rows.length === wanted || characters > MAX_PAGE_CHARACTERS) return { rows, more: true }
    rows.push(row)
    for (const value of Object.values(row)) {
      if (typeof value === 'string') characters += value.length
    }
  }
  return { rows, more: false }
}
