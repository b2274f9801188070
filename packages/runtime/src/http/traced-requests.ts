import type { RequestHandler } from 'express'
import type { Tracer } from '../tracing/tracer.ts'

/** The pattern of the address that answered: an address itself may hold names. */
export function routeOf(request: object): string | undefined {
  const { route } = request as { route?: { path?: unknown } }
  return typeof route?.path === 'string' ? route.path : undefined
}

/** Each request is a span, of the trace that its client names. */
export function tracedRequests(tracer: Tracer): RequestHandler {
  return (request, response, next) => {
    const { method } = request
    const requestId = String(response.locals['requestId'])
    const attributes = { 'http.request.method': method, 'colophon.request_id': requestId }
    const parent = request.get('traceparent') ?? null
    void tracer.span(method, { kind: 'server', parent, attributes }, async (span) => {
      const closed = new Promise<void>((resolve) => {
        response.once('close', resolve)
      })
      next()
      await closed
      const route = routeOf(request)
      if (route !== undefined) span.rename(`${method} ${route}`)
      span.set({ 'http.route': route, 'http.response.status_code': response.statusCode })
      if (!response.writableFinished) span.fail('aborted')
      else if (response.statusCode >= 500) span.fail(String(response.statusCode))
    })
  }
}
