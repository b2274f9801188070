import { ColophonError, type PageOf, type PageRequest } from '@colophon/domain'
import type { Row, SqlValue, Statement } from './database.ts'

const MAX_ITEMS = 500
/** A page of documents with very long texts ends early rather than filling the memory. */
const MAX_BYTES = 32 * 1024 * 1024

export type CursorKey = readonly (string | number)[]

const encodeCursor = (key: CursorKey): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url')

/** The key after which a page starts; `first` is below every key. */
export function decodeCursor<const Key extends CursorKey>(page: PageRequest, first: Key): Key {
  if (page.cursor === undefined) return first
  try {
    const key: unknown = JSON.parse(Buffer.from(page.cursor, 'base64url').toString())
    if (Array.isArray(key) && first.every((part, index) => typeof key[index] === typeof part)) {
      return key as unknown as Key
    }
  } catch {
    // Falls through to the same answer as any other cursor that is not ours.
  }
  throw new ColophonError('request.invalid', 'The cursor is not one of this list')
}

export interface PageQuery<T> {
  statement: Statement
  values: SqlValue[]
  limit: number
  item: (row: Row) => T
  key: (row: Row) => CursorKey
}

/** Runs a query whose last parameter is its LIMIT; one row more than asked for tells whether there is a next page. */
export function readPage<T>({ statement, values, limit, item, key }: PageQuery<T>): PageOf<T> {
  const wanted = Math.min(Math.max(1, Math.trunc(limit)), MAX_ITEMS)
  const items: T[] = []
  let bytes = 0
  let last: CursorKey = []
  for (const row of statement.iterate(...values, wanted + 1)) {
    if (items.length === wanted || bytes > MAX_BYTES) return { items, cursor: encodeCursor(last) }
    items.push(item(row))
    last = key(row)
    for (const value of Object.values(row)) if (typeof value === 'string') bytes += value.length
  }
  return { items, cursor: null }
}
