import { STATUS_CODES } from 'node:http'
import type { Method, Operation } from './operation.ts'
import type { Json, SchemaWriter } from './schema-writer.ts'

export interface OpenApiResponse {
  description: string
  headers?: Json
  content?: Json
}

/** Codes of errors by status. */
type Problems = Readonly<Record<number, string>>

const INVALID = 'request.invalid'
/** Problems that any request may meet. */
const ALWAYS: Problems = {
  400: INVALID,
  405: 'request.method_not_allowed',
  500: 'internal.unexpected',
  503: 'store.unavailable',
}
const OF_BODIES: Problems = { 413: INVALID, 415: INVALID }
const OF_WRITES: Problems = { 507: 'store.full' }
const WITH_TOKENS: Problems = {
  401: 'auth.required',
  403: 'auth.forbidden',
  429: 'request.rate_limited',
}
/** Without tokens the APIs answer to localhost, and let no page of another site change anything. */
const ON_LOOPBACK: Problems = { 421: INVALID }
const WRITES_ON_LOOPBACK: Problems = { 403: INVALID }

function problemsOf(method: Method, operation: Operation, secured: boolean): Problems {
  const writes = method !== 'GET'
  return {
    ...ALWAYS,
    ...(operation.body === undefined ? {} : OF_BODIES),
    ...(writes ? OF_WRITES : {}),
    ...(secured ? WITH_TOKENS : ON_LOOPBACK),
    ...(writes && !secured ? WRITES_ON_LOOPBACK : {}),
    ...operation.errors,
  }
}

const SECONDS = { schema: { type: 'integer', minimum: 0 } }
const HEADERS: Readonly<Record<number, Json>> = {
  405: { allow: { schema: { type: 'string' }, description: 'The methods of the address' } },
  429: { 'retry-after': { ...SECONDS, description: 'Seconds to wait' } },
  503: { 'retry-after': { ...SECONDS, description: 'Seconds to wait' } },
}

const PROBLEM_CONTENT = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
}

const problemResponses = (problems: Problems): Record<string, OpenApiResponse> =>
  Object.fromEntries(
    Object.entries(problems).map(([status, code]) => {
      const headers = HEADERS[Number(status)]
      const described = { description: code, content: PROBLEM_CONTENT }
      return [status, headers === undefined ? described : { ...described, headers }] as const
    }),
  )

export const jsonContent = (schema: Json): Json => ({ 'application/json': { schema } })

const EVENT_STREAM = 'text/event-stream'

/** A stream of events is no one value: it has no schema. */
export const textContent = (types: readonly string[]): Json =>
  Object.fromEntries(
    types.map(
      (type) => [type, type === EVENT_STREAM ? {} : { schema: { type: 'string' } }] as const,
    ),
  )

const reasonOf = (status: number): string => STATUS_CODES[status] ?? 'OK'

export interface ResponsesOptions {
  method: Method
  operation: Operation
  /** The name of the schema of its answer, where that has none. */
  name: string
  schemas: SchemaWriter
  secured: boolean
}

export function responsesOf(options: ResponsesOptions): Record<string, OpenApiResponse> {
  const { method, operation, name, schemas, secured } = options
  const { response, alsoProduces = [], status = 200, otherAnswers = {} } = operation
  const isText = response === undefined && alsoProduces.length > 0
  const json = response === undefined ? {} : schemas.writeAs(name, response, 'output')
  const content = { ...(isText ? {} : jsonContent(json)), ...textContent(alsoProduces) }
  return {
    [status]: { description: reasonOf(status), content },
    ...Object.fromEntries(
      Object.entries(otherAnswers).map(([other, schema]) => {
        const written = schemas.writeAs(`${name}${other}`, schema, 'output')
        return [other, { description: reasonOf(Number(other)), content: jsonContent(written) }]
      }),
    ),
    ...problemResponses(problemsOf(method, operation, secured)),
  }
}
