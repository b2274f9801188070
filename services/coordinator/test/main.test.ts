import assert from 'node:assert/strict'
import { test } from 'node:test'
import { existsSync, readFileSync } from 'node:fs'
import { createTokenSigner } from '@colophon/runtime/auth'
import { assertStartsAndStops, serviceProgram } from '@colophon/testkit'

const service = serviceProgram(new URL('../src/main.ts', import.meta.url), {
  PORT: '0',
  BUS_URL: 'local:',
})

test('gets ready, and ends on SIGTERM with exit code 0', (t) =>
  assertStartsAndStops(t, service, ['store', 'bus']))

test('with a key tokens are asked for, and the key is nowhere to be seen', async (t) => {
  const JWT_SECRET = 'kX9v2TqLr7mWz4BhYc8NfJ3pDs6GaVe1'
  const { url, pid, stop } = await service.start(t, { JWT_SECRET, LOG_LEVEL: 'trace' })
  const token = createTokenSigner({ secret: JWT_SECRET }, { issuer: 'colophon' }).sign({
    sub: 'mary',
    aud: 'colophon-api',
    tenant: 'museum',
    roles: ['submitter'],
    ttlS: 600,
  })
  const submit = (headers: Record<string, string>) =>
    fetch(`${url}/api/jobs?job_id=j`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', ...headers },
      body: '{"id": "a", "text": "Dear Mary,"}\n',
    })
  assert.equal((await submit({})).status, 401)
  assert.equal((await submit({ authorization: `Bearer ${token}` })).status, 202)
  const titles = ['cmdline', 'comm']
    .map((file) => `/proc/${pid}/${file}`)
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
  const { code, output } = await stop()
  assert.equal(code, 0, output)
  for (const text of [output, ...titles]) {
    assert.ok(!text.includes(JWT_SECRET) && !text.includes(token) && !text.includes('Dear Mary'))
  }
})

test('bad settings are one message that names each of them, those that are missing too', () => {
  const message = service.refusal({ PORT: 'x', MAX_BODY_BYTES: '-1' })
  for (const name of ['PORT', 'MAX_BODY_BYTES', 'BUS_URL is required']) {
    assert.ok(message.includes(name), message)
  }
  assert.ok(!message.includes('    at '), message)
})

test('a port that is taken is an error with its reason', async (t) => {
  const { url } = await service.start(t)
  const { port } = new URL(url)
  const message = service.refusal({ PORT: port, BUS_URL: 'local:', STORE_URL: 'sqlite::memory:' })
  assert.match(message, /EADDRINUSE/)
  assert.ok(!message.includes('    at '), message)
})
