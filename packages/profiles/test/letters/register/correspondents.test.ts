import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Precedent } from '@colophon/domain'
import { RECIPIENT, SENDER } from '../../../src/letters/register/mentions.ts'
import { aPrecedent, proposalsFor, valuesFor, type Collection } from './letters.ts'

const BY_CLARA: Collection = {
  a: { sender: 'Clara Ruth Lindqvist', recipient: 'Otto Brandt' },
  b: { sender: 'Clara Ruth Lindqvist' },
  c: { sender: 'Otto Brandt', recipient: 'Clara Ruth Lindqvist' },
  d: { sender: 'Otto Brandt' },
}

/** What a signature becomes beside the letters above. */
const SIGNED: readonly (readonly [string, string | undefined])[] = [
  ['C. R. L.', 'Clara Ruth Lindqvist'],
  ['CRL', 'Clara Ruth Lindqvist'],
  ['C. L.', 'Clara Ruth Lindqvist'],
  ['Clara', 'Clara Ruth Lindqvist'],
  ['Clara L.', 'Clara Ruth Lindqvist'],
  ['Otto', 'Otto Brandt'],
  ['O. B.', 'Otto Brandt'],
  ['C.', undefined],
  ['C. B.', undefined],
  ['Carl', undefined],
  ['Clara B.', undefined],
  ['Ruth', undefined],
]

for (const [signature, sender] of SIGNED)
  test(`a letter signed “${signature}” is ${sender ?? 'nobody’s'} beside letters of Clara and Otto`, () => {
    assert.equal(valuesFor({ ...BY_CLARA, x: { signature } }, 'x')['sender'], sender)
  })

const GREETED: readonly (readonly [string, string | undefined])[] = [
  ['My dear Clara,', 'Clara Ruth Lindqvist'],
  ['Lieber Otto!', 'Otto Brandt'],
  ['Dear Friend,', undefined],
  ['My dearest mother,', undefined],
  ['Sehr geehrter Herr Doktor,', undefined],
]

for (const [salutation, recipient] of GREETED)
  test(`“${salutation}” is ${recipient ?? 'to nobody the register knows'}`, () => {
    assert.equal(valuesFor({ ...BY_CLARA, x: { salutation } }, 'x')['recipient'], recipient)
  })

test('a first name that two correspondents have in common is nobody’s, unless one is far ahead', () => {
  const two: Collection = {
    a: { sender: 'Clara Lindqvist' },
    b: { sender: 'Clara Lindqvist' },
    c: { sender: 'Clara Moser' },
    d: { sender: 'Clara Moser' },
    x: { signature: 'Clara' },
  }
  assert.deepEqual(valuesFor(two, 'x'), {})
  const many = Object.fromEntries(
    Array.from({ length: 10 }, (_, at) => [`m${String(at)}`, { sender: 'Clara Moser' }]),
  )
  assert.deepEqual(valuesFor({ ...two, ...many }, 'x'), { sender: 'Clara Moser' })
})

test('one letter that has the name in full is not enough', () => {
  assert.deepEqual(
    valuesFor({ a: { sender: 'Clara Lindqvist' }, x: { signature: 'C. L.' } }, 'x'),
    {},
  )
})

test('nobody writes to themselves: the one who is greeted does not sign', () => {
  const letters = { ...BY_CLARA, x: { signature: 'Clara', recipient: 'Clara Ruth Lindqvist' } }
  assert.deepEqual(valuesFor(letters, 'x'), {})
})

test('Mr. and a surname is the only man of that surname whom letters name in full', () => {
  const mr = { ...BY_CLARA, x: { recipient: 'Mr. Brandt' } }
  assert.deepEqual(valuesFor(mr, 'x'), { recipient: 'Otto Brandt' })
  const brothers = { ...mr, e: { sender: 'Emil Brandt' }, f: { sender: 'Emil Brandt' } }
  assert.deepEqual(valuesFor(brothers, 'x'), {})
  assert.deepEqual(valuesFor({ ...BY_CLARA, x: { recipient: 'Mrs. Brandt' } }, 'x'), {})
})

test('a fuller reading of the letter itself is left as it is', () => {
  const fuller = {
    ...BY_CLARA,
    x: { sender: 'Otto Emil Brandt', recipient: 'Clara Ruth Lindqvist' },
  }
  assert.deepEqual(valuesFor(fuller, 'x'), {})
})

test('a misread name is that of the person whom it is one letter from, and never the canonical form', () => {
  const misread = {
    ...BY_CLARA,
    e: { sender: 'Clara Ruth Lindqvist' },
    x: { sender: 'Clarn Ruth Lindqvlst' },
  }
  assert.deepEqual(valuesFor(misread, 'x'), { sender: 'Clara Ruth Lindqvist' })
  const rest = proposalsFor(misread).filter(({ document_id }) => document_id !== 'x')
  assert.deepEqual(rest, [])
})

test('a proposal names the letter’s own words and the letters it rests on, and not itself', () => {
  const [proposal] = proposalsFor({ ...BY_CLARA, x: { signature: 'C. R. L.' } })
  assert.equal(proposal?.path, SENDER)
  assert.deepEqual(proposal.evidence, { start: 0, end: 8 })
  const letters = proposal.supports.map((each) =>
    each.kind === 'document' ? each.document_id : '',
  )
  assert.deepEqual(letters, ['a', 'b', 'c'])
})

test('what a person refused is not proposed again, for that letter and that value', () => {
  const letters = { ...BY_CLARA, x: { signature: 'Clara' }, y: { salutation: 'My dear Clara,' } }
  const refused = { document_id: 'x', path: SENDER, value: 'Clara Ruth Lindqvist' }
  const proposed = proposalsFor(letters, [aPrecedent({ kind: 'is_not', ...refused })])
  assert.deepEqual(
    proposed.map(({ document_id, path }) => [document_id, path]),
    [['y', RECIPIENT]],
  )
})

test('what a person said of one letter holds there, whatever others say, and rests on that', () => {
  const letters = { ...BY_CLARA, x: { signature: 'Clara' }, y: { signature: 'Clara' } }
  const decision = { kind: 'is', document_id: 'x', path: SENDER, value: 'Clara Moser' } as const
  const proposed = proposalsFor(letters, [aPrecedent(decision)])
  const values = proposed.map(({ document_id, value }) => [document_id, value])
  assert.deepEqual(values, [
    ['x', 'Clara Moser'],
    ['y', 'Clara Ruth Lindqvist'],
  ])
  const [{ supports, evidence } = {}] = proposed
  assert.deepEqual(supports, [{ kind: 'precedent', precedent_id: 'p1' }])
  assert.deepEqual(evidence, { start: 0, end: 5 })
})

test('what a person said needs words of the letter, and one that has it already is left alone', () => {
  const decision = { kind: 'is', document_id: 'x', path: RECIPIENT, value: 'Otto Brandt' } as const
  const misread = { ...BY_CLARA, e: { sender: 'Otto Brandt' } }
  for (const x of [{ signature: 'Rosa Moser' }, { recipient: 'Otto Brandt' }])
    assert.deepEqual(proposalsFor({ ...misread, x }, [aPrecedent(decision)]), [])
  const named = { ...BY_CLARA, x: { sender: 'C. Lindqvist' } }
  assert.equal(valuesFor(named, 'x')['sender'], 'Clara Ruth Lindqvist')
  const kept = { kind: 'is', document_id: 'x', path: SENDER, value: 'C. Lindqvist' } as const
  assert.deepEqual(proposalsFor(named, [aPrecedent(kept)]), [])
})

const LOWELLS: Collection = {
  a: { sender: 'Jane Lowell' },
  b: { sender: 'Jane Lowell' },
  c: { sender: 'Jane Lowell' },
  x: { sender: 'J. Lowell' },
}

const sendersOf = (letters: Collection, decision?: Precedent['decision']): unknown[] =>
  proposalsFor(letters, decision === undefined ? [] : [aPrecedent(decision)])
    .filter(({ document_id }) => document_id === 'x')
    .map(({ value }) => value)

test('forms that a person parted are not made one another', () => {
  assert.deepEqual(sendersOf(LOWELLS), ['Jane Lowell'])
  assert.deepEqual(sendersOf(LOWELLS, { kind: 'split', forms: ['J. Lowell', 'Jane Lowell'] }), [])
})

test('forms that a person put together need no lead, and the decision is among what it rests on', () => {
  const two = { ...LOWELLS, d: { sender: 'James Lowell' }, e: { sender: 'James Lowell' } }
  assert.deepEqual(sendersOf(two), [])
  const merge = { kind: 'merge' as const, forms: ['J. Lowell', 'James Lowell'] as [string, string] }
  assert.deepEqual(sendersOf(two, merge), ['James Lowell'])
  const [proposal] = proposalsFor(two, [aPrecedent(merge)]).filter(
    (each) => each.document_id === 'x',
  )
  assert.deepEqual(proposal?.supports[0], { kind: 'precedent', precedent_id: 'p1' })
})
