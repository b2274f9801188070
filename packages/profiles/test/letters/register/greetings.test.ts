import assert from 'node:assert/strict'
import { test } from 'node:test'
import { valuesFor, type Collection } from './letters.ts'

const mother = { salutation: 'My dearest Mother,' }

const HOME: Collection = {
  a: { sender: 'Clara Lindqvist', recipient: 'Mrs. Lindqvist', ...mother },
  b: { sender: 'Clara Lindqvist' },
  c: { sender: 'Otto Brandt' },
}

test('a mother is who the writer’s other letter to a mother is addressed to', () => {
  const signed = { ...HOME, x: { signature: 'Clara L.', salutation: 'My dear Mother,' } }
  assert.deepEqual(valuesFor(signed, 'x'), {
    sender: 'Clara Lindqvist',
    recipient: 'Mrs. Lindqvist',
  })
})

test('another writer’s mother is another, and nobody’s is where the writer is not known', () => {
  assert.deepEqual(valuesFor({ ...HOME, x: { sender: 'Otto Brandt', ...mother } }, 'x'), {})
  assert.deepEqual(valuesFor({ ...HOME, x: mother }, 'x'), {})
})

test('a writer whose letters to a mother go to two people has said nothing', () => {
  const two = { ...HOME, d: { sender: 'Clara Lindqvist', recipient: 'Mrs. Moser', ...mother } }
  assert.deepEqual(valuesFor({ ...two, x: { sender: 'Clara Lindqvist', ...mother } }, 'x'), {})
})

test('of kin that one may have several of two letters have to say who it is', () => {
  const aunt = { salutation: 'Dear Aunt,' }
  const by = { sender: 'Clara Lindqvist', ...aunt }
  const one: Collection = { b: HOME['b'] ?? {}, a: { ...by, recipient: 'Ruth Moser' }, x: by }
  assert.deepEqual(valuesFor(one, 'x'), {})
  const two = { ...one, c: { ...by, recipient: 'Ruth Moser' } }
  assert.deepEqual(valuesFor(two, 'x'), { recipient: 'Ruth Moser' })
})

test('a first name is the one whom the writer calls so in a letter with an address', () => {
  const by = { sender: 'Clara Lindqvist', salutation: 'My dear Francis,' }
  const letters: Collection = { ...HOME, d: { ...by, recipient: 'Captain Moser' }, x: by }
  assert.deepEqual(valuesFor(letters, 'x'), { recipient: 'Captain Moser' })
})

test('words of courtesy and friendship are nobody’s', () => {
  for (const salutation of [
    'Dear Sir,',
    'My dear Friend,',
    'Madam,',
    'Sehr geehrter Herr Doktor,',
  ]) {
    const by = { sender: 'Clara Lindqvist', salutation }
    const to = { ...by, recipient: 'Ruth Moser' }
    assert.deepEqual(valuesFor({ ...HOME, d: to, e: to, f: to, x: by }, 'x'), {}, salutation)
  }
})
