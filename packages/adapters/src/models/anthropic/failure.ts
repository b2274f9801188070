import type { ErrorCode } from '@colophon/domain'
import { APIConnectionTimeoutError, APIError } from '@anthropic-ai/sdk'
import { connectionFailure } from '../calls/connection-failure.ts'
import { readRetryAfterMs } from '../calls/retry-after.ts'

export interface ProviderFailure {
  code: ErrorCode
  /** In our words: the provider's may repeat what it was sent. */
  what: string
  /** Whether tokens may have been billed. */
  mayBeBilled: boolean
  requestId: string | undefined
  retryAfterMs: number | undefined
  /** The schema has no grammar the provider would compile: it said so before it read the text. */
  refusedGrammar: boolean
}

const BY_STATUS: Readonly<Partial<Record<number, ErrorCode>>> = {
  401: 'model.unauthorised',
  402: 'model.unauthorised',
  403: 'model.unauthorised',
  404: 'model.missing',
  408: 'model.timeout',
  409: 'model.unavailable',
  413: 'model.input_too_long',
  429: 'model.rate_limited',
  503: 'model.overloaded',
  504: 'model.timeout',
  529: 'model.overloaded',
}

const BY_TYPE: Readonly<Partial<Record<string, ErrorCode>>> = {
  authentication_error: 'model.unauthorised',
  billing_error: 'model.unauthorised',
  invalid_request_error: 'model.request_rejected',
  permission_error: 'model.unauthorised',
  not_found_error: 'model.missing',
  request_too_large: 'model.input_too_long',
  rate_limit_error: 'model.rate_limited',
  timeout_error: 'model.timeout',
  overloaded_error: 'model.overloaded',
  api_error: 'model.unavailable',
}

const TOO_LONG = /too long|context (?:length|limit|window)|exceeds? .*context/i
const GRAMMAR = /grammar|schema/i
const BALANCE = /credit balance|billing/i

function codeOf(status: number | undefined, type: string | null, said: string): ErrorCode {
  // Inside a stream there is no status: only the type.
  if (status === undefined)
    return type === 'invalid_request_error' && TOO_LONG.test(said)
      ? 'model.input_too_long'
      : (BY_TYPE[type ?? ''] ?? 'model.unavailable')
  const known = BY_STATUS[status]
  if (known !== undefined) return known
  if (status >= 500) return 'model.unavailable'
  if (TOO_LONG.test(said)) return 'model.input_too_long'
  return type === 'billing_error' || BALANCE.test(said)
    ? 'model.unauthorised'
    : 'model.request_rejected'
}

/** The provider's words as far as they may stand in a message: names of its own, never free text. */
const plain = (text: string | null | undefined): string | undefined =>
  text !== null && text !== undefined && /^[\w-]{1,100}$/.test(text) ? text : undefined

export function providerFailure(thrown: unknown): ProviderFailure {
  if (thrown instanceof APIConnectionTimeoutError)
    return connectionLost('model.timeout', 'no answer in time')
  if (thrown instanceof APIError && (thrown.status !== undefined || thrown.type !== null)) {
    const { status, type, headers } = thrown as APIError
    const said = thrown.apiMessage ?? ''
    return {
      code: codeOf(status, type, said),
      what: [status === undefined ? 'it failed while answering' : `HTTP ${status}`, plain(type)]
        .filter((part) => part !== undefined)
        .join(', '),
      mayBeBilled: status === undefined,
      requestId: plain(thrown.requestID),
      retryAfterMs: headers === undefined ? undefined : readRetryAfterMs(headers),
      refusedGrammar: status === 400 && GRAMMAR.test(said),
    }
  }
  const { code, neverSent, timedOut } = connectionFailure(thrown)
  const what = `the connection failed${code === undefined ? '' : ` (${code})`}`
  return {
    ...connectionLost(timedOut ? 'model.timeout' : 'model.unavailable', what),
    mayBeBilled: !neverSent,
  }
}

const connectionLost = (code: ErrorCode, what: string): ProviderFailure => ({
  code,
  what,
  mayBeBilled: true,
  requestId: undefined,
  retryAfterMs: undefined,
  refusedGrammar: false,
})
