import {
  JWKSMultipleMatchingKeys,
  JWKSNoMatchingKey,
  JWSInvalid,
  JWTClaimValidationFailed,
  JWTExpired,
  JWTInvalid,
} from 'jose/errors'
import { jwtVerify, type JWTVerifyOptions } from 'jose/jwt/verify'
import { AuthError } from './errors.ts'
import type { VerifyingKeys } from './keys.ts'

const MAX_TOKEN_CHARS = 8_192
const NO_JWT = 'The token is not a JWT'
const OF_CLAIM: Readonly<Record<string, string>> = {
  aud: 'The token is for another audience',
  iss: 'The token is from another issuer',
  nbf: 'The token is not valid yet',
}

/** The claims of a token whose signature is known to be good. Rejects with `AuthError`. */
export async function payloadOf(
  token: string,
  { find, algorithms }: VerifyingKeys,
  expected: JWTVerifyOptions,
): Promise<unknown> {
  if (token.length > MAX_TOKEN_CHARS) throw new AuthError('auth.required', NO_JWT)
  try {
    const { payload } = await jwtVerify(token, find, { ...expected, algorithms: [...algorithms] })
    return payload
  } catch (thrown) {
    if (thrown instanceof AuthError) throw thrown
    throw new AuthError('auth.required', reasonOf(thrown), { cause: thrown })
  }
}

/** The library's messages are for programmers; what the caller needs to know is which part does not fit. */
function reasonOf(thrown: unknown): string {
  if (thrown instanceof JWTExpired) return 'The token has expired'
  if (thrown instanceof JWTClaimValidationFailed)
    return OF_CLAIM[thrown.claim] ?? `The token has no valid ${thrown.claim}`
  if (thrown instanceof JWSInvalid || thrown instanceof JWTInvalid) return NO_JWT
  if (thrown instanceof JWKSNoMatchingKey || thrown instanceof JWKSMultipleMatchingKeys)
    return 'The token was signed with a key that is not known'
  return 'The token is not valid'
}
