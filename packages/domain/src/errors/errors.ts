import type { ErrorClass } from './entry.ts'
import { SETUP_ERRORS } from './setup.ts'
import { WORK_ERRORS } from './work.ts'

export type { ErrorClass } from './entry.ts'

export const ERRORS = { ...SETUP_ERRORS, ...WORK_ERRORS } as const

export type ErrorCode = keyof typeof ERRORS

export const ERROR_CODES = Object.keys(ERRORS) as ErrorCode[]

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERRORS, value)
}

export interface ColophonErrorOptions {
  cause?: unknown
  /** How long the other side asked us to wait. */
  retryAfterMs?: number
}

/** An error of the catalogue. `message` names the thing at hand; it never holds document text or a secret. */
export class ColophonError extends Error {
  readonly code: ErrorCode
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, message: string, options: ColophonErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'ColophonError'
    this.code = code
    this.retryAfterMs = options.retryAfterMs
  }

  get class(): ErrorClass {
    return ERRORS[this.code].class
  }

  get status(): number {
    return ERRORS[this.code].status
  }

  get fix(): string {
    return ERRORS[this.code].fix
  }
}

/** Wraps whatever was thrown, so that a bug keeps its stack as the cause but never speaks to the outside. */
export function toColophonError(thrown: unknown): ColophonError {
  if (thrown instanceof ColophonError) return thrown
  return new ColophonError('internal.unexpected', 'An unexpected error occurred', { cause: thrown })
}
