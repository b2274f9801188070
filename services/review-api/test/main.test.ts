import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStartsAndStops, serviceProgram } from '@colophon/testkit'

const service = serviceProgram(new URL('../src/main.ts', import.meta.url), { PORT: '0' })

test('gets ready, and ends on SIGTERM with exit code 0', (t) =>
  assertStartsAndStops(t, service, ['store']))

test('bad settings are one message that names each of them, never their values', () => {
  const message = service.refusal({ PORT: 'dear-sir', LOG_LEVEL: 'loud', CORS_ORIGINS: '*' })
  for (const name of ['PORT', 'LOG_LEVEL', 'CORS_ORIGINS']) assert.ok(message.includes(name), name)
  assert.ok(!message.includes('dear-sir') && !message.includes('    at '), message)
})

test('an address others can reach needs tokens; a database of others needs a password', () => {
  assert.match(service.refusal({ PORT: '0', HOST: '0.0.0.0' }), /without authentication/)
  const message = service.refusal({ PORT: '0', STORE_URL: 'mongodb://db.example.org/colophon' })
  assert.match(message, /^review-api: STORE_URL .*\n.*\[config\.insecure\]\n$/)
  assert.ok(!message.includes('db.example.org'))
  assert.match(
    service.refusal({ PORT: '0', JWT_SECRET: 'changeme' }),
    /JWT_SECRET is a placeholder/,
  )
})
