import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import type { TestContext } from 'node:test'
import type { AddressInfo } from 'node:net'
import { createTokenSigner, type TokenClaims } from '@colophon/runtime/auth'

export const SECRET = 'VsJv0q3nY8mKc5Tz1LwXa7RbE4uHgP9dFi6oNyQk2Zs'
export const ISSUER = 'colophon'

export const CLAIMS: TokenClaims = {
  sub: 'ada',
  aud: 'review-api',
  tenant: 'default',
  roles: ['reviewer'],
  ttlS: 60,
}

export interface Pair {
  publicKey: string
  privateKey: string
}
const pemPair = (pair: { publicKey: KeyObject; privateKey: KeyObject }): Pair => ({
  publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
})
export const rsa = (bits = 2_048): Pair =>
  pemPair(generateKeyPairSync('rsa', { modulusLength: bits }))
export const ec = (namedCurve = 'P-256'): Pair => pemPair(generateKeyPairSync('ec', { namedCurve }))
export const ed25519 = (): Pair => pemPair(generateKeyPairSync('ed25519'))

export const signed = (claims: Partial<TokenClaims> = {}): string =>
  createTokenSigner({ secret: SECRET }, { issuer: ISSUER }).sign({ ...CLAIMS, ...claims })

export interface KeyServer {
  url: string
  /** Its next answer; a status is answered without a body. */
  answer: { keys: unknown[] } | number
  /** Requests it has had. */
  asked: number
}

/** A key set over real HTTP, closed with the test. */
export async function serveKeys(t: TestContext, answer: KeyServer['answer']): Promise<KeyServer> {
  const state: KeyServer = { url: '', answer, asked: 0 }
  const server = createServer((_request, response) => {
    state.asked += 1
    if (typeof state.answer === 'number') response.writeHead(state.answer).end()
    else response.end(JSON.stringify(state.answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`
  return state
}
