import type { ErrorCode } from '@colophon/domain'
import { Refusal } from './thread/database.ts'

/** An error on its way from the thread of the database to the caller. */
export interface Failure {
  /** Null for a defect. */
  code: ErrorCode | null
  message: string
  stack: string | undefined
}

/** Primary result codes of SQLite (the low byte of an extended one). */
const CODES = new Map<number, ErrorCode>([
  [5, 'store.unavailable'], // BUSY
  [6, 'store.unavailable'], // LOCKED
  [7, 'store.unavailable'], // NOMEM
  [8, 'store.read_only'],
  [10, 'store.full'], // IOERR
  [11, 'store.corrupt'],
  [13, 'store.full'],
  [14, 'store.unavailable'], // CANTOPEN
  [15, 'store.unavailable'], // PROTOCOL: locking
  [26, 'store.corrupt'], // NOTADB
])

/** Codes of the file system. */
const READ_ONLY = ['EACCES', 'EPERM', 'EROFS']
const SAYS_TOO_MANY = /\bE[MN]FILE\b/
const TOO_MANY =
  'this process may open no more files: raise the limit of its shell, for example ulimit -n 4096'

function primaryCode(thrown: unknown): number | null {
  if (!(thrown instanceof Error) || !('errcode' in thrown)) return null
  return typeof thrown.errcode === 'number' ? thrown.errcode & 0xff : null
}

export const isBusy = (thrown: unknown): boolean => {
  const code = primaryCode(thrown)
  return code === 5 || code === 6
}

export function toFailure(thrown: unknown): Failure {
  if (!(thrown instanceof Error)) return { code: null, message: String(thrown), stack: undefined }
  const { message, stack } = thrown
  if (thrown instanceof Refusal) return { code: thrown.code, message, stack }
  const primary = primaryCode(thrown)
  const code = primary === null ? undefined : CODES.get(primary)
  if (code !== undefined) return { code, message: `The SQLite store failed: ${message}`, stack }
  if (SAYS_TOO_MANY.test(message)) {
    return { code: 'store.unavailable', message: `The SQLite store failed: ${TOO_MANY}`, stack }
  }
  // The file system: no such folder, no permission.
  if ('syscall' in thrown && 'code' in thrown) {
    const isReadOnly = READ_ONLY.includes(String(thrown.code))
    return { code: isReadOnly ? 'store.read_only' : 'store.unavailable', message, stack }
  }
  return { code: null, message, stack }
}
