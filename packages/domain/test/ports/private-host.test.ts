import assert from 'node:assert/strict'
import { BlockList } from 'node:net'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { isPrivateHost } from '../../src/ports/private-host.ts'

const PRIVATE = [
  ...['localhost', '127.0.0.1', '127.8.9.1', '[::1]', '10.1.2.3', '172.16.0.1', '172.31.255.1'],
  ...['192.168.1.5', '169.254.3.4', '[fe80::1]', '[fd12:3456::1]', 'ollama', 'metadata-agent'],
  ...['gpu.local', 'ollama.internal', 'ollama.internal.', 'gpu.home.arpa', 'api.localhost'],
  ...['0x7f.1', 'LOCALHOST'],
]
const PUBLIC = [
  ...['8.8.8.8', '172.32.0.1', '192.169.0.1', '100.64.0.1', '[2001:db8::1]', '[::ffff:8.8.8.8]'],
  ...['example.org', 'internal.example.org', 'local.example', '10.1.2.3.example.org'],
  ...['localhost.example.com', '10.example.com'],
  // One label each, and both are 8.8.8.8.
  ...['134744072', '0x08080808', '', 'no host'],
]

/** The address blocks as a library for them knows them. */
const BLOCKS = new BlockList()
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const)
  BLOCKS.addSubnet(network, bits, 'ipv4')
BLOCKS.addAddress('::1', 'ipv6')
BLOCKS.addSubnet('fc00::', 7, 'ipv6')
BLOCKS.addSubnet('fe80::', 10, 'ipv6')

suite('private hosts', () => {
  for (const [hosts, isPrivate] of [
    [PRIVATE, true],
    [PUBLIC, false],
  ] as const)
    for (const host of hosts)
      test(`${host === '' ? 'nothing' : host} is ${isPrivate ? 'one' : 'none'}`, () => {
        assert.equal(isPrivateHost(host), isPrivate)
      })

  test('every address in the blocks kept for them is one, and no other', () => {
    const near = fc.tuple(
      fc.constantFrom(9, 10, 11, 126, 127, 128, 169, 172, 192),
      fc.constantFrom(15, 16, 31, 32, 167, 168, 169, 253, 254, 255),
      fc.nat(255),
      fc.nat(255),
    )
    const ipv4 = fc.oneof(
      near.map((parts) => parts.join('.')),
      fc.ipV4(),
    )
    fc.assert(
      fc.property(ipv4, (address) => {
        assert.equal(isPrivateHost(address), BLOCKS.check(address, 'ipv4'))
      }),
    )
    const group = fc.nat(0xffff).map((number) => number.toString(16))
    const near6 = fc
      .tuple(fc.constantFrom('fe7f', 'fe80', 'febf', 'fec0', 'fbff', 'fc00', 'fdff', 'fe00'), group)
      .map(([first, last]) => `${first}::${last}`)
    // An IPv4 address in the clothes of the other family is none of ours, wherever it leads.
    const ipv6 = fc.oneof(near6, fc.ipV6()).filter((address) => !/^[0:]+:ffff:/i.test(address))
    fc.assert(
      fc.property(ipv6, (address) => {
        assert.equal(isPrivateHost(`[${address}]`), BLOCKS.check(address, 'ipv6'), address)
      }),
    )
  })
})
