import { ColophonError, type ErrorCode } from '@colophon/domain'
import { MongoError, MongoNetworkError, MongoServerError, MongoSystemError } from 'mongodb'

export const DUPLICATE_KEY = 11_000

/** Codes of servers that cannot answer now: no primary, shutting down, stepping down, too slow. */
const UNAVAILABLE = new Set([
  6, 7, 50, 64, 89, 91, 134, 189, 202, 262, 317, 9001, 10_107, 11_600, 11_602, 13_435, 13_436,
])
/** No room on the disk, over a quota. */
const FULL = new Set([12_501, 14_031, 8_000])
const REFUSED = new Set([13, 18, 8_001])
const TOO_LARGE = new Set([10_334, 17_280, 17_419])
const SAYS_FULL = /disk (?:is )?full|no space left|over your space quota|quota exceeded/i
const SAYS_TOO_LARGE = /larger than the maximum size/i
// A bulk write that the network has cut comes as an error of the server, with the words of the socket.
const SAYS_AWAY =
  /database is locked|SQLITE_BUSY|connection reset|use of closed|ECONNRE|EPIPE|socket|connection .*closed/i

export const isDuplicateKey = (thrown: unknown): boolean =>
  thrown instanceof MongoServerError && thrown.code === DUPLICATE_KEY

function codeOf(thrown: MongoError): ErrorCode | null {
  if (thrown instanceof MongoNetworkError || thrown instanceof MongoSystemError) {
    return 'store.unavailable'
  }
  // Failures of the driver itself: pool cleared, closed, no session. None of these is about what was written.
  if (!(thrown instanceof MongoServerError)) {
    if (SAYS_TOO_LARGE.test(thrown.message)) return 'input.too_large'
    return /Pool|Closed|NotConnected|Expired|Timeout|Cursor/.test(thrown.name)
      ? 'store.unavailable'
      : null
  }
  const code = Number(thrown.code)
  if (FULL.has(code) || SAYS_FULL.test(thrown.message)) return 'store.full'
  if (TOO_LARGE.has(code)) return 'input.too_large'
  if (UNAVAILABLE.has(code) || REFUSED.has(code) || SAYS_AWAY.test(thrown.message)) {
    return 'store.unavailable'
  }
  return null
}

/** The driver writes into a buffer of the largest size a server takes, and lets Node say that it is full. */
const isOverflow = (thrown: unknown): boolean =>
  thrown instanceof RangeError && 'code' in thrown && thrown.code === 'ERR_OUT_OF_RANGE'

/** Whether it is an error of the operating system, or of a stream of Node that has ended. */
const isOfSocket = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  ('syscall' in thrown || ('code' in thrown && /^(?:EPIPE|ECONN\w+)$/.test(String(thrown.code))))

const TOO_LARGE_SAID = 'The record is larger than the 16 MiB that MongoDB takes'
const SAID: Partial<Record<ErrorCode, string>> = {
  'store.full': 'The MongoDB server has no room left',
  'input.too_large': TOO_LARGE_SAID,
}

/**
 * Makes an error of the catalogue of it; anything else (a defect) stays as it is. The message of the driver may hold
 * the URL; `address` is what of it may be shown.
 */
export function storeError(thrown: unknown, address?: string): unknown {
  if (isOverflow(thrown)) {
    return new ColophonError('input.too_large', TOO_LARGE_SAID, { cause: thrown })
  }
  // The driver lets some errors of its sockets through as they are.
  const code = isOfSocket(thrown)
    ? 'store.unavailable'
    : thrown instanceof MongoError
      ? codeOf(thrown)
      : null
  if (code === null) return thrown
  const said = SAID[code] ?? 'The MongoDB server does not answer'
  const where = address === undefined ? '' : `${address}, `
  return new ColophonError(code, `${said} (${where}${(thrown as Error).name})`, { cause: thrown })
}

/** Left for later: the store was away, not the code wrong. */
export function isStoreAway(thrown: unknown): boolean {
  const error = storeError(thrown)
  return (
    error instanceof ColophonError &&
    (error.code === 'store.unavailable' || error.code === 'store.full')
  )
}
