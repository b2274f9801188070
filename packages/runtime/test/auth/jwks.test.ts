import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { suite, test } from 'node:test'
import { importPKCS8, SignJWT } from 'jose'
import jwt from 'jsonwebtoken'
import { AuthError, createTokenSigner, createTokenVerifier } from '@colophon/runtime/auth'
import { CLAIMS, ec, ed25519, ISSUER, rsa, serveKeys, signed, type Pair } from './keys.ts'

const options = { issuer: ISSUER, audience: CLAIMS.aud }
const jwk = (pair: Pair, kid?: string, more: object = {}) => ({
  ...createPublicKey(pair.publicKey).export({ format: 'jwk' }),
  ...(kid !== undefined && { kid }),
  ...more,
})
const sign = (pair: Pair, kid?: string) =>
  createTokenSigner(pair, { issuer: ISSUER, kid }).sign(CLAIMS)
/** A token without `kid`, as an issuer that has one key may sign it. */
const withoutKid = ({ privateKey }: Pair, algorithm: 'ES256' | 'RS256' = 'ES256'): string => {
  const { sub, aud: audience, tenant, roles } = CLAIMS
  const claims = { subject: sub, audience, issuer: ISSUER, expiresIn: 60 }
  return jwt.sign({ tenant, roles }, privateKey, { algorithm, ...claims })
}
/** A token of an identity provider, by an algorithm that we do not sign with. */
async function signedBy({ privateKey }: Pair, kid?: string): Promise<string> {
  const { sub, aud, tenant, roles } = CLAIMS
  const key = await importPKCS8(privateKey, 'EdDSA')
  const header = { alg: 'EdDSA', ...(kid !== undefined && { kid }) }
  const claims = new SignJWT({ sub, aud, iss: ISSUER, tenant, roles: [...roles] })
  return await claims.setProtectedHeader(header).setExpirationTime('1m').sign(key)
}
const code = (expected: string) => (error: unknown) => {
  assert.ok(error instanceof AuthError, String(error))
  assert.equal(error.code, expected)
  return true
}

suite('keys behind a URL', () => {
  test('the key a token names verifies it, RSA or EC, and the set is fetched once', async (t) => {
    const [one, two] = [rsa(), ec()]
    const server = await serveKeys(t, { keys: [jwk(one, 'a', { alg: 'RS256' }), jwk(two, 'b')] })
    const { verify } = createTokenVerifier({ jwksUrl: server.url }, options)
    const [first] = await Promise.all([verify(sign(one, 'a')), verify(sign(two, 'b'))])
    assert.equal(first.sub, 'ada')
    await verify(sign(two, 'b'))
    assert.equal(server.asked, 1)
  })

  test('a new key is found, and made-up key ids ask at most once a minute', async (t) => {
    const [old, fresh] = [ec(), ec()]
    const server = await serveKeys(t, { keys: [jwk(old, 'old')] })
    let now = 0
    const { verify } = createTokenVerifier({ jwksUrl: server.url, now: () => now }, options)
    await verify(sign(old, 'old'))
    server.answer = { keys: [jwk(old, 'old'), jwk(fresh, 'fresh')] }
    for (let i = 0; i < 20; i++)
      await assert.rejects(verify(sign(fresh, 'fresh')), code('auth.required'))
    assert.equal(server.asked, 1)
    now += 60_001
    await verify(sign(fresh, 'fresh'))
    assert.equal(server.asked, 2)
  })

  test('keys stay good while their server is away, and none at all is not the caller’s fault', async (t) => {
    const pair = ec()
    const server = await serveKeys(t, 503)
    let now = 0
    const { verify } = createTokenVerifier({ jwksUrl: server.url, now: () => now }, options)
    await assert.rejects(verify(sign(pair, 'a')), code('auth.unavailable'))
    server.answer = { keys: [jwk(pair, 'a')] }
    now += 60_001
    await verify(sign(pair, 'a'))
    server.answer = 500
    now += 3_600_000
    await verify(sign(pair, 'a'))
    assert.equal(server.asked, 3)
  })

  test('a server that hangs is given up', async (t) => {
    const server = createTcpServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    t.after(() => server.close())
    const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    server.on('connection', (socket) => {
      socket.on('error', () => undefined)
      t.after(() => socket.destroy())
    })
    const { verify } = createTokenVerifier({ jwksUrl, timeoutMs: 50 }, options)
    await assert.rejects(verify(sign(ec(), 'a')), code('auth.unavailable'))
  })

  test('a secret in the set, a key for encryption or another algorithm is not used', async (t) => {
    const pair = ec()
    const server = await serveKeys(t, {
      keys: [
        { kty: 'oct', k: 'c2VjcmV0', kid: 'a' },
        jwk(pair, 'b', { use: 'enc' }),
        jwk(pair, 'c', { alg: 'RS256' }),
        jwk(pair, 'd'),
      ],
    })
    const { verify } = createTokenVerifier({ jwksUrl: server.url }, options)
    for (const kid of ['a', 'b', 'c'])
      await assert.rejects(verify(sign(pair, kid)), code('auth.required'))
    await verify(sign(pair, 'd'))
    // Only one key is left that could be meant.
    await verify(withoutKid(pair))
    await assert.rejects(verify(signed()), code('auth.required'))
  })

  test('a token of ours finds its key among others, whatever the set calls it', async (t) => {
    const [ours, other, unnamed] = [ec(), rsa(), rsa()]
    const server = await serveKeys(t, {
      keys: [jwk(other, 'other'), jwk(ours, '2026-11'), jwk(unnamed)],
    })
    const { verify } = createTokenVerifier({ jwksUrl: server.url }, options)
    for (const pair of [ours, unnamed]) assert.equal((await verify(sign(pair))).sub, 'ada')
    // Only one of the keys is of its kind, while two of another could be meant.
    assert.equal((await verify(withoutKid(ours))).sub, 'ada')
    await assert.rejects(verify(withoutKid(other, 'RS256')), code('auth.required'))
    // The id of one key does not make the signature of another good.
    const { kid } = jwt.decode(sign(ours), { complete: true })?.header ?? {}
    await assert.rejects(verify(sign(ec(), kid)), code('auth.required'))
    assert.equal(server.asked, 1)
  })

  test('a key of Edwards’ curve verifies what others have signed with it', async (t) => {
    const [pair, other] = [ed25519(), ed25519()]
    const server = await serveKeys(t, { keys: [jwk(pair, 'a')] })
    const { verify } = createTokenVerifier({ jwksUrl: server.url }, options)
    assert.equal((await verify(await signedBy(pair, 'a'))).sub, 'ada')
    await assert.rejects(verify(await signedBy(other, 'a')), code('auth.required'))
    const { publicKey } = pair
    const byKey = createTokenVerifier({ publicKey }, options)
    assert.equal((await byKey.verify(await signedBy(pair))).sub, 'ada')
    await assert.rejects(byKey.verify(sign(ec())), code('auth.required'))
    const signing = () => createTokenSigner(pair, { issuer: ISSUER })
    assert.throws(signing, {
      code: 'config.insecure',
      message: /JWT_PRIVATE_KEY.*checked, not made/,
    })
  })

  test('a redirect and a set too large to be one are not followed', async (t) => {
    const pair = ec()
    const server = await serveKeys(t, { keys: [jwk(pair, 'a'), { kty: 'x'.repeat(300_000) }] })
    const { verify } = createTokenVerifier({ jwksUrl: server.url }, options)
    await assert.rejects(verify(sign(pair, 'a')), code('auth.unavailable'))
    const away = createServer((_request, response) => {
      response.writeHead(302, { location: server.url }).end()
    })
    await new Promise<void>((resolve) => away.listen(0, '127.0.0.1', resolve))
    t.after(() => away.close())
    server.answer = { keys: [jwk(pair, 'a')] }
    const jwksUrl = `http://127.0.0.1:${(away.address() as AddressInfo).port}/`
    const redirected = createTokenVerifier({ jwksUrl }, options)
    await assert.rejects(redirected.verify(sign(pair, 'a')), code('auth.unavailable'))
    assert.equal(server.asked, 1)
  })

  for (const jwksUrl of ['http://keys.example.org/jwks', 'ftp://127.0.0.1/', 'nonsense'])
    test(`${jwksUrl} is refused`, () => {
      assert.throws(() => createTokenVerifier({ jwksUrl }, options), { code: 'config.insecure' })
    })
  for (const jwksUrl of ['https://keys.example.org/', 'http://[::1]/', 'http://keycloak:8080/'])
    test(`${jwksUrl} is accepted`, () => {
      assert.ok(createTokenVerifier({ jwksUrl }, options))
    })
})
