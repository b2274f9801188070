import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import type { JWTVerifyGetKey } from 'jose'
import { InsecureSettingError } from './errors.ts'
import { jwksAddress, type JwksOptions } from './jwks-address.ts'

/** One secret for all, or the public half of a key pair (and its private half where tokens are signed), or a key set. */
export type TokenKeys =
  | { secret: string }
  | { publicKey: string; privateKey?: string | undefined }
  | ({ jwksUrl: string } & JwksOptions)

/** Algorithms that our own tokens are signed with. */
export type SigningAlgorithm = 'HS256' | 'RS256' | 'ES256'
type Algorithm = SigningAlgorithm | 'EdDSA'

/** A key with the one algorithm it is used with: a token cannot choose another. */
export interface PinnedKey<A extends Algorithm = Algorithm> {
  key: KeyObject
  algorithm: A
}

const MIN_RSA_BITS = 2_048

/** Undefined: a key of a kind that no token is taken of. */
function algorithmOf(key: KeyObject): Exclude<Algorithm, 'HS256'> | undefined {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= MIN_RSA_BITS) return 'RS256'
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return 'ES256'
  if (key.asymmetricKeyType === 'ed25519') return 'EdDSA'
  return undefined
}

function pinned(read: () => KeyObject, name: string): PinnedKey {
  let key: KeyObject
  try {
    key = read()
  } catch {
    // The cause is left out: it may quote the key.
    throw new InsecureSettingError(`${name} is not a key in PEM form`)
  }
  const algorithm = algorithmOf(key)
  if (algorithm === undefined)
    throw new InsecureSettingError(
      `${name} must be an RSA key of ${MIN_RSA_BITS} bits or more, an EC key on P-256 or an Ed25519 key`,
    )
  return { key, algorithm }
}

/** An environment variable holds a PEM with `\n` for its line ends. */
const pem = (text: string): string => text.replaceAll(String.raw`\n`, '\n')

function secretKey(secret: string): PinnedKey<'HS256'> {
  if (secret === '') throw new InsecureSettingError('The secret that signs tokens is empty')
  return { key: createSecretKey(secret, 'utf8'), algorithm: 'HS256' }
}

export function signingKey(keys: TokenKeys): PinnedKey<SigningAlgorithm> {
  if ('secret' in keys) return secretKey(keys.secret)
  const text = 'publicKey' in keys ? keys.privateKey : undefined
  if (text === undefined)
    throw new InsecureSettingError(
      'Tokens cannot be signed: set JWT_SECRET, or JWT_PRIVATE_KEY beside JWT_PUBLIC_KEY',
    )
  const { key, algorithm } = pinned(() => createPrivateKey(pem(text)), 'JWT_PRIVATE_KEY')
  if (algorithm === 'EdDSA')
    throw new InsecureSettingError(
      'JWT_PRIVATE_KEY must be an RSA or EC key: tokens of an Ed25519 key are checked, not made',
    )
  return { key, algorithm }
}

/**
 * The means to check a token: its key, or what finds one by the header of the token, and the algorithms it may be
 * signed with.
 */
export interface VerifyingKeys {
  find: JWTVerifyGetKey
  algorithms: readonly Algorithm[]
}

function keySet({ jwksUrl, ...options }: { jwksUrl: string } & JwksOptions): JWTVerifyGetKey {
  const address = jwksAddress(jwksUrl)
  let opened: Promise<JWTVerifyGetKey> | undefined
  return async (header, token) => {
    opened ??= import('./jwks.ts').then(({ createJwks }) => createJwks(address, options))
    return await (
      await opened
    )(header, token)
  }
}

export function verifyingKeys(keys: TokenKeys): VerifyingKeys {
  // A secret is in no key set; of a public key the kind says which of the others it is.
  if ('jwksUrl' in keys) return { find: keySet(keys), algorithms: ['RS256', 'ES256', 'EdDSA'] }
  const { key, algorithm } =
    'secret' in keys
      ? secretKey(keys.secret)
      : pinned(() => createPublicKey(pem(keys.publicKey)), 'JWT_PUBLIC_KEY')
  return { find: () => key, algorithms: [algorithm] }
}
