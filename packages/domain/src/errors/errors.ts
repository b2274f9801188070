import { AGENT_ERRORS } from './agent.ts'
import { API_ERRORS } from './api.ts'
import { AUTH_ERRORS } from './auth.ts'
import { BACKUP_ERRORS } from './backup.ts'
import { BUDGET_ERRORS } from './budget.ts'
import { BUS_ERRORS } from './bus.ts'
import { COLLECTION_ERRORS } from './collection.ts'
import { CONFIG_ERRORS } from './config.ts'
import { DOCUMENT_ERRORS } from './document.ts'
import { INPUT_ERRORS } from './input.ts'
import { INTERNAL_ERRORS } from './internal.ts'
import { JOB_ERRORS } from './job.ts'
import { LEASE_ERRORS } from './lease.ts'
import { MESSAGE_ERRORS } from './message.ts'
import { MODEL_ERRORS } from './model.ts'
import { OUTPUT_ERRORS } from './output.ts'
import { PRECEDENT_ERRORS } from './precedent.ts'
import { PROFILE_ERRORS } from './profile.ts'
import { REQUEST_ERRORS } from './request.ts'
import { REVIEW_ERRORS } from './review.ts'
import { RULES_ERRORS } from './rules.ts'
import { STORE_ERRORS } from './store.ts'
import { WEBHOOK_ERRORS } from './webhook.ts'
import type { ErrorClass } from './entry.ts'

export type { ErrorClass } from './entry.ts'

/** One file for each first part of a code. */
export const ERRORS = {
  ...CONFIG_ERRORS,
  ...INPUT_ERRORS,
  ...OUTPUT_ERRORS,
  ...STORE_ERRORS,
  ...BACKUP_ERRORS,
  ...BUS_ERRORS,
  ...LEASE_ERRORS,
  ...AGENT_ERRORS,
  ...RULES_ERRORS,
  ...MODEL_ERRORS,
  ...BUDGET_ERRORS,
  ...DOCUMENT_ERRORS,
  ...PRECEDENT_ERRORS,
  ...PROFILE_ERRORS,
  ...JOB_ERRORS,
  ...REVIEW_ERRORS,
  ...COLLECTION_ERRORS,
  ...WEBHOOK_ERRORS,
  ...MESSAGE_ERRORS,
  ...REQUEST_ERRORS,
  ...API_ERRORS,
  ...AUTH_ERRORS,
  ...INTERNAL_ERRORS,
} as const

export type ErrorCode = keyof typeof ERRORS

export const ERROR_CODES = Object.keys(ERRORS) as ErrorCode[]

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERRORS, value)
}

export interface ColophonErrorOptions {
  cause?: unknown
  /** How long the other side asked us to wait. */
  retryAfterMs?: number
  /** What the answer says beside the message, such as the other side of a conflict. */
  members?: Readonly<Record<string, unknown>>
}

/** An error of the catalogue. `message` names the thing at hand; it never holds document text or a secret. */
export class ColophonError extends Error {
  readonly code: ErrorCode
  readonly retryAfterMs: number | undefined
  readonly members: Readonly<Record<string, unknown>> | undefined

  constructor(code: ErrorCode, message: string, options: ColophonErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'ColophonError'
    this.code = code
    this.retryAfterMs = options.retryAfterMs
    this.members = options.members
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
