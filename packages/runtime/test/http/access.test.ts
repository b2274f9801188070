import assert from 'node:assert/strict'
import { request } from 'node:http'
import { suite, test, type TestContext } from 'node:test'
import { z } from 'zod'
import { createLogger, serveHttp } from '@colophon/runtime'
import { createTokenSigner, createTokenVerifier, type Role } from '@colophon/runtime/auth'
import {
  createApp,
  createOpsApp,
  operation,
  type AppOptions,
  type Problem,
} from '@colophon/runtime/http'
import { createMetrics } from '@colophon/runtime/metrics'
import { serveApp } from '@colophon/testkit'

const KEYS = { secret: 'kX9v2TqLr7mWz4BhYc8NfJ3pDs6GaVe1' }
const ISSUER = 'colophon'
const AUDIENCE = 'colophon-api'
const DESK = 'https://desk.example.org'

const signer = createTokenSigner(KEYS, { issuer: ISSUER })
const tokenFor = (
  roles: readonly Role[],
  overrides: { tenant?: string; sub?: string; ttlS?: number } = {},
) => signer.sign({ sub: 'mary', aud: AUDIENCE, tenant: 'museum', ttlS: 60, roles, ...overrides })
const bearing = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

const read = operation({
  summary: 'What is seen',
  response: z.object({ tenant: z.string(), sub: z.string().nullable() }),
  handle: ({ tenant, principal }) => ({ tenant, sub: principal?.sub ?? null }),
})
const write = operation({
  summary: 'Something new',
  body: z.object({ size: z.number() }),
  handle: ({ body }) => body,
})

async function start(t: TestContext, overrides: Partial<AppOptions> = {}) {
  const verifier = createTokenVerifier(KEYS, { issuer: ISSUER, audience: AUDIENCE })
  const app = createApp({
    service: 'things',
    title: 'Things API',
    version: '1.2.3',
    log: createLogger({ service: 't', level: 'silent' }),
    metrics: createMetrics({ service: 'things', version: '1.2.3' }),
    checks: {},
    auth: { verifier },
    routes: [
      ['GET', '/api/things', read, ['reviewer', 'operator']],
      ['POST', '/api/things', write, ['operator']],
      ['GET', '/api/open', read],
    ],
    ...overrides,
  })
  const server = await serveHttp(app, { host: '127.0.0.1', port: 0 })
  t.after(() => server[Symbol.asyncDispose]())
  const call = async (path: string, init?: RequestInit) => {
    const response = await fetch(server.url + path, init)
    const text = await response.text()
    const json = () => JSON.parse(text) as Record<string, unknown>
    return { status: response.status, headers: response.headers, text, json }
  }
  return { call, server }
}

suite('with tokens', () => {
  test('no operation answers without a good one, whatever its address looks like', async (t) => {
    const { call } = await start(t)
    const other = createTokenSigner(
      { secret: 'another-kX9v2TqLr7mWz4BhYc8NfJ3p' },
      { issuer: ISSUER },
    )
    const claims = {
      sub: 'mary',
      aud: AUDIENCE,
      tenant: 'museum',
      roles: ['operator'],
      ttlS: 60,
    } as const
    for (const init of [
      undefined,
      { headers: { authorization: 'Basic bWFyeTpzZWNyZXQ=' } },
      bearing('nonsense'),
      bearing(other.sign(claims)),
      bearing(signer.sign({ ...claims, aud: 'agent:entity-agent' })),
    ]) {
      for (const path of ['/api/things', '/API/Things', '/api/things/', '/api/open']) {
        const answer = await call(path, init)
        assert.equal(answer.status, 401, path)
        assert.equal((answer.json() as unknown as Problem).code, 'auth.required')
      }
    }
  })

  test('the tenant is that of the token, and the role decides', async (t) => {
    const { call } = await start(t)
    const reviewer = bearing(tokenFor(['reviewer']))
    assert.deepEqual((await call('/api/things', reviewer)).json(), {
      tenant: 'museum',
      sub: 'mary',
    })
    const refused = await call('/api/things', bearing(tokenFor(['finance'])))
    assert.deepEqual([refused.status, refused.json()['code']], [403, 'auth.forbidden'])
    assert.match(String(refused.json()['detail']), /reviewer or operator/)
    assert.equal((await call('/api/open', bearing(tokenFor(['finance'])))).status, 200)
    assert.equal((await call('/api/things', bearing(tokenFor([])))).status, 403)
  })

  test('a body is not read before its sender is known', async (t) => {
    const { call } = await start(t)
    const post = (headers: Record<string, string>) =>
      call('/api/things', {
        method: 'POST',
        body: '{"size": Dear Sir',
        headers: { 'content-type': 'application/json', ...headers },
      })
    assert.equal((await post({})).status, 401)
    assert.equal((await post(bearing(tokenFor(['reviewer'])).headers)).status, 403)
    assert.equal((await post(bearing(tokenFor(['operator'])).headers)).status, 400)
  })

  test('metrics are for operators, and for whoever has the token of Prometheus', async (t) => {
    const metricsToken = 'V7qL2mXc9RtYp4WzHd8KjBn3GsFa6Ue1'
    const verifier = createTokenVerifier(KEYS, { issuer: ISSUER, audience: AUDIENCE })
    const { call } = await start(t, { auth: { verifier, metricsToken } })
    const status = async (init?: RequestInit) => (await call('/metrics', init)).status
    assert.equal(await status(), 401)
    assert.equal(await status(bearing(`${metricsToken}x`)), 401)
    assert.equal(await status(bearing('undefined')), 401)
    assert.equal(await status(bearing(tokenFor(['reviewer']))), 403)
    assert.equal(await status(bearing(tokenFor(['operator']))), 200)
    assert.match((await call('/metrics', bearing(metricsToken))).text, /colophon_build_info\{/)
    // It opens nothing else.
    assert.equal((await call('/api/things', bearing(metricsToken))).status, 401)
    const { call: without } = await start(t)
    assert.equal((await without('/metrics', bearing('undefined'))).status, 401)
  })

  test('a process without an API shows its metrics to whoever reaches it', async (t) => {
    const verifier = createTokenVerifier(KEYS, { issuer: ISSUER, audience: 'agent:things' })
    const app = createOpsApp({
      service: 'things-agent',
      version: '1.2.3',
      log: createLogger({ service: 't', level: 'silent' }),
      metrics: createMetrics({ service: 'things-agent', version: '1.2.3' }),
      checks: {},
      auth: { verifier },
    })
    const { get } = await serveApp(t, app)
    assert.match((await get('/metrics')).text, /colophon_build_info\{/)
  })

  test('health and the reference stay open', async (t) => {
    const { call } = await start(t)
    for (const path of ['/healthz', '/readyz', '/health', '/openapi.json', '/docs', '/']) {
      assert.equal((await call(path)).status, 200, path)
    }
  })

  test('the host name says nothing about who asks', async (t) => {
    const { server } = await start(t)
    const headers = { host: 'api.example.org', ...bearing(tokenFor(['reviewer'])).headers }
    const status = await new Promise((resolve, reject) => {
      request({ port: server.port, path: '/api/things', headers }, (response) => {
        resolve(response.statusCode)
        response.resume()
      })
        .on('error', reject)
        .end()
    })
    assert.equal(status, 200)
  })

  test('a bearer who asks too often waits, with a new token too; another does not', async (t) => {
    const verifier = createTokenVerifier(KEYS, { issuer: ISSUER, audience: AUDIENCE })
    const { call } = await start(t, { auth: { verifier, requestsPerMinute: 2 } })
    const ask = (ttlS: number, overrides = {}) =>
      call('/api/things', bearing(tokenFor(['reviewer'], { ttlS, ...overrides })))
    assert.equal((await ask(60)).status, 200)
    assert.equal((await ask(61)).status, 200)
    const refused = await ask(62)
    assert.deepEqual([refused.status, refused.json()['code']], [429, 'request.rate_limited'])
    assert.ok(Number(refused.headers.get('retry-after')) > 0)
    assert.equal((await ask(60, { sub: 'john' })).status, 200)
    assert.equal((await ask(60, { tenant: 'archive' })).status, 200)
    assert.equal((await call('/healthz')).status, 200)
  })

  test('the reference says so', async (t) => {
    const { call } = await start(t)
    const { paths, components } = (await call('/openapi.json')).json() as {
      paths: Record<string, Record<string, Record<string, unknown>>>
      components: { securitySchemes: Record<string, unknown> }
    }
    const { security, responses, 'x-roles': roles } = paths['/api/things']?.['get'] ?? {}
    assert.deepEqual(security, [{ bearer: [] }])
    assert.deepEqual(roles, ['reviewer', 'operator'])
    assert.ok(['401', '403', '429'].every((status) => status in (responses as object)))
    assert.deepEqual(components.securitySchemes['bearer'], {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
    })
    const { call: without } = await start(t, { auth: undefined })
    assert.ok(!(await without('/openapi.json')).text.includes('securitySchemes'))
  })
})

suite('pages of other origins', () => {
  const preflight = (origin: string) => ({
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  })

  test('on the list may read the answers', async (t) => {
    const { call } = await start(t, { corsOrigins: [DESK] })
    const asked = await call('/api/things', preflight(DESK))
    assert.equal(asked.status, 204)
    assert.match(asked.headers.get('access-control-allow-headers') ?? '', /authorization/)
    const headers = { origin: DESK, ...bearing(tokenFor(['reviewer'])).headers }
    const answer = await call('/api/things', { headers })
    assert.equal(answer.headers.get('access-control-allow-origin'), DESK)
    assert.match(answer.headers.get('vary') ?? '', /origin/i)
    const refused = await call('/api/things', { headers: { origin: DESK } })
    assert.deepEqual(
      [refused.status, refused.headers.get('access-control-allow-origin')],
      [401, DESK],
    )
  })

  test('not on the list may not', async (t) => {
    const { call } = await start(t, { corsOrigins: [DESK] })
    for (const origin of ['https://evil.example', 'null', `${DESK}.evil.example`]) {
      const asked = await call('/api/things', preflight(origin))
      assert.equal(asked.headers.get('access-control-allow-origin'), null, origin)
    }
  })

  test('may change nothing where only the connection says who asks', async (t) => {
    const { call } = await start(t, { auth: undefined, corsOrigins: [DESK] })
    const post = async (origin?: string) => {
      const headers = { 'content-type': 'application/json', ...(origin && { origin }) }
      return (await call('/api/things', { method: 'POST', body: '{"size":1}', headers })).status
    }
    assert.equal(await post('https://evil.example'), 403)
    assert.equal(await post('null'), 403)
    assert.equal(await post(DESK), 200)
    assert.equal(await post('http://localhost:5001'), 200)
    assert.equal(await post(), 200)
  })
})
