import { ColophonError, type ErrorCode } from '@colophon/domain'

/** Primary result codes of SQLite (the low byte of an extended one). */
const CODES = new Map<number, ErrorCode>([
  [5, 'store.unavailable'], // BUSY
  [6, 'store.unavailable'], // LOCKED
  [7, 'store.unavailable'], // NOMEM
  [8, 'store.full'], // READONLY
  [10, 'store.full'], // IOERR
  [11, 'store.corrupt'],
  [13, 'store.full'],
  [14, 'store.unavailable'], // CANTOPEN
  [15, 'store.unavailable'], // PROTOCOL: locking
  [26, 'store.corrupt'], // NOTADB
])

function primaryCode(thrown: unknown): number | null {
  if (!(thrown instanceof Error) || !('errcode' in thrown)) return null
  return typeof thrown.errcode === 'number' ? thrown.errcode & 0xff : null
}

export const isBusy = (thrown: unknown): boolean => {
  const code = primaryCode(thrown)
  return code === 5 || code === 6
}

/** SQLite's errors in the words of the catalogue; anything else is a bug and passes as it is. */
export function translateFailure(thrown: unknown): unknown {
  const primary = primaryCode(thrown)
  const code = primary === null ? undefined : CODES.get(primary)
  if (code === undefined || !(thrown instanceof Error)) return thrown
  return new ColophonError(code, `The SQLite store failed: ${thrown.message}`, { cause: thrown })
}
