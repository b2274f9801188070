import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { isPrivateHost } from '@colophon/domain'

/** Of this machine, of private networks, of links, of many at once, or of nobody. IPv4 within IPv6 counts as IPv4. */
const NOT_PUBLIC = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  NOT_PUBLIC.addSubnet(network, bits, 'ipv4')
}
for (const [network, bits] of [
  ['::', 96],
  ['64:ff9b::', 16],
  ['100::', 64],
  ['2001::', 23],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const) {
  NOT_PUBLIC.addSubnet(network, bits, 'ipv6')
}

export interface Address {
  address: string
  family: 4 | 6
}

const isPublic = ({ address, family }: Address): boolean =>
  !NOT_PUBLIC.check(address, family === 4 ? 'ipv4' : 'ipv6')

/** All addresses of a name. */
export type Resolve = (host: string) => Promise<Address[]>

const systemResolve: Resolve = async (host) => (await lookup(host, { all: true })) as Address[]

/**
 * The address to connect to. Null when it is not a public one, and private ones are not allowed: the name of a public
 * host may lead to this machine, so the connection goes to the very address that was looked at.
 */
export async function checkedAddress(
  hostname: string,
  allowPrivate: boolean,
  resolve: Resolve = systemResolve,
): Promise<Address | null> {
  if (!allowPrivate && isPrivateHost(hostname)) return null
  const host = hostname.replace(/^\[|\]$/g, '')
  const family = isIP(host)
  const addresses =
    family === 0 ? await resolve(host) : [{ address: host, family: family === 4 ? 4 : 6 } as const]
  const allowed = allowPrivate ? addresses : addresses.every(isPublic) ? addresses : []
  return allowed[0] ?? null
}
