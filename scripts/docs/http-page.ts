import { openStore } from '@colophon/adapters/store'
import { createJobApi } from '@colophon/coordinator'
import { createCostApi } from '@colophon/cost-api'
import { createReviewApi } from '@colophon/review-api'
import { configTable, createLogger, serveHttp } from '@colophon/runtime'
import type { AppDeps, OpenApiDocument } from '@colophon/runtime/http'
import { createMetrics } from '@colophon/runtime/metrics'
import { Config } from '../../packages/cli/src/config.ts'
import { code, codes, page, table } from './markdown.ts'
import { typeInWords, type JsonSchema } from './type-in-words.ts'

type Listener = Parameters<typeof serveHttp>[0]
type Operation = OpenApiDocument['paths'][string][string]

/** What the API says of itself: the very document its clients read. */
async function describe(app: Listener): Promise<OpenApiDocument> {
  await using server = await serveHttp(app, { host: '127.0.0.1', port: 0 })
  const response = await fetch(`${server.url}/openapi.json`)
  return (await response.json()) as OpenApiDocument
}

/** The fields of the JSON form, then the other media types. */
function contentInWords(content: JsonSchema): string {
  const json = content['application/json'] as { schema: JsonSchema } | undefined
  const others = Object.keys(content).filter((type) => type !== 'application/json')
  const fields = Object.keys(json?.schema['properties'] ?? {})
  return [codes(fields), ...others.map(code)].filter((part) => part !== '').join(' or ')
}

const failuresOf = ({ responses }: Operation): string =>
  Object.entries(responses)
    .filter(([status]) => !status.startsWith('2'))
    .map(([status, { description }]) => `${status} ${code(description)}`)
    .join(', ')

const successOf = ({ responses }: Operation): JsonSchema =>
  Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1].content ?? {}

function operationPart(method: string, path: string, operation: Operation): string[] {
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
      : [`Takes a body: ${contentInWords(requestBody['content'] as JsonSchema)}.`]),
    `Answers ${contentInWords(successOf(operation))}. Errors: ${failuresOf(operation)}.`,
  ]
}

function apiPart(api: OpenApiDocument, port: string): string[] {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )
  return [
    `## ${api.info.title}`,
    `Port ${portOf(port)} (${code(port)}).`,
    ...operations.flatMap(({ method, path, operation }) => operationPart(method, path, operation)),
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
  const listeners: [string, Listener][] = [
    ['JOB_PORT', createJobApi({ ...deps, store, coordinator: NO_COORDINATOR })],
    ['REVIEW_PORT', createReviewApi({ ...deps, store })],
    ['COST_PORT', createCostApi({ ...deps, store })],
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
  ['`GET /metrics`', 'Prometheus exposition, see [metrics](metrics.md)'],
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
      'a `fix` and the `request_id` that the log has too. Lists take `limit` and `cursor`; `next_cursor` is null on the last page. ' +
      'A query parameter that an operation does not know is refused.',
    '## On every port',
    table(['address', 'answer'], EVERYWHERE),
    ...apis.flatMap(({ api, port }) => apiPart(api, port)),
  ])
}
