import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { createLogger, serveHttp } from '@colophon/runtime'
import { createApp, operation, PageQuery, Reply, type Checks } from '@colophon/runtime/http'
import { createMetrics } from '@colophon/runtime/metrics'

class CatalogueError extends Error {
  readonly code = 'thing.not_found'
  readonly status = 404
  readonly fix = 'Check the id.'
}

const getThing = operation({
  summary: 'One thing',
  params: z.object({ id: z.string().max(40) }),
  response: z.object({ id: z.string(), tenant: z.string() }),
  handle({ params, tenant }) {
    if (params.id === 'gone') throw new CatalogueError('No thing gone')
    if (params.id === 'bug') throw new Error('Dear Sir, secret')
    if (params.id === 'system') throw Object.assign(new Error('/etc/secret'), { code: 'ENOENT' })
    return { id: params.id, tenant }
  },
})
const listThings = operation({
  summary: 'Things',
  query: PageQuery.extend({ colour: z.enum(['red', 'blue']).optional() }),
  handle: ({ query }) => query,
})
const createThing = operation({
  summary: 'A new thing',
  body: z.object({ size: z.number() }),
  handle: ({ body }) => new Reply(body, { status: 201, headers: { location: '/api/things/1' } }),
})
const exportThings = operation({
  summary: 'All things as CSV',
  alsoProduces: ['text/csv'],
  handle: () =>
    new Reply(
      (async function* () {
        yield 'a,b\n'
        await delay(1)
        yield '1,2\n'
      })(),
      { contentType: 'text/csv' },
    ),
})

async function start(overrides: { checks?: Checks; ready?: () => boolean } = {}) {
  const lines: string[] = []
  const log = createLogger({
    service: 't',
    level: 'debug',
    stream: { write: (l) => lines.push(l) },
  })
  const app = createApp({
    service: 'things',
    title: 'Things API',
    version: '1.2.3',
    log,
    metrics: createMetrics({ service: 'things', version: '1.2.3' }),
    checks: {},
    bodyLimit: '1kb',
    routes: [
      ['GET', '/api/things', listThings],
      ['POST', '/api/things', createThing],
      ['GET', '/api/things/:id', getThing],
      ['GET', '/api/export', exportThings],
    ],
    ...overrides,
  })
  const server = await serveHttp(app, { host: '127.0.0.1', port: 0 })
  const call = async (path: string, init?: RequestInit) => {
    const response = await fetch(server.url + path, init)
    const text = await response.text()
    const json = () => JSON.parse(text) as Record<string, unknown>
    return {
      response,
      status: response.status,
      text,
      json,
      type: response.headers.get('content-type'),
    }
  }
  return { call, lines, server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

test('a handler gets parsed params and the tenant, and its answer is JSON', async () => {
  await using api = await start()
  const id = 'box 1/folder\u00fc?#%2F&\u{1f600}'
  const { status, json, response } = await api.call(`/api/things/${encodeURIComponent(id)}`)
  assert.equal(status, 200)
  assert.deepEqual(json(), { id, tenant: 'default' })
  assert.equal(response.headers.get('cache-control'), 'no-store')
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'self'/)
})

test('query parameters are coerced, given defaults, and refused when unknown', async () => {
  await using api = await start()
  assert.deepEqual((await api.call('/api/things?limit=3&colour=red')).json(), {
    limit: 3,
    colour: 'red',
  })
  assert.deepEqual((await api.call('/api/things')).json(), { limit: 50 })
  const bad = await api.call('/api/things?limit=5000&color=red')
  assert.equal(bad.status, 400)
  assert.equal(bad.type, 'application/problem+json; charset=utf-8')
  const { code, errors } = bad.json() as { code: string; errors: { in: string; name: string }[] }
  assert.equal(code, 'request.invalid')
  assert.deepEqual(
    errors.map((fault) => [fault.in, fault.name]),
    [
      ['query', 'limit'],
      ['query', 'color'],
    ],
  )
})

test('bodies are parsed, checked and limited', async () => {
  await using api = await start()
  const post = (body: string, type = 'application/json') =>
    api.call('/api/things', { method: 'POST', body, headers: { 'content-type': type } })
  const created = await post('{"size":1}')
  assert.equal(created.status, 201)
  assert.equal(created.response.headers.get('location'), '/api/things/1')
  assert.equal((await post('{"size":"x"}')).status, 400)
  assert.equal((await post('size=1', 'text/plain')).status, 415)
  const broken = await post('{"size": Dear Sir')
  assert.equal(broken.status, 400)
  assert.ok(!broken.text.includes('Dear'))
  assert.equal((await post(JSON.stringify({ size: 1, more: 'x'.repeat(2000) }))).status, 413)
})

test('an answer can be a stream of another type', async () => {
  await using api = await start()
  const { text, type } = await api.call('/api/export')
  assert.equal(text, 'a,b\n1,2\n')
  assert.equal(type, 'text/csv; charset=utf-8')
})

test('errors of the catalogue leave as problem documents', async () => {
  await using api = await start()
  const { status, json, type } = await api.call('/api/things/gone', {
    headers: { 'x-request-id': 'caller-42' },
  })
  assert.equal(status, 404)
  assert.equal(type, 'application/problem+json; charset=utf-8')
  assert.deepEqual(json(), {
    type: 'urn:colophon:error:thing.not_found',
    title: 'Not Found',
    status: 404,
    detail: 'No thing gone',
    code: 'thing.not_found',
    fix: 'Check the id.',
    instance: '/api/things/gone',
    request_id: 'caller-42',
  })
})

test('anything else is a 500 without its text, which the log has under the request id', async () => {
  await using api = await start()
  for (const [id, text] of [
    ['bug', 'Dear Sir'],
    ['system', '/etc/secret'],
  ] as const) {
    const answer = await api.call(`/api/things/${id}`)
    assert.equal(answer.status, 500)
    assert.equal(answer.json()['code'], 'internal.unexpected')
    assert.ok(!answer.text.includes(text))
    const requestId = String(answer.json()['request_id'])
    assert.ok(api.lines.some((line) => line.includes(requestId) && line.includes(text)))
  }
})

test('unknown addresses and badly encoded ones are problems too', async () => {
  await using api = await start()
  const unknown = await api.call('/api/nothing')
  assert.deepEqual([unknown.status, unknown.json()['code']], [404, 'request.not_found'])
  const badly = await api.call('/api/things/%zz')
  assert.deepEqual([badly.status, badly.json()['code']], [400, 'request.invalid'])
})

test('a request id of the caller is kept only when it is harmless', async () => {
  await using api = await start()
  const given = await api.call('/api/things', { headers: { 'x-request-id': 'x"><script>' } })
  assert.match(given.response.headers.get('x-request-id') ?? '', /^req_/)
})

test('readiness asks every dependency and does not hang with one', async () => {
  let calls = 0
  const checks = {
    store: () => Promise.resolve(),
    bus: () => Promise.reject(Object.assign(new Error('Dear Sir'), { code: 'bus.unavailable' })),
    model: () => {
      calls += 1
      return new Promise(() => undefined)
    },
  }
  await using api = await start({ checks })
  const from = performance.now()
  const [first] = await Promise.all([api.call('/readyz'), api.call('/health')])
  assert.ok(performance.now() - from < 2900)
  assert.equal(first.status, 503)
  const reports = first.json()['checks'] as Record<string, { ok: boolean; why?: string }>
  assert.equal(reports['store']?.ok, true)
  assert.equal(reports['bus']?.why, 'bus.unavailable')
  assert.equal(reports['model']?.why, 'timeout')
  assert.equal(calls, 1)
  assert.equal((await api.call('/healthz')).status, 200)
})

test('a draining process is not ready but alive', async () => {
  let ready = true
  await using api = await start({ ready: () => ready })
  assert.equal((await api.call('/readyz')).status, 200)
  ready = false
  const draining = await api.call('/readyz')
  assert.deepEqual([draining.status, draining.json()['status']], [503, 'draining'])
  assert.equal((await api.call('/healthz')).status, 200)
})

test('request times are labelled with the route, never the address', async () => {
  await using api = await start()
  await api.call('/api/things/letter-0001')
  await api.call('/api/secret-path')
  await api.call('/healthz')
  const { text, type } = await api.call('/metrics')
  assert.match(type ?? '', /^text\/plain; version=0\.0\.4/)
  const counts = text
    .split('\n')
    .filter((line) => line.startsWith('colophon_http_request_duration_seconds_count'))
  assert.deepEqual(counts.sort(), [
    'colophon_http_request_duration_seconds_count{route="/api/things/:id",method="GET",code="200"} 1',
    'colophon_http_request_duration_seconds_count{route="unmatched",method="GET",code="404"} 1',
  ])
  assert.ok(!text.includes('letter-0001') && !text.includes('secret-path'))
})

test('a request under a foreign host name is refused, so a web page cannot read through it', async () => {
  await using api = await start()
  const ask = (path: string, host: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request({ port: api.server.port, path, headers: { host } }, (response) => {
        resolve(response.statusCode)
        response.resume()
      })
        .on('error', reject)
        .end()
    })
  for (const path of ['/api/things', '/healthz', '/readyz', '/health', '/metrics', '/metrics/']) {
    assert.equal(await ask(path, 'evil.example'), 421, path)
    assert.equal(await ask(path, 'localhost'), 200, path)
  }
})

test('the reference is generated from the table', async () => {
  await using api = await start()
  const document = (await api.call('/openapi.json')).json() as {
    openapi: string
    paths: Record<string, Record<string, { operationId: string; parameters: unknown[] }>>
  }
  assert.equal(document.openapi, '3.1.0')
  assert.deepEqual(Object.keys(document.paths), ['/api/things', '/api/things/{id}', '/api/export'])
  assert.deepEqual(document.paths['/api/things']?.['get']?.parameters[0], {
    name: 'limit',
    in: 'query',
    required: false,
    description: 'Rows of a page',
    schema: { default: 50, type: 'integer', minimum: 1, maximum: 500 },
  })
  assert.equal(document.paths['/api/things/{id}']?.['get']?.operationId, 'getThingsId')
  const page = await api.call('/docs')
  assert.match(page.type ?? '', /^text\/html/)
  assert.ok(page.text.includes('GET /api/things/{id}'))
  assert.ok(!/src=|@import|<script/.test(page.text))
})

test('the root page says what this is and where to go on', async () => {
  await using api = await start()
  const { name, version, links } = (await api.call('/')).json()
  assert.deepEqual([name, version], ['Things API', '1.2.3'])
  assert.equal((links as Record<string, string>)['things'], '/api/things')
})
