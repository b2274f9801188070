import { isIPv4, isIPv6 } from 'node:net'

const PRIVATE_IPV4 = [
  /^127\./,
  /^10\./,
  /^192\.168\./,
  /^172\.(?:1[6-9]|2\d|3[01])\./,
  /^169\.254\./,
]
// Loopback, link-local and unique local addresses.
const PRIVATE_IPV6 = [/^::1$/, /^fe[89ab][0-9a-f]:/, /^f[cd][0-9a-f]{2}:/]

/**
 * Whether a host is on this machine or a private network, so that unencrypted HTTP stays inside it: loopback, RFC 1918,
 * link-local, `*.internal`, `*.local` and names of one label, as containers have.
 */
export function isPrivateHost(host: string): boolean {
  // A single label can be a whole address in disguise (`134744072` is 8.8.8.8): URL writes it out.
  if (!URL.canParse(`http://${host}/`)) return false
  const name = new URL(`http://${host}/`).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (isIPv4(name)) return PRIVATE_IPV4.some((range) => range.test(name))
  if (isIPv6(name)) return PRIVATE_IPV6.some((range) => range.test(name))
  return !name.includes('.') || /\.(?:internal|local|localhost|home\.arpa)$/.test(name)
}
