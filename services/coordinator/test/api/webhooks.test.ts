import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { createTokenSigner, createTokenVerifier } from '@colophon/runtime/auth'
import { anEvent, endpointTo, SECRET } from '../webhooks/rig.ts'
import { serveJobs } from './rig.ts'

type Json = Record<string, unknown>

const ENDPOINT = endpointTo('https://hooks.example.org/path-4711?key=key-4711')

async function serve(t: TestContext) {
  const other = endpointTo('https://other.example.org/', { tenant: 'other', name: 'theirs' })
  return await serveJobs(t, { webhooks: [ENDPOINT, other] })
}

test('endpoints of the tenant are listed with what may be known of them', async (t) => {
  const { call } = await serve(t)
  const { status, body } = await call<Json>('/api/webhooks')
  assert.equal(status, 200)
  assert.deepEqual(body, {
    endpoints: [
      {
        name: 'catalogue',
        host: 'hooks.example.org',
        kinds: ['task.approved', 'task.rejected', 'job.done'],
      },
    ],
  })
  for (const secret of [SECRET, '4711']) assert.ok(!JSON.stringify(body).includes(secret))
})

test('a test is an event for this endpoint alone, and its delivery is seen', async (t) => {
  const { call, postJson, store } = await serve(t)
  const { status, body } = await postJson<Json>('/api/webhooks/catalogue/test', undefined)
  assert.equal(status, 200)
  const { body: page } = await call<{ deliveries: Json[] }>('/api/webhooks/deliveries')
  const [delivery, ...others] = page.deliveries
  assert.deepEqual(others, [])
  assert.deepEqual(
    [delivery?.['event_id'], delivery?.['kind'], delivery?.['state'], delivery?.['attempts']],
    [body['event_id'], 'test', 'pending', 0],
  )
  assert.ok(!('tenant_id' in (delivery ?? {})))
  assert.equal((await store.outbox.due('default', 'catalogue', 10)).length, 1)
  assert.equal((await postJson('/api/webhooks/theirs/test', undefined)).status, 404)
})

test('deliveries are filtered, and those that were given up are replayed', async (t) => {
  const { call, postJson, store } = await serve(t)
  for (const id of ['one', 'two']) await store.outbox.share(anEvent(id), ['catalogue'])
  for (const { delivery } of await store.outbox.due('default', 'catalogue', 10)) {
    await store.outbox.settle({ ...delivery, attempts: 1, state: 'dead', last: 'HTTP 500' })
  }
  const dead = async (): Promise<number> =>
    (await call<{ deliveries: Json[] }>('/api/webhooks/deliveries?state=dead&endpoint=catalogue'))
      .body.deliveries.length
  const replay = (body: Json) => postJson<Json>('/api/webhooks/deliveries/replay', body)
  assert.equal(await dead(), 2)
  assert.deepEqual((await replay({ endpoint: 'catalogue', event_id: 'one' })).body, { replayed: 1 })
  assert.equal(await dead(), 1)
  assert.deepEqual((await replay({ endpoint: 'catalogue', state: 'dead' })).body, { replayed: 1 })
  assert.deepEqual((await replay({ endpoint: 'catalogue', state: 'dead' })).body, { replayed: 0 })
  const missing = await replay({ endpoint: 'catalogue', event_id: 'none' })
  assert.deepEqual([missing.status, missing.body['code']], [404, 'webhook.not_found'])
  assert.equal((await replay({ endpoint: 'theirs', state: 'dead' })).status, 404)
  for (const bad of [{}, { endpoint: 'catalogue' }, { endpoint: 'catalogue', state: 'pending' }]) {
    assert.equal((await replay(bad)).status, 400)
  }
  assert.equal((await call('/api/webhooks/deliveries?state=lost')).status, 400)
})

test('webhooks are for operators', async (t) => {
  const keys = { secret: 'kX9v2TqLr7mWz4BhYc8NfJ3pDs6GaVe1' }
  const names = { issuer: 'colophon', audience: 'colophon-api' }
  const { call } = await serveJobs(t, {
    webhooks: [ENDPOINT],
    auth: { verifier: createTokenVerifier(keys, names) },
  })
  const signer = createTokenSigner(keys, names)
  const as = (role: 'submitter' | 'lead' | 'operator') => {
    const token = signer.sign({
      sub: 'eva',
      aud: names.audience,
      tenant: 'default',
      roles: [role],
      ttlS: 60,
    })
    return { headers: { authorization: `Bearer ${token}` } }
  }
  for (const path of ['/api/webhooks', '/api/webhooks/deliveries']) {
    assert.equal((await call(path)).status, 401)
    assert.equal((await call(path, as('submitter'))).status, 403)
    assert.equal((await call(path, as('lead'))).status, 403)
    assert.equal((await call(path, as('operator'))).status, 200)
  }
  const post = (role: 'lead' | 'operator') =>
    call('/api/webhooks/catalogue/test', { method: 'POST', ...as(role) })
  assert.equal((await post('lead')).status, 403)
  assert.equal((await post('operator')).status, 200)
})
