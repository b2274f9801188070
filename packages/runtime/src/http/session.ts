import { Buffer } from 'node:buffer'
import type { Request, RequestHandler } from 'express'
import { ROLES, type LocalsResponse, type Principal } from '../auth/index.ts'
import { LOCAL_TENANT, type AccessOptions } from './access.ts'
import { RequestError } from './problem.ts'

const COOKIE = 'colophon_session'
const LOCAL = 'local'
const MAX_NAME = 100
/** A working day: whoever comes back to the page later says again who they are. */
const LOCAL_SESSION_S = 12 * 3_600

/** What a page is let in by: the token of its person, or where nobody asks for tokens the name that they chose. */
export type Session = { token: string; ttlS: number } | { name: string }

export interface SessionOptions {
  access: AccessOptions | undefined
  /** Origins of other pages that may use the API, with tokens of their own. */
  origins: readonly string[]
}

/** Who works on this machine where nobody asks for tokens. */
export const localPrincipal = (sub: string = LOCAL): Principal => ({
  sub,
  tenant: LOCAL_TENANT,
  roles: ROLES.filter((role) => role !== 'service'),
  expiresAt: Infinity,
})

// eslint-disable-next-line no-control-regex -- names are shown, in lists and histories
const UNFIT = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u

/** Whether a person can be known by this name. */
export const isFitName = (name: string): boolean =>
  name.trim() === name && name !== '' && name.length <= MAX_NAME && !UNFIT.test(name)

/**
 * The header that begins a session. No script of a page can read the cookie, no page of another site sends it, and
 * `secure` keeps it off connections that others can read.
 */
export function sessionCookie(session: Session, { secure }: { secure: boolean }): string {
  const [value, ttlS] =
    'token' in session
      ? [`token.${session.token}`, session.ttlS]
      : [`name.${Buffer.from(session.name).toString('base64url')}`, LOCAL_SESSION_S]
  return cookie(value, ttlS, secure)
}

/** The header that ends it. */
export const endedSession = ({ secure }: { secure: boolean }): string => cookie('', 0, secure)

const cookie = (value: string, ttlS: number, secure: boolean): string =>
  `${COOKIE}=${value}; Max-Age=${ttlS}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`

const OF_COOKIE = /(?:^|;\s*)colophon_session=(token|name)\.([\w~+/.=-]+)(?:;|$)/
const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Lets a page of this very server in by its cookie, as if it had sent the token. A cookie goes along with whatever a
 * page sends, wherever that page came from: so nothing of another page is answered, and a change has to come as JSON
 * from a page of this server, which no form can send.
 */
export function sessions({ access, origins }: SessionOptions): RequestHandler {
  const allowed = new Set(origins)
  return (request, response, next) => {
    const page = pageOf(request, allowed)
    if (page === 'foreign' && request.path.startsWith('/api/'))
      throw new RequestError(403, 'Pages of other sites get nothing here.')
    const session = sessionOf(request)
    if (session !== null && request.headers.authorization === undefined) {
      if (!READS.has(request.method)) assertSafe(request, page)
      begin(session, access, { request, response })
    }
    next()
  }
}

type Page = 'own' | 'foreign' | 'allowed' | 'none'

/** Whose page asks, as browsers say; programs say nothing. */
function pageOf(request: Request, allowed: ReadonlySet<string>): Page {
  // No browser sends an empty one.
  const origin = request.get('origin') || undefined
  if (origin !== undefined && allowed.has(origin)) return 'allowed'
  const site = request.get('sec-fetch-site')
  if (site === 'none') return 'none'
  if (site !== undefined) return site === 'same-origin' ? 'own' : 'foreign'
  if (origin === undefined) return 'none'
  return URL.canParse(origin) && new URL(origin).host === request.get('host') ? 'own' : 'foreign'
}

function assertSafe(request: Request, page: Page): void {
  if (page !== 'own')
    throw new RequestError(403, 'Changes by a session have to come from a page of this server.')
  if (request.method !== 'DELETE' && request.is('application/json') === false)
    throw new RequestError(415, 'The body must be application/json.')
}

interface Cookie {
  kind: string
  value: string
}

function sessionOf(request: Request): Cookie | null {
  const [, kind = '', value = ''] = OF_COOKIE.exec(request.headers.cookie ?? '') ?? []
  return kind === '' ? null : { kind, value }
}

/** A cookie of the other form, which another server on this machine may have left, says nothing. */
function begin(
  { kind, value }: Cookie,
  access: AccessOptions | undefined,
  { request, response }: { request: Request; response: LocalsResponse },
): void {
  if (access !== undefined) {
    if (kind === 'token') request.headers.authorization = `Bearer ${value}`
    return
  }
  const name = Buffer.from(value, 'base64url').toString()
  if (kind === 'name' && isFitName(name))
    (response.locals ??= {})['principal'] = localPrincipal(name)
}
