const PRIVATE_IPV4 =
  /^(?:127\.\d+\.|10\.\d+\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)\d+\.\d+$/
// Loopback, link-local and unique local addresses.
const PRIVATE_IPV6 = /^\[(?:::1|fe[89ab][0-9a-f]:.*|f[cd][0-9a-f]{2}:.*)\]$/
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/
const LOCAL_NAME = /^(?:[^.]+|.+\.(?:internal|local|localhost|home\.arpa))$/

/**
 * Whether a host of a URL is reached inside this machine or a private network, so that unencrypted HTTP stays there:
 * loopback, RFC 1918 and link-local addresses, names of one label (containers have them), and those that are reserved
 * for local use.
 */
export function isPrivateHost(host: string): boolean {
  // A single label can be a whole address in disguise (`134744072` is 8.8.8.8): URL writes it out.
  if (!URL.canParse(`http://${host}/`)) return false
  const name = new URL(`http://${host}/`).hostname.replace(/\.$/, '')
  if (name.startsWith('[')) return PRIVATE_IPV6.test(name)
  return IPV4.test(name) ? PRIVATE_IPV4.test(name) : LOCAL_NAME.test(name)
}
