import { BlockList, isIP } from 'node:net'

const PRIVATE = new BlockList()
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const)
  PRIVATE.addSubnet(network, bits, 'ipv4')
PRIVATE.addAddress('::1', 'ipv6')
PRIVATE.addSubnet('fc00::', 7, 'ipv6')
PRIVATE.addSubnet('fe80::', 10, 'ipv6')

const LOCAL_NAME = /^(?:localhost|[a-z0-9-]+|.+\.(?:local|localhost|internal|home\.arpa))$/i

/**
 * Whether a host of a URL is reached inside this machine or a private network: loopback and private addresses, names
 * without a dot (containers), and the names reserved for local use.
 */
export function isPrivateHost(hostname: string): boolean {
  // A single label can be a whole address in disguise (`134744072` is 8.8.8.8): URL writes it out.
  if (!URL.canParse(`http://${hostname}/`)) return false
  const written = new URL(`http://${hostname}/`).hostname
  const host = written.replace(/^\[(.+)\]$/, '$1').replace(/\.$/, '')
  const family = isIP(host)
  if (family === 0) return LOCAL_NAME.test(host)
  return PRIVATE.check(host, family === 6 ? 'ipv6' : 'ipv4')
}
