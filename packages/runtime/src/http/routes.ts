import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import { z } from 'zod'
import { principalOf } from '../auth/index.ts'
import { tenantOf } from './access.ts'
import { pagingOf } from './cursor.ts'
import {
  FORM_TYPE,
  Reply,
  type Access,
  type BodyStream,
  type Method,
  type Operation,
  type Route,
} from './operation.ts'
import { RequestError, type RequestFault } from './problem.ts'

export interface RoutesOptions {
  bodyLimit: string | number
  /** Handlers that go before an operation that is open to these. */
  guard: (access?: Access) => RequestHandler[]
}

/** Adds an API to an app, one address of the table after the other. */
export function routes(app: Express, table: readonly Route[], options: RoutesOptions): void {
  for (const [path, lines] of Map.groupBy(table, ([, of]) => of)) {
    for (const line of lines) addRoute(app, line, options)
    app.all(path, otherMethods(lines.map(([method]) => method)))
  }
}

function addRoute(app: Express, route: Route, options: RoutesOptions): void {
  const [method, path, operation, access] = route
  const parse = createParser(operation)
  const paging = pagingOf(path, operation)
  const handlers = [...options.guard(access), ...bodyHandlers(operation, options.bodyLimit)]
  app[verbOf(method)](path, ...handlers, async (request, response) => {
    const input = parse(request)
    // Read to the end: what a handler left would stand in the connection in front of the next request.
    if (input.stream !== undefined) response.once('finish', () => request.resume())
    const answer = await operation.handle({
      ...(paging?.open(input) ?? input),
      tenant: tenantOf(response),
      principal: principalOf(response),
      requestId: String(response.locals['requestId']),
      signal: closedSignal(response),
    })
    await send(response, paging === undefined ? answer : paging.seal(answer, input))
  })
}

/** Goes behind the operations of an address: says which methods it has. */
export function otherMethods(methods: readonly Method[]): RequestHandler {
  const named = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  const allowed = [...named, 'OPTIONS'].join(', ')
  return (request, response) => {
    response.set('allow', allowed)
    if (request.method !== 'OPTIONS')
      throw new RequestError(405, `This address takes ${allowed} only.`)
    response.status(204).end()
  }
}

const verbOf = (method: Method) =>
  method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'

/** Operations without a body leave it unread, whatever is sent. */
function bodyHandlers(operation: Operation, limit: string | number): RequestHandler[] {
  if (operation.body === undefined) return []
  return [inGoodTime, express.json({ limit: operation.bodyLimit ?? limit })]
}

const BODY_TIME_LIMIT_MS = 30_000

/** A body that is parsed is held in memory until it is whole: it may not trickle in for ever. */
const inGoodTime: RequestHandler = (request, _response, next) => {
  if (request.is('json') !== false) {
    const timer = setTimeout(() => request.destroy(), BODY_TIME_LIMIT_MS)
    const clear = (): void => {
      clearTimeout(timer)
    }
    request.once('end', clear).once('close', clear)
  }
  next()
}

interface ParsedInput {
  params: Record<string, unknown>
  query: Record<string, unknown>
  headers: Record<string, unknown>
  body: unknown
  stream: BodyStream | undefined
}

const NOTHING = z.object({})

function createParser(operation: Operation): (request: Request) => ParsedInput {
  const params = operation.params ?? NOTHING
  const query = (operation.query ?? NOTHING).strict()
  const headers = operation.headers ?? NOTHING
  const names = Object.keys(headers.shape)
  return (request) => {
    const faults: RequestFault[] = []
    const take = <T>(schema: z.ZodType<T>, value: unknown, where: RequestFault['in']): T => {
      const parsed = schema.safeParse(value)
      if (parsed.success) return parsed.data
      faults.push(...parsed.error.issues.map((issue) => faultOf(issue, where)))
      return undefined as T
    }
    const stream = streamOf(operation, request)
    const body = stream === undefined ? operation.body : undefined
    if (body !== undefined) assertShallow(request.body)
    const input = {
      params: take(params, request.params, 'path'),
      query: take(query, request.query, 'query'),
      headers: take(headers, headersOf(request, names), 'header'),
      body: body && take(body, request.body, 'body'),
      stream,
    }
    if (faults.length > 0) throw new RequestError(400, 'The request is not valid.', faults)
    return input
  }
}

/** Deeper than any record, and far less than what checking a value by itself within itself can bear. */
const MOST_LEVELS = 100

/** A body is checked and written by functions that call themselves for each level of it. */
function assertShallow(body: unknown): void {
  let level: unknown[] = [body]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS)
      throw new RequestError(400, `The body is nested too deep: ${MOST_LEVELS} levels at most.`)
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? (Object.values(value) as unknown[]) : [],
    )
  }
}

const headersOf = (request: Request, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, request.get(name)]))

/** A body of another type is refused with 415, which says which types are read. */
function streamOf(operation: Operation, request: Request): BodyStream | undefined {
  const { body, streams, form } = operation
  if (body === undefined) return undefined
  const read = [...(streams ?? []), ...(form === undefined ? [] : [FORM_TYPE])]
  const accepted = ['application/json', ...read]
  const mediaType = read.length > 0 && request.is(read)
  if (typeof mediaType === 'string') {
    // Who stops reading half-way wants to say why: by default that would end the connection.
    const bytes = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
    return { mediaType, contentType: request.get('content-type') ?? '', bytes }
  }
  // Most clients say of a request without a body that it has one of no bytes.
  const isEmpty = request.get('content-length') === '0' && request.get('content-type') === undefined
  const jsonType = isEmpty ? null : request.is('application/json')
  // Without any body it is told what is missing in it.
  if (jsonType === 'application/json' || (jsonType === null && read.length === 0)) return undefined
  throw new RequestError(415, `The body must be one of ${accepted.join(', ')}.`)
}

const faultOf = (issue: z.core.$ZodIssue, where: RequestFault['in']): RequestFault => ({
  in: where,
  name: issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue.path.join('.'),
  message: issue.code === 'unrecognized_keys' ? 'there is no such parameter' : issue.message,
})

function closedSignal(response: Response): AbortSignal {
  const controller = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new Error('the client has gone'))
  })
  return controller.signal
}

async function send(response: Response, answer: unknown): Promise<void> {
  const reply = answer instanceof Reply ? answer : new Reply(answer)
  response.status(reply.status).set(reply.headers)
  if (reply.contentType === undefined) {
    response.json(reply.body)
    return
  }
  response.type(reply.contentType)
  if (isStream(reply.body)) {
    // Whoever reads a stream wants to know at once that it has begun.
    response.flushHeaders()
    // A HEAD request wants no more, and the stream may have no end.
    if (response.req.method === 'HEAD') response.end()
    else await pipeline(Readable.from(reply.body), response)
  } else response.send(reply.body)
}

const isStream = (body: unknown): body is AsyncIterable<string> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body
