import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { describeThrown } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { AuthError } from './errors.ts'
import type { Principal, Role } from './principal.ts'
import type { TokenVerifier } from './verifier.ts'

/** Node's response, with the place where Express keeps what belongs to one request. */
export type LocalsResponse = ServerResponse & { locals?: Record<string, unknown> }

export type BearerMiddleware = (
  request: IncomingMessage,
  response: LocalsResponse,
  next: () => void,
) => void

/** RFC 6750: a token stands in the header; in an address it would end up in logs. */
const BEARER = /^bearer +([\w~+/.=-]+) *$/i

/**
 * Lets a request pass when its token is good and has one of `roles` (any, when none are named), and leaves who asks in
 * `response.locals.principal`. Answers 401 and 403 itself, as problem documents. Works before Express as well as in it.
 */
export function bearerAuth(
  verifier: TokenVerifier,
  options: { roles?: readonly Role[] } = {},
): BearerMiddleware {
  return (request, response, next) => {
    authenticate(verifier, request, options.roles).then(
      (principal) => {
        response.locals ??= {}
        response.locals['principal'] = principal
        next()
      },
      (thrown: unknown) => {
        refuse(thrown, request, response)
      },
    )
  }
}

async function authenticate(
  verifier: TokenVerifier,
  request: IncomingMessage,
  roles: readonly Role[] | undefined,
): Promise<Principal> {
  const header = request.headers.authorization
  if (header === undefined) throw new AuthError('auth.required', 'A token is required')
  const token = BEARER.exec(header)?.[1]
  if (token === undefined)
    throw new AuthError('auth.required', 'The Authorization header holds no bearer token')
  const principal = await verifier.verify(token)
  assertRole(principal, roles)
  return principal
}

/** Throws `auth.forbidden` unless one of the roles is the principal's. No roles named: anybody known may. */
export function assertRole(principal: Principal, roles: readonly Role[] | undefined): void {
  if (roles === undefined || roles.some((role) => principal.roles.includes(role))) return
  throw new AuthError('auth.forbidden', `This needs the role ${roles.join(' or ')}`)
}

export function principalOf(response: LocalsResponse): Principal | undefined {
  return response.locals?.['principal'] as Principal | undefined
}

function refuse(thrown: unknown, request: IncomingMessage, response: LocalsResponse): void {
  if (response.headersSent || response.destroyed) return
  const known = response.locals?.['requestId']
  const requestId = typeof known === 'string' ? known : newId('req')
  const { url } = request
  const { originalUrl = url ?? '/' } = request as { originalUrl?: string }
  const path = originalUrl.split('?', 1)[0] ?? '/'
  const { problem, retryAfterS } = describeThrown(thrown, { path, requestId })
  const asked = challenge(problem.code, problem.detail, request.headers.authorization !== undefined)
  const body = JSON.stringify(problem)
  const headers: OutgoingHttpHeaders = {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-request-id': requestId,
  }
  if (asked !== null) headers['www-authenticate'] = asked
  if (retryAfterS !== undefined) headers['retry-after'] = String(retryAfterS)
  response.writeHead(problem.status, headers)
  response.end(body)
}

/** RFC 6750 3: no error code for a request that brought no token at all. */
function challenge(code: string, detail: string, hasToken: boolean): string | null {
  const error =
    code === 'auth.forbidden' ? 'insufficient_scope' : hasToken ? 'invalid_token' : undefined
  if (code !== 'auth.forbidden' && code !== 'auth.required') return null
  const realm = 'Bearer realm="colophon"'
  return error === undefined ? realm : `${realm}, error="${error}", error_description="${detail}"`
}
