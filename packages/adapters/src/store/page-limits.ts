// Apart from pages.ts: the thread of SQLite starts without the domain.

/** No page is longer, whatever was asked for. */
const MAX_PAGE_ROWS = 500
/** A page of documents with very long texts ends early rather than filling the memory. */
export const MAX_PAGE_CHARACTERS = 32 * 1024 * 1024

export const pageRows = (limit: number): number =>
  Math.min(Math.max(1, Math.trunc(limit)), MAX_PAGE_ROWS)

export interface RowsOfPage<Row> {
  rows: Row[]
  more: boolean
}
