import assert from 'node:assert/strict'
import { request } from 'node:http'
import { suite, test, type TestContext } from 'node:test'
import { RECORDS } from '@colophon/profiles/records'
import { createReviewApi } from '@colophon/review-api'
import { createLogger } from '@colophon/runtime'
import { createTokenSigner, createTokenVerifier, type Role } from '@colophon/runtime/auth'
import { createMetrics } from '@colophon/runtime/metrics'
import { serveApp, temporaryStore } from '@colophon/testkit'

const KEYS = { secret: 'kX9v2TqLr7mWz4BhYc8NfJ3pDs6GaVe1' }
const NAMES = { issuer: 'colophon', audience: 'colophon-api' }
const JSON_TYPE = { 'content-type': 'application/json' }

const tokenOf = (roles: Role[], ttlS = 600): string =>
  createTokenSigner(KEYS, NAMES).sign({
    ...{ sub: 'mary', aud: NAMES.audience, tenant: 'museum' },
    ...{ roles, ttlS },
  })

interface Ask {
  method?: string
  headers?: Record<string, string>
  body?: string
}

async function start(t: TestContext, form: 'local' | 'tokens') {
  const api = createReviewApi({
    profiles: RECORDS,
    store: await temporaryStore(t),
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics({ service: 'test', version: '0' }),
    checks: {},
    ...(form === 'tokens' && { auth: { verifier: createTokenVerifier(KEYS, NAMES) } }),
  })
  const { url } = await serveApp(t, api)
  /** A request as any program can make it: no header is added, none is forbidden. */
  const ask = (path: string, { method = 'GET', headers = {}, body }: Ask = {}) =>
    new Promise<{ status: number; cookie: string; text: string }>((resolve, reject) => {
      request(url + path, { method, headers }, (response) => {
        let text = ''
        const cookie = String(response.headers['set-cookie'] ?? '')
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, cookie, text })
        })
      })
        .on('error', reject)
        .end(body)
    })
  const own = { origin: url, 'sec-fetch-site': 'same-origin' }
  const signIn = async (body: object) => {
    const headers = { ...own, ...JSON_TYPE }
    const answer = await ask('/api/session', {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    return { ...answer, session: { cookie: answer.cookie.split(';')[0] ?? '' } }
  }
  return { url, ask, own, signIn }
}

const meOf = (text: string) => JSON.parse(text) as { sub: string; roles: string[]; local: boolean }

suite('without authentication', () => {
  test('a person is called local until they say their name', async (t) => {
    const { ask, signIn } = await start(t, 'local')
    const { sub, local, roles } = meOf((await ask('/api/me')).text)
    assert.deepEqual([sub, local, roles.includes('lead')], ['local', true, true])
    const { session, cookie } = await signIn({ name: 'Žofie Nováková' })
    assert.match(cookie, /; Path=\/; HttpOnly; SameSite=Strict$/)
    assert.equal(meOf((await ask('/api/me', { headers: session })).text).sub, 'Žofie Nováková')
  })

  test('a name is one that can be shown', async (t) => {
    const { signIn } = await start(t, 'local')
    for (const name of ['', ' Eva', 'E\u0000va', 'E\u202eva', '\ud800', 'x'.repeat(101)])
      assert.equal((await signIn({ name })).status, 400, JSON.stringify(name))
    assert.equal((await signIn({ token: tokenOf(['lead']) })).status, 400)
  })

  test('a cookie of another server on this machine says nothing', async (t) => {
    const { ask } = await start(t, 'local')
    for (const value of [`token.${tokenOf(['lead'])}`, 'name.AAAA', 'name.', 'x'])
      assert.equal(
        meOf((await ask('/api/me', { headers: { cookie: `colophon_session=${value}` } })).text).sub,
        'local',
      )
  })
})

suite('with authentication', () => {
  test('a page is let in by the token that it signed in with, until it signs out', async (t) => {
    const { ask, own, signIn } = await start(t, 'tokens')
    assert.equal((await ask('/api/me')).status, 401)
    const { session, cookie, status } = await signIn({ token: tokenOf(['reviewer'], 600) })
    assert.equal(status, 200)
    assert.match(cookie, /; Max-Age=(?:59\d|600); Path=\/; HttpOnly; SameSite=Strict$/)
    const { sub, local, roles } = meOf((await ask('/api/me', { headers: session })).text)
    assert.deepEqual([sub, local, roles], ['mary', false, ['reviewer']])
    assert.equal((await ask('/api/review/queue', { headers: session })).status, 200)
    const out = await ask('/api/session', { method: 'DELETE', headers: { ...session, ...own } })
    assert.match(out.cookie, /^colophon_session=; Max-Age=0;/)
  })

  test('no token, a bad one, or a name lets nobody in', async (t) => {
    const { ask, signIn } = await start(t, 'tokens')
    for (const body of [{ token: 'nonsense' }, { name: 'Eva' }]) {
      const { status, cookie, text } = await signIn(body)
      assert.deepEqual([status, cookie], [401, ''])
      assert.ok(!text.includes('nonsense'))
    }
    const forged = { cookie: `colophon_session=name.${Buffer.from('mary').toString('base64url')}` }
    assert.equal((await ask('/api/me', { headers: forged })).status, 401)
    const finance = await signIn({ token: tokenOf(['finance']) })
    assert.equal((await ask('/api/review/queue', { headers: finance.session })).status, 403)
  })

  test('what came over TLS is not sent in the clear', async (t) => {
    const { ask } = await start(t, 'tokens')
    const headers = {
      ...JSON_TYPE,
      host: 'desk.example.org',
      origin: 'https://desk.example.org',
    }
    const body = JSON.stringify({ token: tokenOf(['lead']) })
    const { cookie } = await ask('/api/session', { method: 'POST', headers, body })
    assert.match(cookie, /; Secure$/)
  })
})

for (const form of ['local', 'tokens'] as const)
  suite(`pages that are not ours, ${form}`, () => {
    const body = JSON.stringify(form === 'local' ? { name: 'Eva' } : { token: tokenOf(['lead']) })

    test('get nothing, with or without a session', async (t) => {
      const { ask, signIn } = await start(t, form)
      const { session } = await signIn(JSON.parse(body) as object)
      for (const page of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: 'http://localhost:1' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
      ] as Record<string, string>[])
        for (const headers of [page, { ...page, ...session }]) {
          const read = await ask('/api/review/queue', { headers })
          assert.equal(read.status, 403, JSON.stringify(headers))
          assert.ok(!read.text.includes('tasks'))
          const post = { method: 'POST', headers: { ...headers, ...JSON_TYPE }, body }
          const { status, cookie } = await ask('/api/session', post)
          assert.deepEqual([status, cookie], [403, ''])
        }
    })

    test('cannot use a session by a form, nor by text that is no JSON to a browser', async (t) => {
      const { ask, own, signIn } = await start(t, form)
      const { session } = await signIn(JSON.parse(body) as object)
      for (const type of [
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'text/plain',
      ]) {
        const headers = { ...session, ...own, 'content-type': type }
        const { status, cookie } = await ask('/api/session', { method: 'POST', headers, body })
        assert.deepEqual([status, cookie], [415, ''], type)
      }
      // A program that found the cookie, or a browser so old that it does not say whose page asks.
      const mute = { method: 'POST', headers: { ...session, ...JSON_TYPE }, body }
      assert.equal((await ask('/api/session', mute)).status, 403)
    })
  })

test('a name of somebody else’s that points at this machine gets nothing', async (t) => {
  const { ask } = await start(t, 'local')
  const headers = { host: 'evil.example', ...JSON_TYPE }
  assert.equal((await ask('/api/me', { headers })).status, 421)
  const body = JSON.stringify({ name: 'Eva' })
  assert.equal((await ask('/api/session', { method: 'POST', headers, body })).status, 421)
})

test('a link from elsewhere opens a page that is no record', async (t) => {
  const { ask } = await start(t, 'local')
  assert.equal((await ask('/', { headers: { 'sec-fetch-site': 'cross-site' } })).status, 200)
})
