import { z } from 'zod'
import { InsecureSettingError } from './errors.ts'
import type { TokenKeys } from './keys.ts'
import { assertSecret } from './secret.ts'

/**
 * The variables of a program that checks the tokens of Colophon's own processes: spread them into its `Config`. Those
 * tokens are made here, so a provider of identities, and the keys it publishes, have no part in them.
 */
export const SERVICE_AUTH_SETTINGS = {
  NODE_ENV: z
    .string()
    .default('production')
    .describe('`development` lets a program run on loopback with any secret, or none'),
  JWT_SECRET: z.string().optional().describe('Signs and checks tokens (HS256), 32 bytes or more'),
  JWT_PUBLIC_KEY: z
    .string()
    .optional()
    .describe('Checks tokens (RS256, ES256 or EdDSA): PEM, with `\\n` for line ends'),
  JWT_ISSUER: z.string().min(1).default('colophon').describe('`iss` of every token'),
} as const

/** Settings of a program that checks the tokens of people, which a provider of identities may have made. */
export const AUTH_SETTINGS = {
  ...SERVICE_AUTH_SETTINGS,
  JWT_JWKS_URL: z
    .string()
    .optional()
    .describe('Where the public keys are that check the tokens of an identity provider'),
} as const

/** Settings of a program that makes tokens. */
export const SIGNING_SETTINGS = {
  ...SERVICE_AUTH_SETTINGS,
  JWT_PRIVATE_KEY: z
    .string()
    .optional()
    .describe('Signs tokens: PEM of the same key pair as JWT_PUBLIC_KEY'),
} as const

interface AuthSettings {
  NODE_ENV?: string | undefined
  JWT_SECRET?: string | undefined
  JWT_PUBLIC_KEY?: string | undefined
  JWT_PRIVATE_KEY?: string | undefined
  JWT_JWKS_URL?: string | undefined
}

/** The keys the settings name, or undefined when they name none. Refuses a weak secret, and two kinds of keys at once. */
export function readTokenKeys(settings: AuthSettings): TokenKeys | undefined {
  const { NODE_ENV, JWT_SECRET, JWT_PUBLIC_KEY, JWT_PRIVATE_KEY, JWT_JWKS_URL } = settings
  const named = Object.entries({ JWT_SECRET, JWT_PUBLIC_KEY, JWT_JWKS_URL })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name)
  // Each of several would let tokens in that the others refuse.
  if (named.length > 1) throw new InsecureSettingError(`Set only one of ${named.join(', ')}`)
  if (JWT_SECRET !== undefined) {
    assertSecret(JWT_SECRET, { NODE_ENV })
    return { secret: JWT_SECRET }
  }
  if (JWT_PUBLIC_KEY !== undefined)
    return { publicKey: JWT_PUBLIC_KEY, privateKey: JWT_PRIVATE_KEY }
  return JWT_JWKS_URL === undefined ? undefined : { jwksUrl: JWT_JWKS_URL }
}
