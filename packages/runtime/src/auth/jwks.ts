import { createPublicKey, type JsonWebKey } from 'node:crypto'
import type { JWTVerifyGetKey } from 'jose'
import { JWKSNoMatchingKey } from 'jose/errors'
import { createRemoteJWKSet, customFetch } from 'jose/jwks/remote'
import { AuthError } from './errors.ts'
import type { JwksOptions } from './jwks-address.ts'
import { thumbprint } from './thumbprint.ts'

const TIMEOUT_MS = 2_000
/** Least time between two fetches for key ids nobody knows: tokens with made-up ones must not become requests. */
const REFETCH_EVERY_MS = 60_000
const MAX_AGE_MS = 600_000
const MAX_BYTES = 256 * 1024

interface ReadKeys {
  keys: JsonWebKey[]
  /** Ids that the set has for keys, by thumbprint. */
  ids: ReadonlyMap<string, string>
}

/** A key of the set that cannot be read is none of our business; one without an id is called by its thumbprint. */
function readKeys(text: string): ReadKeys {
  const { keys } = JSON.parse(text) as { keys: (JsonWebKey & { kid?: unknown })[] }
  const ids = new Map<string, string>()
  const read = keys.flatMap((jwk) => {
    try {
      const print = thumbprint(createPublicKey({ key: jwk, format: 'jwk' }))
      const kid = typeof jwk.kid === 'string' ? jwk.kid : print
      ids.set(print, kid)
      return [{ ...jwk, kid }]
    } catch {
      return []
    }
  })
  return { keys: read, ids }
}

async function fetchText(url: string, init: RequestInit): Promise<string> {
  // A redirect could lead to a server that the URL's check has not seen.
  const response = await fetch(url, { ...init, redirect: 'error' })
  if (!response.ok) throw new Error(`The key set answered ${response.status}`)
  const text = await response.text()
  if (text.length > MAX_BYTES) throw new Error('The key set is too large')
  return text
}

/**
 * The keys behind a JWKS URL: kept, fetched again when they are old or a token names one that is not among them. A token
 * of ours names its key by the thumbprint, others by what the set calls it. The library's own times are those of a clock
 * that may be set, so it is told when to fetch.
 */
export function createJwks(url: URL, options: JwksOptions): JWTVerifyGetKey {
  const { now = () => performance.now(), timeoutMs = TIMEOUT_MS } = options
  let ids: ReadonlyMap<string, string> = new Map()
  let fetchedAt = -Infinity
  let triedAt = -Infinity
  let problem: unknown
  const remote = createRemoteJWKSet(url, {
    timeoutDuration: timeoutMs,
    cacheMaxAge: Infinity,
    cooldownDuration: Infinity,
    [customFetch]: async (address, init) => {
      const read = readKeys(await fetchText(address, init))
      ids = read.ids
      return Response.json({ keys: read.keys })
    },
  })
  const refresh = async (): Promise<void> => {
    if (!remote.reloading) {
      if (now() - triedAt < REFETCH_EVERY_MS) return
      triedAt = now()
    }
    try {
      await remote.reload()
      fetchedAt = now()
    } catch (thrown) {
      // Keys that could not be fetched again go on being good: a token still needs one of their signatures.
      problem = thrown
    }
  }
  const find: JWTVerifyGetKey = (header, token) => {
    const kid = ids.get(header.kid ?? '')
    return remote(kid === undefined ? header : { ...header, kid }, token)
  }

  return async (header, token) => {
    if (now() - fetchedAt > MAX_AGE_MS) await refresh()
    if (fetchedAt === -Infinity) throw unavailable(problem)
    try {
      return await find(header, token)
    } catch (thrown) {
      if (!(thrown instanceof JWKSNoMatchingKey)) throw thrown
      await refresh()
      return await find(header, token)
    }
  }
}

const unavailable = (cause: unknown): AuthError =>
  new AuthError('auth.unavailable', 'The keys that check tokens cannot be fetched', {
    cause,
    retryAfterMs: REFETCH_EVERY_MS,
  })
