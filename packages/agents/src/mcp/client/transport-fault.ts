import { AgentCallError, type ErrorCode } from '@colophon/domain'

export type FaultKind =
  'refused' | 'unreachable' | 'cut' | 'token' | 'too_large' | 'busy' | 'status' | 'unreadable'

const CODES: Record<FaultKind, ErrorCode> = {
  // Nothing was sent: the one fault after which the same call may be made again at once.
  refused: 'agent.unavailable',
  unreachable: 'agent.unavailable',
  // The agent may have asked a model before: what that cost is not known.
  cut: 'agent.lost',
  token: 'agent.refused',
  too_large: 'input.too_large',
  busy: 'agent.busy',
  status: 'agent.unavailable',
  unreadable: 'agent.invalid_answer',
}

/** Why an exchange with an agent over HTTP did not end with its answer. Texts are ours: no address, no body. */
export class TransportFault extends Error {
  readonly kind: FaultKind
  readonly retryAfterMs: number | undefined

  constructor(
    kind: FaultKind,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number | undefined } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'TransportFault'
    this.kind = kind
    this.retryAfterMs = options.retryAfterMs
  }

  toCallError(agent: string): AgentCallError {
    const { kind, message, retryAfterMs } = this
    return new AgentCallError(CODES[kind], `${agent}: ${message}`, [], {
      cause: this,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    })
  }
}

const UNREACHABLE = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'])

/** A socket's or resolver's error. */
export function faultOfSocket(thrown: unknown): TransportFault {
  if (thrown instanceof TransportFault) return thrown
  // Several addresses were tried, each with an error of its own.
  const first: unknown = thrown instanceof AggregateError ? thrown.errors[0] : thrown
  const code = (first as { code?: unknown } | undefined)?.code
  const name = typeof code === 'string' ? ` (${code})` : ''
  if (code === 'ECONNREFUSED')
    return new TransportFault('refused', `nothing listens at its address${name}`, { cause: thrown })
  const syscall = (first as { syscall?: unknown } | undefined)?.syscall
  // The same codes also come from a connection that was up, and whose request may have arrived.
  if (
    typeof code === 'string' &&
    UNREACHABLE.has(code) &&
    syscall !== 'read' &&
    syscall !== 'write'
  )
    return new TransportFault('unreachable', `its address cannot be reached${name}`, {
      cause: thrown,
    })
  return new TransportFault('cut', `the connection broke${name}`, { cause: thrown })
}

/** A secret is changed by people, one process after the other: attempts must not be used up in between. */
const SECRET_RETRY_MS = 30_000
const MAX_RETRY_AFTER_MS = 300_000

/** An HTTP status that is not an answer. */
export function faultOfStatus(status: number, retryAfter: string | undefined): TransportFault {
  if (status === 401 || status === 403)
    return new TransportFault('token', `it does not accept the service token (HTTP ${status})`, {
      retryAfterMs: SECRET_RETRY_MS,
    })
  // Answers of something in between, when the agent may have asked a model already: the agent's own have status 200.
  if (status === 500 || status === 502 || status === 504)
    return new TransportFault('cut', `its address answers HTTP ${status}`)
  if (status === 413) return new TransportFault('too_large', 'the document is over its body limit')
  const seconds = Number(retryAfter)
  const retryAfterMs =
    retryAfter !== undefined && seconds >= 0
      ? Math.min(seconds * 1000, MAX_RETRY_AFTER_MS)
      : undefined
  // Unlike one that is away, it is there and answers: other calls may well go through.
  if (status === 429)
    return new TransportFault('busy', 'it has no room for the request', { retryAfterMs })
  return new TransportFault('status', `its address answers HTTP ${status}`, { retryAfterMs })
}
