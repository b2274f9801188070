import { openStore } from '@colophon/adapters/store'
import { Config } from '@colophon/cli/config'
import { createJobApi } from '@colophon/coordinator'
import { composeCostApi, COST_SETTINGS } from '@colophon/cost-api'
import { RECORDS } from '@colophon/profiles/records'
import { createReviewApi } from '@colophon/review-api'
import { configTable, createLogger, serveHttp } from '@colophon/runtime'
import type { AppDeps, OpenApiDocument } from '@colophon/runtime/http'
import { createMetrics } from '@colophon/runtime/metrics'
import { code, codes, page, table } from './markdown.ts'
import { typeInWords, type JsonSchema } from '@colophon/runtime/type-in-words'
import { z } from 'zod'

type Listener = Parameters<typeof serveHttp>[0]
type Operation = OpenApiDocument['paths'][string][string]

/** The API's description of itself: the very document its clients read. */
async function describe(app: Listener): Promise<OpenApiDocument> {
  await using server = await serveHttp(app, { host: '127.0.0.1', port: 0 })
  const response = await fetch(`${server.url}/openapi.json`)
  return (await response.json()) as OpenApiDocument
}

const REFERENCE = '#/components/schemas/'

function resolved(schema: JsonSchema | undefined, { components }: OpenApiDocument): JsonSchema {
  const reference = schema?.['$ref']
  if (typeof reference !== 'string') return schema ?? {}
  return components.schemas[reference.slice(REFERENCE.length)] ?? {}
}

/** The fields of the JSON form, then the other media types. */
function contentInWords(content: JsonSchema, api: OpenApiDocument): string {
  const json = content['application/json'] as { schema: JsonSchema } | undefined
  const others = Object.keys(content).filter((type) => type !== 'application/json')
  const fields = Object.keys(resolved(json?.schema, api)['properties'] ?? {})
  return [codes(fields), ...others.map(code)].filter((part) => part !== '').join(' or ')
}

/** Answers that any operation may give: they are said once. */
const EVERY_OPERATION: Readonly<Record<number, string>> = {
  400: 'request.invalid',
  403: 'request.invalid',
  405: 'request.method_not_allowed',
  421: 'request.invalid',
  500: 'internal.unexpected',
  503: 'store.unavailable',
  507: 'store.full',
}

const failuresOf = ({ responses }: Operation): string =>
  Object.entries(responses)
    .filter(([status, { description }]) => {
      return !status.startsWith('2') && EVERY_OPERATION[Number(status)] !== description
    })
    .map(([status, { description }]) => `${status} ${code(description)}`)
    .join(', ')

/** What it answers, with the status where it is not the only one. */
function answersOf({ responses }: Operation, api: OpenApiDocument): string {
  const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'))
  return successes
    .map(([status, { content = {} }]) => {
      const words = contentInWords(content, api)
      return successes.length === 1 ? words : `${status} with ${words}`
    })
    .join(', or ')
}

function operationPart({ method, path, operation }: Described, api: OpenApiDocument): string[] {
  const failures = failuresOf(operation)
  const { summary, description, parameters, requestBody, 'x-roles': roles } = operation
  const rows = parameters.map((parameter) => [
    code(parameter.name),
    parameter.in,
    typeInWords(parameter.schema),
    'default' in parameter.schema ? code(String(parameter.schema['default'])) : '',
    parameter.description ?? '',
  ])
  return [
    `### ${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    `${summary}.${description === undefined ? '' : ` ${description}`}`,
    ...(roles === undefined ? [] : [`Roles: ${codes(roles)}.`]),
    ...(rows.length === 0
      ? []
      : [table(['parameter', 'in', 'type', 'default', 'what it does'], rows)]),
    ...(requestBody === undefined
      ? []
      : [`Takes a body: ${contentInWords(requestBody['content'] as JsonSchema, api)}.`]),
    `Answers ${answersOf(operation, api)}.${failures === '' ? '' : ` Errors: ${failures}.`}`,
  ]
}

interface Described {
  method: string
  path: string
  operation: Operation
}

function apiPart(api: OpenApiDocument, port: string): string[] {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )
  return [
    `## ${api.info.title}`,
    `Port ${portOf(port)} (${code(port)}).`,
    ...operations.flatMap((described) => operationPart(described, api)),
  ]
}

const portOf = (setting: string): string =>
  configTable(Config).find(({ name }) => name === setting)?.default ?? '?'

/** Nothing is submitted while the reference is written. */
const NO_COORDINATOR: Parameters<typeof createJobApi>[0]['coordinator'] = {
  openJob: () => Promise.reject(new Error('the reference submits nothing')),
  wake: () => undefined,
}

async function describeAll(): Promise<{ api: OpenApiDocument; port: string }[]> {
  await using store = await openStore('sqlite::memory:')
  const deps: AppDeps = {
    log: createLogger({ service: 'docs', level: 'silent' }),
    metrics: createMetrics({ service: 'docs', version: '0' }),
    checks: {},
  }
  const { signal: stop } = new AbortController()
  const listeners: [string, Listener][] = [
    ['JOB_PORT', createJobApi({ ...deps, profiles: RECORDS, store, coordinator: NO_COORDINATOR })],
    ['REVIEW_PORT', createReviewApi({ ...deps, profiles: RECORDS, store })],
    ['COST_PORT', composeCostApi({ ...deps, store, stop }, z.object(COST_SETTINGS).parse({}))],
  ]
  return await Promise.all(
    listeners.map(async ([port, listener]) => ({ port, api: await describe(listener) })),
  )
}

const EVERYWHERE: readonly (readonly string[])[] = [
  ['`GET /healthz`', 'the process is alive'],
  [
    '`GET /readyz`, `GET /health`',
    '200 when every dependency answers, else 503 with what does not',
  ],
  [
    '`GET /metrics`',
    'Prometheus exposition, see [metrics](metrics.md); with tokens: role `operator`, or `METRICS_TOKEN`',
  ],
  ['`GET /openapi.json`', 'OpenAPI 3.1, generated from the schemas that parse the requests'],
  ['`GET /docs`', 'the same, readable'],
]

export async function httpPage(): Promise<string> {
  const apis = await describeAll()
  return page('HTTP APIs', 'the route tables of the services', [
    '`colophon serve` runs them all in one process; each service runs them alone. Without authentication they are served on ' +
      'loopback only: any other `HOST` is refused. With `JWT_SECRET`, `JWT_PUBLIC_KEY` or `JWT_JWKS_URL` every operation needs ' +
      '`Authorization: Bearer …` with one of its roles (`colophon token` makes one where the signing key is), shows the records of ' +
      'the token’s tenant only, and answers 401 `auth.required`, 403 `auth.forbidden` or 429 `request.rate_limited` otherwise. ' +
      'Answers are JSON; failures are `application/problem+json` (RFC 9457) with a `code` of the [errors](errors.md), ' +
      'a `fix` and the `request_id` that the log has too. Lists take `limit` and `cursor`; `next_cursor` is null on the last page, and a cursor is good for ' +
      'the list it came from alone. A query parameter that an operation does not know is refused.',
    'Every operation may also answer 400 or, where it takes a body, 413 and 415 (`request.invalid`), 405 `request.method_not_allowed` ' +
      'with the methods of the address in `allow`, 500 `internal.unexpected` and 503 `store.unavailable`; one that writes 507 ' +
      '`store.full`. Served without authentication they answer 421 (`request.invalid`) to a request for another host than localhost, and ' +
      '403 (`request.invalid`) to pages of other sites that would change something.',
    '## On every port',
    table(['address', 'answer'], EVERYWHERE),
    ...apis.flatMap(({ api, port }) => apiPart(api, port)),
  ])
}
