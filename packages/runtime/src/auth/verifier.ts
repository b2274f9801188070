import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { AuthError } from './errors.ts'
import { verifyingKeys, type TokenKeys } from './keys.ts'
import { ROLES, type Principal, type Role } from './principal.ts'

export interface VerifierOptions {
  issuer: string
  audience: string
  /** How far the clocks of two machines may be apart. @default 5 s */
  clockToleranceS?: number | undefined
}

export interface TokenVerifier {
  /** Rejects with `AuthError`; its text says what is wrong, never what the token holds. */
  verify: (token: string) => Promise<Principal>
}

const CLOCK_TOLERANCE_S = 5
const MAX_TOKEN_CHARS = 8_192
const REMEMBERED_MS = 10_000
const MAX_REMEMBERED = 256

const Claims = z.object({
  sub: z.string().min(1).max(200),
  tenant: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/),
  roles: z.array(z.string()),
  // The library checks it where there is one; a token that never ends is not for us.
  exp: z.number(),
})

const isRole = (role: string): role is Role => (ROLES as readonly string[]).includes(role)

export function createTokenVerifier(keys: TokenKeys, options: VerifierOptions): TokenVerifier {
  const { issuer, audience, clockToleranceS = CLOCK_TOLERANCE_S } = options
  const keyFor = verifyingKeys(keys)
  const remember = createMemory(clockToleranceS)
  return {
    verify: remember(async (token) => {
      const { key, algorithm } = await keyFor(kidOf(token))
      let payload: unknown
      try {
        payload = jwt.verify(token, key, {
          algorithms: [algorithm],
          issuer,
          audience,
          clockTolerance: clockToleranceS,
        })
      } catch (thrown) {
        throw new AuthError('auth.required', reasonOf(thrown), { cause: thrown })
      }
      const claims = Claims.safeParse(payload)
      if (!claims.success)
        throw new AuthError(
          'auth.required',
          `The token has no valid ${claims.error.issues.map(({ path }) => String(path[0])).join(', ')}`,
        )
      const { sub, tenant, roles, exp } = claims.data
      // An issuer may know roles that are not ours: they allow nothing here.
      return { sub, tenant, roles: roles.filter(isRole), expiresAt: exp }
    }),
  }
}

/**
 * Services come with the same token for minutes: what it says is kept for a while, though never beyond its end. A key
 * that was taken back counts for that while too, so it is far shorter than key sets are kept.
 */
function createMemory(clockToleranceS: number) {
  const known = new Map<string, { principal: Promise<Principal>; until: number }>()
  return (verify: TokenVerifier['verify']): TokenVerifier['verify'] =>
    (token) => {
      const now = Date.now()
      const found = known.get(token)
      if (found !== undefined && now < found.until) return found.principal
      if (known.size >= MAX_REMEMBERED) known.clear()
      const verified = verify(token)
      const remembered = { principal: verified, until: now + REMEMBERED_MS }
      known.set(token, remembered)
      verified.then(
        ({ expiresAt }) => {
          const endsAt = (expiresAt + clockToleranceS) * 1000
          remembered.until = Math.min(remembered.until, endsAt)
        },
        () => known.delete(token),
      )
      return verified
    }
}

function kidOf(token: string): string | undefined {
  const header = token.length > MAX_TOKEN_CHARS ? undefined : headerOf(token)
  if (header === undefined) throw new AuthError('auth.required', 'The token is not a JWT')
  return typeof header.kid === 'string' ? header.kid : undefined
}

function headerOf(token: string): jwt.JwtHeader | undefined {
  try {
    return jwt.decode(token, { complete: true })?.header
  } catch {
    // Three parts, but the first is no JSON.
    return undefined
  }
}

/** The library's messages name our own settings; what the caller needs to know is which part does not fit. */
function reasonOf(thrown: unknown): string {
  if (thrown instanceof jwt.TokenExpiredError) return 'The token has expired'
  if (thrown instanceof jwt.NotBeforeError) return 'The token is not valid yet'
  const message = thrown instanceof Error ? thrown.message : ''
  if (message.includes('audience')) return 'The token is for another audience'
  if (message.includes('issuer')) return 'The token is from another issuer'
  return 'The token is not valid'
}
