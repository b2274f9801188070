import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import type { Express, Request, Response } from 'express'
import { z } from 'zod'
import { Reply, type Method, type Operation, type Route } from './operation.ts'
import { RequestError, type RequestFault } from './problem.ts'
import { tenantOf } from './tenant.ts'

/** Adds an API to an app, one line of the table after the other. */
export function routes(app: Express, table: readonly Route[]): void {
  for (const [method, path, operation] of table) {
    const parse = createParser(operation)
    app[verbOf(method)](path, async (request, response) => {
      const input = parse(request)
      const answer = await operation.handle({
        ...input,
        tenant: tenantOf(request),
        requestId: String(response.locals['requestId']),
        signal: closedSignal(response),
      })
      await send(response, answer)
    })
  }
}

const verbOf = (method: Method) =>
  method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'

interface ParsedInput {
  params: Record<string, unknown>
  query: Record<string, unknown>
  body: unknown
}

const NOTHING = z.object({})

function createParser(operation: Operation): (request: Request) => ParsedInput {
  const params = operation.params ?? NOTHING
  const query = (operation.query ?? NOTHING).strict()
  return (request) => {
    const faults: RequestFault[] = []
    const take = <T>(schema: z.ZodType<T>, value: unknown, where: RequestFault['in']): T => {
      const parsed = schema.safeParse(value)
      if (parsed.success) return parsed.data
      faults.push(...parsed.error.issues.map((issue) => faultOf(issue, where)))
      return undefined as T
    }
    const input = {
      params: take(params, request.params, 'path'),
      query: take(query, request.query, 'query'),
      body: operation.body && take(operation.body, request.body, 'body'),
    }
    if (faults.length > 0) throw new RequestError(400, 'The request is not valid.', faults)
    return input
  }
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
  if (isStream(reply.body)) await pipeline(Readable.from(reply.body), response)
  else response.send(reply.body)
}

const isStream = (body: unknown): body is AsyncIterable<string> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body
