import type { RequestHandler } from 'express'
import { isLoopback } from './loopback.ts'
import { RequestError } from './problem.ts'

const ALLOWED_HEADERS = 'authorization, content-type, if-match, x-request-id'
const EXPOSED_HEADERS = 'etag, location, retry-after, x-request-id'
const METHODS = 'GET, POST, PUT, PATCH, DELETE'
const PREFLIGHT_MAX_AGE_S = 600

/** Lets pages of the origins on the list read the answers. Other pages get none of the headers, so browsers keep answers from them. */
export function allowOrigins(origins: readonly string[]): RequestHandler {
  const allowed = new Set(origins)
  return (request, response, next) => {
    response.vary('origin')
    const origin = request.get('origin')
    if (origin === undefined || !allowed.has(origin)) {
      next()
      return
    }
    response.set('access-control-allow-origin', origin)
    response.set('access-control-expose-headers', EXPOSED_HEADERS)
    if (
      request.method !== 'OPTIONS' ||
      request.get('access-control-request-method') === undefined
    ) {
      next()
      return
    }
    response.set({
      'access-control-allow-methods': METHODS,
      'access-control-allow-headers': ALLOWED_HEADERS,
      'access-control-max-age': String(PREFLIGHT_MAX_AGE_S),
    })
    response.status(204).end()
  }
}

/**
 * Without tokens only the connection says who asks, and a web page in the browser of this machine's user has the same
 * one. It can point a name of its own at 127.0.0.1: such requests carry that name. And it can send what it may not read
 * the answer to: such requests carry its origin. On a connection from elsewhere neither rule has anything to say.
 */
export function localPagesOnly(origins: readonly string[]): RequestHandler {
  const allowed = new Set(origins)
  return (request, _response, next) => {
    const local = isLoopback(request.socket.localAddress ?? '')
    if (local && !isLoopback(request.hostname)) {
      throw new RequestError(421, 'This address answers to localhost only.')
    }
    // No browser sends an empty one.
    const origin = request.get('origin') || undefined
    const reads = request.method === 'GET' || request.method === 'HEAD'
    if (local && !reads && origin !== undefined && !allowed.has(origin) && !isLocalOrigin(origin)) {
      throw new RequestError(403, 'Pages of other sites may change nothing here.')
    }
    next()
  }
}

const isLocalOrigin = (origin: string): boolean =>
  URL.canParse(origin) && isLoopback(new URL(origin).hostname)
