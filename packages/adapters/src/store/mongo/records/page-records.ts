import type { Filter, Sort } from 'mongodb'
import { MAX_PAGE_CHARACTERS, pageRows, type RowsOfPage } from '../../page-limits.ts'
import type { Records, Stored } from '../connection/collections.ts'
import type { Condition } from '../updates/matches.ts'

export interface RecordQuery {
  where: Condition
  sort: Sort
  limit: number
  /** @default the whole record */
  projection?: Record<string, 0 | 1>
}

/** Few at a time, so that a page of very long texts can end early. */
const BATCH = 100

/** Characters of what makes a record large: the text it came with, which it also has as a field of its result. */
const charactersOf = (record: Stored): number =>
  2 * ((record['source'] as { text?: string } | undefined)?.text?.length ?? 0)

/** Takes records until a page is full; one more than asked for tells whether there is a next page. */
export class PageFilling<Row> {
  readonly #wanted: number
  readonly #rows: Row[] = []
  #characters = 0
  #more = false

  constructor(limit: number) {
    this.#wanted = pageRows(limit)
  }

  /** False when the page takes no more. */
  add(row: Row, record: Stored): boolean {
    this.#more = this.#rows.length === this.#wanted || this.#characters > MAX_PAGE_CHARACTERS
    if (this.#more) return false
    this.#rows.push(row)
    this.#characters += charactersOf(record)
    return true
  }

  get page(): RowsOfPage<Row> {
    return { rows: this.#rows, more: this.#more }
  }
}

export async function readPage(records: Records, query: RecordQuery): Promise<RowsOfPage<Stored>> {
  const { where, sort, limit, projection = {} } = query
  const filling = new PageFilling<Stored>(limit)
  const cursor = records
    .find(where as Filter<Stored>, { batchSize: BATCH, projection })
    .sort(sort)
    .limit(pageRows(limit) + 1)
  try {
    for await (const record of cursor) {
      if (!filling.add(record, record)) break
    }
  } finally {
    await cursor.close()
  }
  return filling.page
}
