import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { z } from 'zod'
import { createLogger, serveHttp } from '@colophon/runtime'
import {
  createApp,
  operation,
  PageQuery,
  type AppOptions,
  type OpenApiDocument,
} from '@colophon/runtime/http'
import { createMetrics } from '@colophon/runtime/metrics'

const Colour = z.enum(['red', 'blue'])
const Thing = z.object({ id: z.string(), colour: Colour.nullable(), parts: z.array(z.string()) })
const ThingPage = z.object({ things: z.array(Thing), next_cursor: z.string().nullable() })

/** A list of the numbers from 1 to 6; its cursor is the number before. */
const numbers = (orderedBy: readonly string[] = []) =>
  operation({
    summary: 'Numbers',
    params: z.object({ id: z.string().optional() }),
    query: PageQuery.extend({ down: z.enum(['true', 'false']).default('false') }),
    orderedBy,
    handle({ query: { cursor = '0', limit } }) {
      const after = Number(cursor)
      assert.ok(Number.isInteger(after), `the handler sees its own cursor, not ${cursor}`)
      const found = [1, 2, 3, 4, 5, 6].filter((number) => number > after).slice(0, limit)
      const last = found.at(-1) ?? 6
      return { numbers: found, next_cursor: last < 6 ? String(last) : null }
    },
  })

const things = operation({
  summary: 'Things',
  query: PageQuery.extend({ colour: Colour.optional() }),
  response: ThingPage,
  handle: () => ({ things: [], next_cursor: null }),
})
const thing = operation({
  summary: 'One thing',
  params: z.object({ id: z.string() }),
  response: Thing,
  alsoProduces: ['text/csv'],
  errors: { 404: 'thing.not_found' },
  handle: () => ({ id: 'a', colour: null, parts: [] }),
})
const paint = operation({
  summary: 'Paints a thing',
  params: z.object({ id: z.string() }),
  body: z.object({ colour: z.string() }),
  describedBody: z.object({ colour: Colour }),
  response: z.object({ thing: Thing }),
  handle: ({ body }) => ({ thing: { id: 'a', colour: body.colour, parts: [] } }),
})
const events = operation({
  summary: 'Events',
  alsoProduces: ['text/event-stream'],
  handle: () => '',
})

const ROUTES: AppOptions['routes'] = [
  ['GET', '/api/numbers', numbers()],
  ['GET', '/api/numbers/:id', numbers(['down'])],
  ['GET', '/api/things', things],
  ['GET', '/api/things/:id', thing],
  ['PATCH', '/api/things/:id', paint],
  ['GET', '/api/events', events],
]

interface Answered {
  code?: string
  numbers?: number[]
  next_cursor?: string | null
}

async function start(overrides: Partial<AppOptions> = {}) {
  const app = createApp({
    service: 'things',
    title: 'Things API',
    version: '1.2.3',
    log: createLogger({ service: 't', level: 'silent' }),
    metrics: createMetrics({ service: 'things', version: '1.2.3' }),
    checks: {},
    routes: ROUTES,
    schemas: { Colour, Thing, ThingPage },
    ...overrides,
  })
  const server = await serveHttp(app, { host: '127.0.0.1', port: 0 })
  const call = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(server.url + path, init)
    const text = await response.text()
    const isJson = text !== '' && /json/.test(response.headers.get('content-type') ?? '')
    const body = (isJson ? JSON.parse(text) : {}) as Answered
    return { status: response.status, text, allow: response.headers.get('allow'), body }
  }
  const described = async () =>
    (await (await fetch(`${server.url}/openapi.json`)).json()) as OpenApiDocument
  return { call, described, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

suite('an address with another method', () => {
  test('is 405, with those it has in `allow`', async () => {
    await using api = await start()
    for (const [method, path, allow] of [
      ['POST', '/api/things', 'GET, HEAD, OPTIONS'],
      ['DELETE', '/api/things/a', 'GET, HEAD, PATCH, OPTIONS'],
      ['POST', '/healthz', 'GET, HEAD, OPTIONS'],
      ['PUT', '/metrics', 'GET, HEAD, OPTIONS'],
      ['POST', '/openapi.json', 'GET, HEAD, OPTIONS'],
    ] as const) {
      const answer = await api.call(path, { method })
      assert.deepEqual(
        [answer.status, answer.allow, answer.body.code],
        [405, allow, 'request.method_not_allowed'],
        `${method} ${path}`,
      )
    }
    assert.equal((await api.call('/api/nothing', { method: 'POST' })).status, 404)
  })

  test('is told its methods when it asks for them', async () => {
    await using api = await start()
    const { status, allow } = await api.call('/api/things/a', { method: 'OPTIONS' })
    assert.deepEqual([status, allow], [204, 'GET, HEAD, PATCH, OPTIONS'])
  })

  test('HEAD is GET without its body', async () => {
    await using api = await start()
    assert.equal((await api.call('/api/things', { method: 'HEAD' })).status, 200)
  })
})

suite('a cursor', () => {
  test('goes on where its page ended, whatever else is asked', async () => {
    await using api = await start()
    const first = await api.call('/api/numbers?limit=2')
    assert.deepEqual(first.body.numbers, [1, 2])
    const { body } = await api.call(
      `/api/numbers?limit=3&down=true&cursor=${String(first.body.next_cursor)}`,
    )
    assert.deepEqual(body.numbers, [3, 4, 5])
    const last = await api.call(`/api/numbers?cursor=${String(body.next_cursor)}`)
    assert.deepEqual([last.body.numbers, last.body.next_cursor], [[6], null])
  })

  test('of another list, of a list ordered otherwise, or of nobody is 400', async () => {
    await using api = await start()
    const cursor = async (path: string) => (await api.call(path)).body.next_cursor ?? ''
    const [all, ofA, down] = [
      await cursor('/api/numbers?limit=1'),
      await cursor('/api/numbers/a?limit=1'),
      await cursor('/api/numbers/a?limit=1&down=true'),
    ]
    assert.equal((await api.call(`/api/numbers/a?cursor=${ofA}`)).status, 200)
    for (const path of [
      `/api/numbers/a?cursor=${all}`,
      `/api/numbers?cursor=${ofA}`,
      `/api/numbers/b?cursor=${ofA}`,
      `/api/numbers/a?cursor=${down}`,
      `/api/numbers?cursor=${all.slice(0, 11)}`,
      '/api/numbers?cursor=1',
      '/api/numbers?cursor=',
      '/api/numbers?cursor=%00',
    ]) {
      const { status, body } = await api.call(path)
      assert.deepEqual([status, body.code], [400, 'request.invalid'], path)
    }
  })
})

const statusesOf = ({ paths }: OpenApiDocument, path: string, method: string): string[] =>
  Object.keys(paths[path]?.[method]?.responses ?? {})

suite('the reference', () => {
  test('has the statuses that occur', async () => {
    await using open = await start()
    const document = await open.described()
    assert.deepEqual(statusesOf(document, '/api/things/{id}', 'get'), [
      '200',
      '400',
      '404',
      '405',
      '421',
      '500',
      '503',
    ])
    assert.deepEqual(statusesOf(document, '/api/things/{id}', 'patch'), [
      '200',
      '400',
      '403',
      '405',
      '413',
      '415',
      '421',
      '500',
      '503',
      '507',
    ])
  })

  test('names shared schemas, and answers by their operation', async () => {
    await using api = await start()
    const { paths, components } = await api.described()
    assert.deepEqual(Object.keys(components.schemas).sort(), [
      'Colour',
      'PatchThingsIdAnswer',
      'Problem',
      'Thing',
      'ThingPage',
    ])
    assert.deepEqual(components.schemas['ThingPage']?.['properties'], {
      things: { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
      next_cursor: { type: ['string', 'null'] },
    })
    const content = paths['/api/things']?.['get']?.responses['200']?.content
    assert.deepEqual(content, {
      'application/json': { schema: { $ref: '#/components/schemas/ThingPage' } },
    })
  })

  test('has every media type an operation answers with, and the body as it should be', async () => {
    await using api = await start()
    const { paths } = await api.described()
    const { get, patch } = paths['/api/things/{id}'] ?? {}
    assert.deepEqual(Object.keys(get?.responses['200']?.content ?? {}), [
      'application/json',
      'text/csv',
    ])
    assert.deepEqual(paths['/api/events']?.['get']?.responses['200']?.content, {
      'text/event-stream': {},
    })
    const body = patch?.requestBody?.['content'] as Record<
      string,
      { schema: { properties: object } }
    >
    assert.deepEqual(body['application/json']?.schema.properties, {
      colour: { $ref: '#/components/schemas/Colour' },
    })
  })

  test('is readable, with its schemas', async () => {
    await using api = await start()
    const { status, text } = await api.call('/docs')
    assert.equal(status, 200)
    assert.match(text, /<summary>ThingPage<\/summary>/)
  })

  test('refuses two schemas under one name', async () => {
    const second: AppOptions['routes'][number] = [
      'GET',
      '/api/thing',
      operation({
        summary: 'Another',
        response: z.object({ no: z.int() }),
        handle: () => ({ no: 1 }),
      }),
    ]
    await using api = await start({
      routes: [...ROUTES, second],
      schemas: { Thing, GetThingAnswer: Colour },
    })
    const answer = await api.call('/openapi.json')
    assert.equal(answer.status, 500)
  })
})
