import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { readConfig } from '@colophon/runtime'
import { apiSettings, AUTH_SETTINGS, readAccess } from '@colophon/runtime/settings'

const Config = z.object({ ...apiSettings(5_000), ...AUTH_SETTINGS })
const JWT_SECRET = 'kX9v2TqLr7mWz4BhYc8NfJ3pDs6GaVe1'
const access = (env: Record<string, string>) => readAccess(readConfig(Config, env))

test('without keys there is no authentication, and nobody from elsewhere is let in', () => {
  const { api, serve } = access({})
  assert.deepEqual(api, { auth: undefined, corsOrigins: [] })
  assert.deepEqual(serve, { host: '127.0.0.1', port: 5000, tls: undefined, allowRemote: false })
})

test('with a key tokens are asked for, and others may come in', () => {
  const { api, serve } = access({ JWT_SECRET, HOST: '0.0.0.0', RATE_LIMIT_PER_MINUTE: '7' })
  assert.equal(api.auth?.requestsPerMinute, 7)
  assert.deepEqual([serve.host, serve.allowRemote], ['0.0.0.0', true])
  assert.throws(() => access({ JWT_SECRET: 'changeme' }), { code: 'config.insecure' })
})

test('certificate and key go together', () => {
  const both = { TLS_CERT_FILE: 'a.crt', TLS_KEY_FILE: 'a.key' }
  assert.deepEqual(access(both).serve.tls, { certFile: 'a.crt', keyFile: 'a.key' })
  assert.throws(() => access({ TLS_CERT_FILE: 'a.crt' }), { message: /go together/ })
})

test('origins are a list, and none of them a pattern', () => {
  const origins = (text: string) => access({ CORS_ORIGINS: text }).api.corsOrigins
  assert.deepEqual(origins(' https://a.example , http://localhost:8080,'), [
    'https://a.example',
    'http://localhost:8080',
  ])
  for (const text of ['*', 'https://*', 'a.example', 'https://a.example/', 'https://a.example/x']) {
    assert.throws(() => origins(text), { message: /CORS_ORIGINS/ }, text)
  }
})
