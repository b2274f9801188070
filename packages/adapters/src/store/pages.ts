import { ColophonError, type PageOf, type PageRequest } from '@colophon/domain'
import type { RowsOfPage } from './page-limits.ts'

/** Where a page ends: the values its order goes by. */
export type CursorKey = readonly (string | number)[]

export const encodeCursor = (key: CursorKey): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url')

export const notOfThisList = (): ColophonError =>
  new ColophonError('request.invalid', 'The cursor is not one of this list')

/** The key after which a page starts; `first` is below every key. */
export function decodeCursor<const Key extends CursorKey>(
  page: Pick<PageRequest, 'cursor'>,
  first: Key,
): Key {
  if (page.cursor === undefined) return first
  try {
    const key: unknown = JSON.parse(Buffer.from(page.cursor, 'base64url').toString())
    if (Array.isArray(key) && first.every((part, index) => typeof key[index] === typeof part)) {
      return key as unknown as Key
    }
  } catch {
    // Falls through to the same answer as any other cursor that is not ours.
  }
  throw notOfThisList()
}

export function pageOf<Row, T>(
  { rows, more }: RowsOfPage<Row>,
  item: (row: Row) => T,
  key: (row: Row) => CursorKey,
): PageOf<T> {
  const last = rows.at(-1)
  return {
    items: rows.map(item),
    cursor: more && last !== undefined ? encodeCursor(key(last)) : null,
  }
}
