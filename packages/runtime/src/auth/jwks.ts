import { createPublicKey } from 'node:crypto'
import { isPrivateHost } from '@colophon/domain'
import { z } from 'zod'
import { AuthError, InsecureSettingError } from './errors.ts'
import { algorithmOf, thumbprint, type KeyFinder, type PinnedKey } from './keys.ts'

export interface JwksOptions {
  /** Milliseconds on a clock that never goes back. @default performance.now */
  now?: (() => number) | undefined
  /** @default 2 s */
  timeoutMs?: number | undefined
}

const TIMEOUT_MS = 2_000
/** Least time between two fetches for key ids nobody knows: tokens with made-up ones must not become requests. */
const REFETCH_EVERY_MS = 60_000
const MAX_AGE_MS = 600_000
const MAX_BYTES = 256 * 1024

const Jwks = z.object({
  keys: z.array(
    z.looseObject({
      kid: z.string().optional(),
      kty: z.string(),
      use: z.string().optional(),
      alg: z.string().optional(),
    }),
  ),
})
type Jwk = z.infer<typeof Jwks>['keys'][number]

/** Null: not for signatures, of another kind, or not readable. A key of the set that we cannot use is none of our business. */
function usable(jwk: Jwk): PinnedKey | null {
  if ((jwk.use ?? 'sig') !== 'sig') return null
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    const algorithm = algorithmOf(key)
    return algorithm === undefined || (jwk.alg ?? algorithm) !== algorithm
      ? null
      : { key, algorithm }
  } catch {
    return null
  }
}

async function fetchKeys(url: string, timeoutMs: number): Promise<Map<string, PinnedKey>> {
  const response = await fetch(url, {
    // A redirect could lead to a server that the URL's check has not seen.
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (!response.ok) throw new Error(`The key set answered ${response.status}`)
  const text = await response.text()
  if (text.length > MAX_BYTES) throw new Error('The key set is too large')
  const found = new Map<string, PinnedKey>()
  for (const jwk of Jwks.parse(JSON.parse(text)).keys) {
    const key = usable(jwk)
    if (key === null) continue
    // A token of ours names its key by the thumbprint, whatever the set calls it.
    found.set(thumbprint(key.key), key)
    if (jwk.kid !== undefined) found.set(jwk.kid, key)
  }
  return found
}

function assertJwksUrl(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (
    parsed?.protocol === 'https:' ||
    (parsed?.protocol === 'http:' && isPrivateHost(parsed.hostname))
  )
    return
  throw new InsecureSettingError(
    'JWT_JWKS_URL must be an https address, or http on this machine or a private network',
  )
}

/** The keys behind a JWKS URL: kept, fetched again when they are old or a token names one that is not among them. */
export function createJwks(url: string, options: JwksOptions = {}): KeyFinder {
  assertJwksUrl(url)
  const { now = () => performance.now(), timeoutMs = TIMEOUT_MS } = options
  let keys = new Map<string, PinnedKey>()
  let fetchedAt = -Infinity
  let triedAt = -Infinity
  let fetching: Promise<void> | undefined

  const refresh = (): Promise<void> => {
    triedAt = now()
    fetching ??= fetchKeys(url, timeoutMs)
      .then((found) => {
        keys = found
        fetchedAt = now()
      })
      .finally(() => (fetching = undefined))
    return fetching
  }
  const find = (kid: string | undefined): PinnedKey | undefined => {
    if (kid !== undefined) return keys.get(kid)
    // Under an id and under its thumbprint it is still one key.
    const [only, ...others] = new Set(keys.values())
    return others.length === 0 ? only : undefined
  }

  return async (kid) => {
    const stale = now() - fetchedAt > MAX_AGE_MS
    const known = find(kid)
    if (known !== undefined && !stale) return known
    if (fetching === undefined && now() - triedAt < REFETCH_EVERY_MS) {
      // Keys that could not be fetched again go on being good: a token still needs one of their signatures.
      if (known !== undefined) return known
    } else {
      await refresh().catch((cause: unknown) => {
        if (known === undefined && keys.size === 0) throw unavailable(cause)
      })
    }
    const found = find(kid)
    if (found !== undefined) return found
    if (keys.size === 0) throw unavailable()
    throw new AuthError('auth.required', 'The token was signed with a key that is not known')
  }
}

const unavailable = (cause?: unknown): AuthError =>
  new AuthError('auth.unavailable', 'The keys that check tokens cannot be fetched', {
    cause,
    retryAfterMs: REFETCH_EVERY_MS,
  })
