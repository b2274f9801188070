import { createHash, type KeyObject } from 'node:crypto'

/** RFC 7638: an id that everybody who has the public key comes to by himself. */
export function thumbprint(publicKey: KeyObject): string {
  const { e, kty, n, crv, x, y } = publicKey.export({ format: 'jwk' })
  // Their order is part of what is hashed.
  const members = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y }
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url')
}
