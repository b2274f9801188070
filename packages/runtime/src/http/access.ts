import { createHash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import { rateLimit } from 'express-rate-limit'
import {
  assertRole,
  bearerAuth,
  principalOf,
  type Role,
  type TokenVerifier,
} from '../auth/index.ts'
import type { Access } from './operation.ts'

/** How an API knows who asks. */
export interface AccessOptions {
  verifier: TokenVerifier
  /** Requests that one token's bearer may make in a minute. @default 1200 */
  requestsPerMinute?: number | undefined
  /** What Prometheus shows instead of a token of an operator. */
  metricsToken?: string | undefined
}

const REQUESTS_PER_MINUTE = 1_200
const MINUTE_MS = 60_000
export const LOCAL_TENANT = 'default'

/**
 * The one place that says whose records a request sees: those of its token's tenant. Without authentication the APIs
 * are served on loopback only (`assertLoopback`), and whoever can reach them is the default tenant.
 */
export const tenantOf = (response: Response): string =>
  principalOf(response)?.tenant ?? LOCAL_TENANT

/**
 * Guards that go before every operation: a good token, one of its roles, not too often. Nothing without
 * authentication.
 */
export function guards(access: AccessOptions | undefined): (access?: Access) => RequestHandler[] {
  if (access === undefined) return () => []
  const authenticate = bearerAuth(access.verifier)
  const limit = limitPerBearer(access.requestsPerMinute ?? REQUESTS_PER_MINUTE)
  return (allowed) => (allowed === 'anybody' ? [] : [authenticate, limit, requireRole(allowed)])
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Guards before the metrics of an API: they tell of tenants, collections and money. Prometheus has a token that never
 * ends; a person shows that of an operator.
 */
export function metricsGuards(access: AccessOptions | undefined): RequestHandler[] {
  if (access === undefined) return []
  const { verifier, metricsToken } = access
  const operators = bearerAuth(verifier, { roles: ['operator'] })
  const known = metricsToken === undefined ? null : digest(`Bearer ${metricsToken}`)
  return [
    (request, response, next) => {
      const shown = request.get('authorization') ?? ''
      if (known !== null && timingSafeEqual(digest(shown), known)) next()
      else operators(request, response, next)
    },
  ]
}

const requireRole =
  (roles: readonly Role[] | undefined): RequestHandler =>
  (_request, response, next) => {
    const principal = principalOf(response)
    // Cannot be: the guard before this one answers itself.
    if (principal === undefined) throw new Error('a role is asked for before a token')
    assertRole(principal, roles)
    next()
  }

/** Has the shape of the error catalogue. */
class TooManyRequestsError extends Error {
  readonly code = 'request.rate_limited'
  readonly status = 429
  readonly fix = 'Wait as long as `retry-after` says, then go on more slowly.'
  readonly retryAfterMs: number

  constructor(retryAfterMs: number) {
    super('Too many requests with tokens of this bearer')
    this.name = 'TooManyRequestsError'
    this.retryAfterMs = retryAfterMs
  }
}

/** Counted for the person or program, not the token: a new token does not start at zero. */
function limitPerBearer(limit: number): RequestHandler {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Its own checks concern addresses, which are not counted here, and report to the console.
    validate: false,
    keyGenerator(_request, response) {
      const { tenant = '', sub = '' } = principalOf(response) ?? {}
      return `${tenant}/${sub}`
    },
    handler(_request, response, next) {
      const seconds = Number(response.getHeader('retry-after'))
      next(new TooManyRequestsError(seconds > 0 ? seconds * 1000 : MINUTE_MS))
    },
  }) as RequestHandler
}
