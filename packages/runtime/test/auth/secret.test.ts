import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { suite, test } from 'node:test'
import { assertSecret, readTokenKeys } from '@colophon/runtime/auth'
import { ec, SECRET } from './keys.ts'

suite('secrets', () => {
  for (const secret of [
    'short-but-0therwise-f1ne',
    'change-me-change-me-change-me-change-me',
    'CHANGEME_a8s7df6a8s7d6f8as7d6f8a7sd6f',
    'your-secret-key-change-in-production-now',
    'example-0a9s8d7f6g5h4j3k2l1q0w9e8r7t6y',
    'a'.repeat(64),
    'abcdefgh'.repeat(8),
    '0123456789abcdef0123456789abcdef',
    'abcdefghijklmnopqrstuvwxyz0123456789',
    'abababababcdcdcdcdcdababababcdcdcdcd',
    '   ',
  ])
    test(`${secret.slice(0, 20)}… is refused in one line that does not show it`, () => {
      assert.throws(
        () => {
          assertSecret(secret, { NODE_ENV: 'production' })
        },
        (error: Error) => {
          assert.equal((error as { code?: string }).code, 'config.insecure')
          assert.match(error.message, /^JWT_SECRET [^\n]+$/)
          return !error.message.includes(secret.trim() || '   ')
        },
      )
      assert.throws(() => {
        assertSecret(secret, {})
      })
      assertSecret(secret, { NODE_ENV: 'development' })
    })

  test('random ones pass, whatever their form', () => {
    for (let i = 0; i < 500; i++)
      for (const form of ['hex', 'base64', 'base64url'] as const)
        assertSecret(randomBytes(32).toString(form), {})
  })

  test('the setting that is wrong is named', () => {
    assert.throws(() => {
      assertSecret('x', { name: 'OTHER_SECRET' })
    }, /^InsecureSettingError: OTHER_SECRET/)
  })
})

suite('the keys that settings name', () => {
  test('none, a secret, a pair, a key set', () => {
    const { publicKey, privateKey } = ec()
    assert.equal(readTokenKeys({}), undefined)
    assert.deepEqual(readTokenKeys({ JWT_SECRET: SECRET }), { secret: SECRET })
    assert.deepEqual(readTokenKeys({ JWT_PUBLIC_KEY: publicKey, JWT_PRIVATE_KEY: privateKey }), {
      publicKey,
      privateKey,
    })
    const url = 'https://keys.example.org/'
    assert.deepEqual(readTokenKeys({ JWT_JWKS_URL: url }), { jwksUrl: url })
  })

  test('a weak secret or two kinds at once are refused', () => {
    assert.throws(() => readTokenKeys({ JWT_SECRET: 'change-me' }), { code: 'config.insecure' })
    assert.ok(readTokenKeys({ JWT_SECRET: 'change-me', NODE_ENV: 'development' }))
    assert.throws(
      () => readTokenKeys({ JWT_SECRET: SECRET, JWT_JWKS_URL: 'https://keys.example.org/' }),
      /JWT_SECRET, JWT_JWKS_URL/,
    )
  })
})
