import {
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type KeyObject,
} from 'node:crypto'
import { InsecureSettingError } from './errors.ts'
import { createJwks, type JwksOptions } from './jwks.ts'

/** One secret for all, or the public half of a key pair (and its private half where tokens are signed), or a key set. */
export type TokenKeys =
  | { secret: string }
  | { publicKey: string; privateKey?: string | undefined }
  | ({ jwksUrl: string } & JwksOptions)

export type Algorithm = 'HS256' | 'RS256' | 'ES256'

/** A key with the one algorithm it is used with: a token cannot choose another. */
export interface PinnedKey {
  key: KeyObject
  algorithm: Algorithm
}

const MIN_RSA_BITS = 2_048

/** Undefined: a key of a kind that no token of ours is signed with. */
export function algorithmOf(key: KeyObject): 'RS256' | 'ES256' | undefined {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= MIN_RSA_BITS) return 'RS256'
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return 'ES256'
  return undefined
}

/** RFC 7638: an id that everybody who has the public key comes to by himself. */
export function thumbprint(publicKey: KeyObject): string {
  const { e, kty, n, crv, x, y } = publicKey.export({ format: 'jwk' })
  // Their order is part of what is hashed.
  const members = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y }
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url')
}

function pinned(read: () => KeyObject, name: string): PinnedKey {
  let key: KeyObject
  try {
    key = read()
  } catch {
    // What was thrown may quote the key.
    throw new InsecureSettingError(`${name} is not a key in PEM form`)
  }
  const algorithm = algorithmOf(key)
  if (algorithm === undefined)
    throw new InsecureSettingError(
      `${name} must be an RSA key of ${MIN_RSA_BITS} bits or more, or an EC key on P-256`,
    )
  return { key, algorithm }
}

/** An environment variable holds a PEM with `\n` for its line ends. */
const pem = (text: string): string => text.replaceAll(String.raw`\n`, '\n')

function secretKey(secret: string): PinnedKey {
  if (secret === '') throw new InsecureSettingError('The secret that signs tokens is empty')
  return { key: createSecretKey(secret, 'utf8'), algorithm: 'HS256' }
}

export function signingKey(keys: TokenKeys): PinnedKey {
  if ('secret' in keys) return secretKey(keys.secret)
  const text = 'publicKey' in keys ? keys.privateKey : undefined
  if (text === undefined)
    throw new InsecureSettingError(
      'Tokens cannot be signed: set JWT_SECRET, or JWT_PRIVATE_KEY beside JWT_PUBLIC_KEY',
    )
  return pinned(() => createPrivateKey(pem(text)), 'JWT_PRIVATE_KEY')
}

/** Finds the key for a token by the key id in its header. Rejects with `AuthError`. */
export type KeyFinder = (kid: string | undefined) => Promise<PinnedKey>

export function verifyingKeys(keys: TokenKeys): KeyFinder {
  if ('jwksUrl' in keys) return createJwks(keys.jwksUrl, keys)
  const key =
    'secret' in keys
      ? secretKey(keys.secret)
      : pinned(() => createPublicKey(pem(keys.publicKey)), 'JWT_PUBLIC_KEY')
  return () => Promise.resolve(key)
}
