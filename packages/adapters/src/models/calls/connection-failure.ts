import { NotTakenError } from './provider-fetch.ts'

/** Codes of failures before anything was sent: the provider cannot have worked on the call. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
])
const CERTIFICATE = /^(?:CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/
const TIMEOUTS = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'])

export interface ConnectionFailure {
  /** Node's code, fit for a message; undefined when there is none. */
  code: string | undefined
  /** The provider cannot have worked on the call, nor billed it. */
  neverSent: boolean
  timedOut: boolean
}

/** Reads the code out of what fetch throws: it stands on the error, its cause, or one of several attempts. */
export function connectionFailure(thrown: unknown): ConnectionFailure {
  if (isNotTaken(thrown)) return { code: undefined, neverSent: true, timedOut: false }
  const { code, syscall } = failureIn(thrown, 5) ?? { code: undefined, syscall: undefined }
  // The same codes also come from a connection that was up, and whose request may have arrived.
  const wasUp = syscall === 'read' || syscall === 'write'
  return {
    code,
    neverSent: code !== undefined && !wasUp && (NEVER_SENT.has(code) || CERTIFICATE.test(code)),
    timedOut: code !== undefined && TIMEOUTS.has(code),
  }
}

/** Clients of providers wrap what their `fetch` threw. */
const isNotTaken = (thrown: unknown): boolean =>
  thrown instanceof NotTakenError ||
  (thrown instanceof Error && thrown.cause instanceof NotTakenError)

function failureIn(thrown: unknown, depth: number): { code: string; syscall: unknown } | undefined {
  if (!(thrown instanceof Error) || depth === 0) return undefined
  if (
    'code' in thrown &&
    typeof thrown.code === 'string' &&
    /^[A-Z][A-Z0-9_]{2,60}$/.test(thrown.code)
  )
    return { code: thrown.code, syscall: 'syscall' in thrown ? thrown.syscall : undefined }
  const attempts = thrown instanceof AggregateError ? (thrown.errors as unknown[]) : []
  return [thrown.cause, ...attempts]
    .map((each) => failureIn(each, depth - 1))
    .find((found) => found !== undefined)
}
