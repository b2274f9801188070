import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { suite, test } from 'node:test'
import jwt from 'jsonwebtoken'
import {
  AuthError,
  createServiceTokens,
  createTokenSigner,
  createTokenVerifier,
  type TokenKeys,
} from '@colophon/runtime/auth'
import { thumbprint } from '../../src/auth/thumbprint.ts'
import { CLAIMS, ec, ISSUER, rsa, SECRET, signed } from './keys.ts'

const verifier = (keys: TokenKeys = { secret: SECRET }) =>
  createTokenVerifier(keys, { issuer: ISSUER, audience: CLAIMS.aud })

const refuses = (token: string, saying: RegExp, keys?: TokenKeys) =>
  assert.rejects(verifier(keys).verify(token), (error) => {
    assert.ok(error instanceof AuthError, String(error))
    assert.deepEqual([error.code, error.status], ['auth.required', 401])
    assert.match(error.message, saying)
    return true
  })

/** A token of any content, signed with the right secret. */
const forged = (payload: object, options: jwt.SignOptions = {}): string =>
  jwt.sign(payload, SECRET, { issuer: ISSUER, audience: CLAIMS.aud, ...options })
const whole = { sub: 'ada', tenant: 'default', roles: ['reviewer'] }

suite('tokens', () => {
  for (const [name, keys] of [
    ['a secret', { secret: SECRET }],
    ['an RSA pair', rsa()],
    ['an EC pair', ec()],
  ] as const)
    test(`what ${name} signs, it verifies`, async () => {
      const from = Math.floor(Date.now() / 1000)
      const token = createTokenSigner(keys, { issuer: ISSUER }).sign(CLAIMS)
      const { expiresAt, ...principal } = await verifier(keys).verify(token)
      assert.deepEqual(principal, { sub: 'ada', tenant: 'default', roles: ['reviewer'] })
      assert.ok(expiresAt >= from + 60 && expiresAt <= from + 70)
    })

  test('what a token says is remembered for ten seconds, and then verified anew', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 })
    const { verify } = verifier()
    const token = forged({ ...whole, exp: 1_800_000_600 })
    const known = await verify(token)
    t.mock.timers.tick(9_999)
    assert.equal(await verify(token), known, 'from memory')
    t.mock.timers.tick(1)
    assert.notEqual(await verify(token), known, 'verified anew')
  })

  test('a key from an environment variable may have \\n for its line ends', async () => {
    const pair = ec()
    const flat = (pem: string) => pem.replaceAll('\n', String.raw`\n`)
    const keys = { publicKey: flat(pair.publicKey), privateKey: flat(pair.privateKey) }
    const token = createTokenSigner(keys, { issuer: ISSUER }).sign(CLAIMS)
    assert.equal((await verifier(keys).verify(token)).sub, 'ada')
  })

  test('a public key alone verifies and cannot sign', () => {
    const { publicKey } = rsa()
    assert.ok(verifier({ publicKey }))
    assert.throws(() => createTokenSigner({ publicKey }, { issuer: ISSUER }), {
      code: 'config.insecure',
    })
  })

  for (const [name, publicKey] of [
    ['an RSA key of 1024 bits', rsa(1_024).publicKey],
    ['a key on another curve', ec('P-384').publicKey],
    ['what is no key', 'hunter2'],
  ] as const)
    test(`${name} is refused, without showing it`, () => {
      assert.throws(
        () => verifier({ publicKey }),
        (error: Error) => {
          assert.equal((error as { code?: string }).code, 'config.insecure')
          assert.match(error.message, /JWT_PUBLIC_KEY/)
          return !error.message.includes(publicKey)
        },
      )
    })
})

suite('tokens that are refused', () => {
  test('an expired one, beyond the tolerance for clocks', async () => {
    const now = Math.floor(Date.now() / 1000)
    await refuses(forged({ ...whole, exp: now - 60 }), /expired/)
    await verifier().verify(forged({ ...whole, exp: now - 2 }))
  })

  test('one that was remembered, once it has expired', async (t) => {
    const now = 1_800_000_000
    t.mock.timers.enable({ apis: ['Date'], now: now * 1000 })
    const { verify } = verifier()
    const token = forged({ ...whole, exp: now + 2 })
    const known = await verify(token)
    // Until its end, and for as long as clocks may be apart.
    t.mock.timers.tick(6_999)
    assert.equal(await verify(token), known, 'from memory')
    t.mock.timers.tick(1)
    await assert.rejects(verify(token), /expired/)
  })

  test('one that never ends', () => refuses(forged(whole), /no valid exp/))

  test('one of another audience, another issuer, another secret', async () => {
    await refuses(signed({ aud: 'cost-api' }), /another audience/)
    await refuses(forged({ ...whole }, { issuer: 'elsewhere', expiresIn: 60 }), /another issuer/)
    await refuses(
      createTokenSigner({ secret: `${SECRET}!` }, { issuer: ISSUER }).sign(CLAIMS),
      /not valid/,
    )
  })

  for (const [name, change] of [
    ['sub', { sub: undefined }],
    ['tenant', { tenant: undefined }],
    ['tenant', { tenant: '../other' }],
    ['roles', { roles: undefined }],
    ['roles', { roles: 'reviewer' }],
  ] as const)
    test(`one without a proper ${name}: ${JSON.stringify(change)}`, () => {
      const payload = Object.fromEntries(
        Object.entries({ ...whole, ...change }).filter(([, value]) => value !== undefined),
      )
      return refuses(forged(payload, { expiresIn: 60 }), new RegExp(`no valid ${name}`))
    })

  test('an unsigned one', () =>
    refuses(
      jwt.sign(whole, '', { algorithm: 'none', audience: CLAIMS.aud, expiresIn: 60 }),
      /not valid/,
    ))

  test('one signed with the public key as if that were a secret', async () => {
    const { publicKey } = rsa()
    const [header, payload] = [
      { alg: 'HS256', typ: 'JWT' },
      { ...whole, iss: ISSUER, aud: CLAIMS.aud, exp: Math.floor(Date.now() / 1000) + 60 },
    ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    const { createHmac } = await import('node:crypto')
    const signature = createHmac('sha256', publicKey)
      .update(`${header ?? ''}.${payload ?? ''}`)
      .digest('base64url')
    await refuses(`${header ?? ''}.${payload ?? ''}.${signature}`, /not valid/, { publicKey })
  })

  test('one of another algorithm with the same secret', () =>
    refuses(forged(whole, { algorithm: 'HS512', expiresIn: 60 }), /not valid/))

  for (const garbage of ['', 'x', 'a.b.c', '{}', 'eyJ.eyJ.', 'x'.repeat(100_000)])
    test(`${JSON.stringify(garbage.slice(0, 10))} of ${garbage.length} characters`, () =>
      refuses(garbage, /not a JWT/))

  test('roles that are not ours allow nothing', async () => {
    const token = forged({ ...whole, roles: ['admin', 'finance'] }, { expiresIn: 60 })
    assert.deepEqual((await verifier().verify(token)).roles, ['finance'])
  })
})

suite('service tokens', () => {
  test('each audience has its own, kept for half of its life', async () => {
    let now = Date.now()
    const signer = createTokenSigner({ secret: SECRET }, { issuer: ISSUER })
    const tokens = createServiceTokens(signer, {
      sub: 'worker-1',
      tenant: 'default',
      ttlS: 60,
      now: () => now,
    })
    const first = tokens('agent:metadata-agent')
    assert.equal(tokens('agent:metadata-agent'), first)
    assert.notEqual(tokens('agent:entity-agent'), first)
    now += 31_000
    assert.notEqual(tokens('agent:metadata-agent'), first)
    const { roles } = await createTokenVerifier(
      { secret: SECRET },
      { issuer: ISSUER, audience: 'agent:metadata-agent' },
    ).verify(first)
    assert.deepEqual(roles, ['service'])
  })

  test('the key id in the header is the one given, else the thumbprint of the pair', () => {
    const kidOf = (keys: TokenKeys, kid?: string) =>
      jwt.decode(createTokenSigner(keys, { issuer: ISSUER, kid }).sign(CLAIMS), { complete: true })
        ?.header.kid
    const [pair, other] = [ec(), ec()]
    assert.equal(kidOf(pair, 'k1'), 'k1')
    assert.match(kidOf(pair) ?? '', /^[\w-]{43}$/)
    assert.match(kidOf(rsa()) ?? '', /^[\w-]{43}$/)
    assert.equal(kidOf(pair), kidOf(pair))
    assert.notEqual(kidOf(pair), kidOf(other))
    assert.equal(kidOf({ secret: SECRET }), undefined)
  })

  // The example of RFC 7638 3.1.
  test('the thumbprint is the one that others come to', () => {
    const key = createPublicKey({
      key: {
        kty: 'RSA',
        n: [
          '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_',
          'BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_',
          'FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI',
          '4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
        ].join(''),
        e: 'AQAB',
      },
      format: 'jwk',
    })
    assert.equal(thumbprint(key), 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs')
  })
})
