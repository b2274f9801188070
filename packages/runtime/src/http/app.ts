import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import helmet from 'helmet'
import { newId } from '../ids.ts'
import type { Logger } from '../logger.ts'
import type { Metrics } from '../metrics.ts'
import type { Tracer } from '../tracing/tracer.ts'
import { guards, metricsGuards, type AccessOptions } from './access.ts'
import { allowOrigins, localPagesOnly } from './origins.ts'
import { describeThrown, RequestError } from './problem.ts'
import { sessions } from './session.ts'
import { tracedRequests } from './traced-requests.ts'
import { createReadiness, type Checks } from './readiness.ts'
import { documentApi } from './reference.ts'
import { otherMethods, routes } from './routes.ts'
import type { Route } from './operation.ts'
import type { NamedSchemas } from './schema-writer.ts'

export interface AppOptions {
  service: string
  version: string
  title: string
  log: Logger
  metrics: Metrics
  /** Checks that `/readyz` makes. */
  checks: Checks
  /** False while the process is draining. @default always ready */
  ready?: (() => boolean) | undefined
  routes: readonly Route[]
  /** Schemas that have a name of their own in the reference. */
  schemas?: NamedSchemas
  /** Undefined: whoever reaches the API may do everything, so it is served on loopback only. */
  auth?: AccessOptions | undefined
  /** `/metrics` asks for no token, though the rest does: for ports that are not published. @default false */
  openMetrics?: boolean
  /** Origins of the web pages that may use the API. @default none */
  corsOrigins?: readonly string[] | undefined
  /** Pages of this server may come in by a cookie. @default false */
  sessions?: boolean
  /** @default '1mb' */
  bodyLimit?: string | number | undefined
  /** Requests to what is no operation of the process itself are spans. @default none */
  tracer?: Tracer | undefined
  /** For what is no operation: pages and their assets. Comes after the routes, before the reference. */
  extend?: ((app: Express) => void) | undefined
}

/** Parts that the composition root gives every API. */
export type AppDeps = Pick<
  AppOptions,
  'log' | 'metrics' | 'checks' | 'ready' | 'auth' | 'corsOrigins' | 'tracer'
>

/** An Express app with health, metrics, the API's table and its reference; errors leave as problem documents. */
export function createApp(options: AppOptions): Express {
  const { service, version, title, auth, bodyLimit = '1mb', corsOrigins = [] } = options
  const log = options.log.child({ part: 'http', api: service })
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(secureHeaders(), identify, operations(options))
  if (options.tracer?.on === true) app.use(tracedRequests(options.tracer))
  app.use(observe(log, options.metrics), allowOrigins(corsOrigins))
  // With tokens the name of the host proves nothing and may be that of a proxy in front of us.
  if (auth === undefined) app.use(localPagesOnly(corsOrigins))
  if (options.sessions === true) app.use(sessions({ access: auth, origins: corsOrigins }))
  routes(app, options.routes, { bodyLimit, guard: guards(auth) })
  options.extend?.(app)
  documentApi(app, {
    service,
    title,
    version,
    routes: options.routes,
    secured: auth !== undefined,
    ...(options.schemas === undefined ? {} : { schemas: options.schemas }),
  })
  app.use(() => {
    throw new RequestError(404, 'There is nothing at this address.')
  })
  app.use(answerThrown(log))
  return app
}

/** Health and metrics alone, for processes without an API. */
export function createOpsApp(options: Omit<AppOptions, 'routes' | 'title'>): Express {
  return createApp({ ...options, title: options.service, routes: [], openMetrics: true })
}

function secureHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
  })
}

const GIVEN_REQUEST_ID = /^[\w-]{8,64}$/

const identify: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id')
  const id = given !== undefined && GIVEN_REQUEST_ID.test(given) ? given : newId('req')
  response.locals['requestId'] = id
  response.set('x-request-id', id)
  // Records of people: no browser or proxy keeps them.
  response.set('cache-control', 'no-store')
  next()
}

const ALIVE = '/healthz'
const READY = ['/readyz', '/health']
const METRICS = '/metrics'
const OPERATIONS = [ALIVE, ...READY, METRICS]

function operations({
  service,
  version,
  metrics,
  checks,
  ready,
  auth,
  openMetrics = false,
  corsOrigins = [],
}: AppOptions): express.Router {
  const router = express.Router()
  if (auth === undefined) router.use(OPERATIONS, localPagesOnly(corsOrigins))
  const isReady = ready ?? (() => true)
  const readiness = createReadiness(checks, isReady)
  router.get(ALIVE, (_request, response) => {
    response.json({ status: 'alive', service, version })
  })
  router.get(READY, async (_request, response) => {
    const state = await readiness()
    const status = state.ready ? 'ready' : isReady() ? 'not_ready' : 'draining'
    response
      .status(state.ready ? 200 : 503)
      .json({ status, service, version, checks: state.checks })
  })
  router.get(
    METRICS,
    ...metricsGuards(openMetrics ? undefined : auth),
    async (_request, response) => {
      response.type(metrics.contentType).send(await metrics.exposition())
    },
  )
  router.all(OPERATIONS, otherMethods(['GET']))
  return router
}

function observe(log: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const from = performance.now()
    metrics.httpInFlight.add({}, 1)
    response.once('close', () => {
      metrics.httpInFlight.add({}, -1)
      const seconds = (performance.now() - from) / 1000
      const { route } = request as { route?: { path?: unknown } }
      const pattern = typeof route?.path === 'string' ? route.path : 'unmatched'
      const code = response.writableFinished ? String(response.statusCode) : 'aborted'
      const labels = { route: pattern, method: request.method, code }
      metrics.httpSeconds.observe(labels, seconds)
      const requestId: unknown = response.locals['requestId']
      log.debug({ ...labels, requestId, ms: Math.round(seconds * 1000) }, 'request answered')
    })
    next()
  }
}

function answerThrown(log: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (thrown: unknown, request, response, _next) => {
    const requestId = String(response.locals['requestId'])
    if (response.closed) {
      // Nobody is left to answer; what was thrown is most likely that.
      log.debug({ err: thrown, requestId }, 'request abandoned')
      return
    }
    const { problem, retryAfterS } = describeThrown(thrown, { path: request.path, requestId })
    if (problem.status >= 500) {
      log.error({ err: thrown, requestId, code: problem.code }, 'request failed')
    }
    if (response.headersSent) {
      // Half of the answer is out: only cutting the connection says that it is not whole.
      response.destroy()
      return
    }
    if (retryAfterS !== undefined) response.set('retry-after', String(retryAfterS))
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
  }
}
