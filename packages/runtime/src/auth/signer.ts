import { createPublicKey, randomUUID } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { signingKey, type PinnedKey, type TokenKeys } from './keys.ts'
import type { Role } from './principal.ts'
import { thumbprint } from './thumbprint.ts'

export interface TokenClaims {
  sub: string
  aud: string
  tenant: string
  roles: readonly Role[]
  /** Seconds the token is good for. */
  ttlS: number
}

export interface SignerOptions {
  issuer: string
  /** Key id in the header, for readers with a key set. @default the thumbprint of a key pair; none for a secret */
  kid?: string | undefined
}

export interface TokenSigner {
  sign: (claims: TokenClaims) => string
}

/** A secret is in no key set, and a hash of it would be something to guess it from. */
const keyIdOf = ({ key, algorithm }: PinnedKey): string | undefined =>
  algorithm === 'HS256' ? undefined : thumbprint(createPublicKey(key))

export function createTokenSigner(keys: TokenKeys, options: SignerOptions): TokenSigner {
  const pinned = signingKey(keys)
  const { key, algorithm } = pinned
  const { issuer, kid = keyIdOf(pinned) } = options
  return {
    sign: ({ sub, aud, tenant, roles, ttlS }) =>
      jwt.sign({ tenant, roles }, key, {
        algorithm,
        issuer,
        audience: aud,
        subject: sub,
        expiresIn: Math.max(1, Math.round(ttlS)),
        jwtid: randomUUID(),
        ...(kid !== undefined && { keyid: kid }),
      }),
  }
}

export interface ServiceTokenOptions {
  /** Name of the process, as logs of the other side show it. */
  sub: string
  tenant: string
  /** @default 120 */
  ttlS?: number | undefined
  /** Milliseconds since the epoch. @default Date.now */
  now?: (() => number) | undefined
}

const SERVICE_TTL_S = 120

/** Tokens one process shows to others, one per audience: short-lived, and a new one at half of their life. */
export function createServiceTokens(
  signer: TokenSigner,
  options: ServiceTokenOptions,
): (audience: string) => string {
  const { sub, tenant, ttlS = SERVICE_TTL_S, now = Date.now } = options
  const tokens = new Map<string, { token: string; renewAt: number }>()
  return (audience) => {
    const known = tokens.get(audience)
    if (known !== undefined && now() < known.renewAt) return known.token
    const token = signer.sign({ sub, aud: audience, tenant, roles: ['service'], ttlS })
    tokens.set(audience, { token, renewAt: now() + ttlS * 500 })
    return token
  }
}
