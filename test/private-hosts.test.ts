import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPrivateHost as ofModels } from '@colophon/adapters/models'
import { isPrivateHost as ofTokens } from '@colophon/runtime/auth'
import fc from 'fast-check'

// Models and tokens may not import each other: what is private must still be the same for both.
const HOSTS: Readonly<Record<string, boolean>> = {
  localhost: true,
  '127.8.9.1': true,
  '[::1]': true,
  '10.1.2.3': true,
  '172.31.255.1': true,
  '172.32.0.1': false,
  '192.168.1.5': true,
  '169.254.3.4': true,
  '[fd12:3456::1]': true,
  '[2001:db8::1]': false,
  'ollama.internal.': true,
  'gpu.home.arpa': true,
  agent: true,
  '134744072': false,
  '0x08080808': false,
  '8.8.8.8': false,
  'internal.example.org': false,
  'no host': false,
  '': false,
}

for (const [host, isPrivate] of Object.entries(HOSTS)) {
  test(`${host === '' ? 'nothing' : host} is ${isPrivate ? '' : 'not '}private`, () => {
    assert.deepEqual([ofModels(host), ofTokens(host)], [isPrivate, isPrivate])
  })
}

test('models and tokens agree on every address and name', () => {
  const hosts = fc.oneof(
    fc.ipV4(),
    fc.ipV6().map((address) => `[${address}]`),
    fc.domain(),
    fc.nat().map(String),
  )
  fc.assert(
    fc.property(hosts, (host) => {
      assert.equal(ofModels(host), ofTokens(host))
    }),
  )
})
