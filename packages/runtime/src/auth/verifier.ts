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
  const verifying = verifyingKeys(keys)
  const expected = { issuer, audience, clockTolerance: clockToleranceS }
  const remember = createMemory(clockToleranceS)
  return {
    verify: remember(async (token) => {
      // With the first token: a process that is never shown one starts without the library.
      const { payloadOf } = await import('./payload.ts')
      const payload = await payloadOf(token, verifying, expected)
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
