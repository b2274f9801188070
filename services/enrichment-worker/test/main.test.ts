import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { assertStartsAndStops, serviceProgram } from '@colophon/testkit'

const service = serviceProgram(new URL('../src/main.ts', import.meta.url), {
  OPS_PORT: '0',
  BUS_URL: 'local:',
  AGENT_URLS: 'memory:',
})

test('gets ready, and ends on SIGTERM with exit code 0', (t) =>
  assertStartsAndStops(t, service, ['store', 'bus']))

test('bad settings are one message that names each of them', () => {
  const message = service.refusal({
    OPS_PORT: 'x',
    WORKER_CONCURRENCY: '0',
    AGENT_URLS: 'metadata-agent=x',
  })
  for (const name of ['OPS_PORT', 'WORKER_CONCURRENCY', 'AGENT_URLS', 'BUS_URL is required']) {
    assert.ok(message.includes(name), message)
  }
  assert.ok(!message.includes('    at '), message)
})

test('agents elsewhere need a key to sign tokens with, and a whole one', () => {
  const env = { STORE_URL: 'sqlite::memory:', BUS_URL: 'local:', OPS_PORT: '0' }
  assert.match(service.refusal(env), /JWT_SECRET is required/)
  assert.match(service.refusal({ ...env, JWT_SECRET: 'changeme' }), /JWT_SECRET is a placeholder/)
  // Where others publish their public keys: none of them makes a token.
  assert.match(
    service.refusal({ ...env, JWT_JWKS_URL: 'https://id.example.org/keys' }),
    /JWT_SECRET is required/,
  )
  const { publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  assert.match(service.refusal({ ...env, JWT_PUBLIC_KEY: publicKey }), /cannot be signed/)
})
