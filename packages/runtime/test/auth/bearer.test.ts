import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { suite, test, type TestContext } from 'node:test'
import express from 'express'
import { createLogger, serveHttp } from '@colophon/runtime'
import {
  bearerAuth,
  createTokenSigner,
  createTokenVerifier,
  principalOf,
  type LocalsResponse,
  type Role,
} from '@colophon/runtime/auth'
import { createApp } from '@colophon/runtime/http'
import { createMetrics } from '@colophon/runtime/metrics'
import { CLAIMS, ec, ISSUER, SECRET, serveKeys, signed } from './keys.ts'

const verifier = createTokenVerifier({ secret: SECRET }, { issuer: ISSUER, audience: CLAIMS.aud })

async function serve(t: TestContext, roles?: readonly Role[]): Promise<string> {
  const app = express()
  app.use(bearerAuth(verifier, roles === undefined ? {} : { roles }))
  app.get('/who', (_request, response) => {
    response.json(principalOf(response))
  })
  const server = await serveHttp(app, { host: '127.0.0.1', port: 0 })
  t.after(() => server[Symbol.asyncDispose]())
  return `${server.url}/who`
}
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

suite('bearer tokens over HTTP', () => {
  test('a good token passes and says who asks', async (t) => {
    const url = await serve(t, ['reviewer', 'lead'])
    const response = await fetch(url, bearer(signed()))
    assert.equal(response.status, 200)
    const { expiresAt, ...principal } = (await response.json()) as Record<string, unknown>
    assert.deepEqual(principal, { sub: 'ada', tenant: 'default', roles: ['reviewer'] })
    assert.equal(typeof expiresAt, 'number')
  })

  for (const [name, init, challenge] of [
    ['no token', {}, 'Bearer realm="colophon"'],
    [
      'a token that is none',
      bearer('hunter2'),
      'Bearer realm="colophon", error="invalid_token", error_description="The token is not a JWT"',
    ],
    [
      'another scheme',
      { headers: { authorization: 'Basic aHVudGVyMjpodW50ZXIy' } },
      'Bearer realm="colophon", error="invalid_token", error_description="The Authorization header holds no bearer token"',
    ],
  ] as const)
    test(`${name} is a 401 problem with a challenge`, async (t) => {
      const url = await serve(t)
      const response = await fetch(`${url}?token=hunter2`, init)
      assert.equal(response.status, 401)
      assert.equal(response.headers.get('www-authenticate'), challenge)
      assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/)
      const text = await response.text()
      const { code, instance, request_id: id } = JSON.parse(text) as Record<string, unknown>
      assert.deepEqual([code, instance], ['auth.required', '/who'])
      assert.equal(response.headers.get('x-request-id'), id)
      assert.doesNotMatch(text, /hunter2/)
    })

  test('a token without the role is a 403 that names it', async (t) => {
    const url = await serve(t, ['finance', 'lead'])
    const response = await fetch(url, bearer(signed()))
    assert.equal(response.status, 403)
    assert.match(response.headers.get('www-authenticate') ?? '', /error="insufficient_scope"/)
    const problem = (await response.json()) as Record<string, unknown>
    assert.deepEqual(
      [problem['code'], problem['detail']],
      ['auth.forbidden', 'This needs the role finance or lead'],
    )
  })

  test('keys that cannot be fetched are a 503 with a time to come back', async (t) => {
    const keys = await serveKeys(t, 500)
    const away = createTokenVerifier(
      { jwksUrl: keys.url },
      { issuer: ISSUER, audience: CLAIMS.aud },
    )
    const app = express().use(bearerAuth(away))
    const server = await serveHttp(app, { host: '127.0.0.1', port: 0 })
    t.after(() => server[Symbol.asyncDispose]())
    const token = createTokenSigner(ec(), { issuer: ISSUER }).sign(CLAIMS)
    const response = await fetch(server.url, bearer(token))
    assert.equal(response.status, 503)
    assert.equal(response.headers.get('retry-after'), '60')
    assert.equal(((await response.json()) as Record<string, unknown>)['code'], 'auth.unavailable')
  })

  test('before an app, without Express, it does the same', async (t) => {
    const app = createApp({
      service: 'things',
      title: 'Things',
      version: '1',
      log: createLogger({ service: 't', level: 'silent' }),
      metrics: createMetrics({ service: 't', version: '1' }),
      checks: {},
      routes: [],
      extend: (express) => {
        express.get('/who', (_request, response) => {
          response.json(principalOf(response)?.sub)
        })
      },
    })
    const guard = bearerAuth(verifier)
    const server = createServer((request, response: LocalsResponse) => {
      guard(request, response, () => {
        app(request, response)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    t.after(() => {
      server.closeAllConnections()
      server.close()
    })
    const { port } = server.address() as { port: number }
    const url = `http://127.0.0.1:${port}/who`
    assert.equal((await fetch(url)).status, 401)
    assert.equal(await (await fetch(url, bearer(signed()))).json(), 'ada')
  })
})
