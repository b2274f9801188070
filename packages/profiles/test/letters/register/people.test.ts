import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Mention, Precedent, RegisterPerson } from '@colophon/domain'
import { LETTER_REGISTER } from '../../../src/letters/register/index.ts'
import { aPrecedent, mentionsIn, type Collection } from './letters.ts'

const peopleOf = (
  collection: Collection,
  precedents: Precedent[] = [],
): readonly RegisterPerson[] =>
  LETTER_REGISTER.build(
    Object.entries(collection).flatMap(([id, said]) => mentionsIn(id, said)),
    precedents,
  ).people

const formsOf = ({ variants }: RegisterPerson): string[] => variants.map(({ form }) => form)

const LETTERS: Collection = {
  a: { sender: 'Clara Ruth Lindqvist', people: ['Mr. Brandt'] },
  b: { sender: 'Clara Ruth Lindqvist' },
  c: { sender: 'C. R. Lindqvist' },
  d: { sender: 'Clara Ruth Lindqvlst' },
  e: { recipient: 'Clara Lindqvist' },
  f: { sender: 'Clara Ruth Lindqvist' },
}

test('the forms of a name are one person, called by the fullest that two letters have', () => {
  const clara = peopleOf(LETTERS).find(({ name }) => name === 'Clara Ruth Lindqvist')
  assert.ok(clara !== undefined)
  assert.equal(clara.id, 'clara-ruth-lindqvist')
  assert.deepEqual(formsOf(clara), [
    'Clara Ruth Lindqvist',
    'C. R. Lindqvist',
    'Clara Ruth Lindqvlst',
    'Clara Lindqvist',
  ])
  assert.deepEqual(clara.roles, { recipient: 1, sender: 5 })
})

test('people of one surname stay apart, and Mr. and Mrs.', () => {
  const names = peopleOf({
    a: { people: ['Emil Brandt', 'Otto Brandt', 'Mrs. Brandt', 'Mr. Brandt', 'E. Brandt'] },
  }).map(({ name, variants }) => [name, variants.length])
  assert.deepEqual(names, [
    ['Emil Brandt', 2],
    ['Mrs. Brandt', 1],
    ['Mr. Brandt', 1],
    ['Otto Brandt', 1],
  ])
})

test('people merge and split forms, and the last word is theirs', () => {
  const forms: [string, string] = ['Clara Ruth Lindqvist', 'Clara Lindqvist']
  const apart = peopleOf(LETTERS, [aPrecedent({ kind: 'split', forms })])
  assert.ok(apart.some(({ variants }) => variants.length === 1 && variants[0]?.form === forms[1]))
  const merge = aPrecedent({ kind: 'merge', forms: ['Clara Ruth Lindqvist', 'Mr. Brandt'] })
  const merged = peopleOf(LETTERS, [merge])
  assert.ok(
    merged.some((person) => formsOf(person).includes('Mr. Brandt') && formsOf(person).length === 5),
  )
})

const GIVEN = ['Clara', 'Clara Ruth', 'C.', 'C. R.', 'Otto', 'O.', 'Emil', 'Mr.', 'Mrs.', 'Klara']
const SURNAMES = ['Lindqvist', 'Lindqvlst', 'Lindquist', 'Brandt', 'Brand', 'Moser']
const name = fc
  .tuple(fc.constantFrom(...GIVEN), fc.constantFrom(...SURNAMES))
  .map((parts) => parts.join(' '))
const part = fc.constantFrom('C. R. L.', 'Clara', 'Otto B.', 'E.', 'Klara')

const letter = fc.record(
  {
    sender: name,
    recipient: name,
    signature: part,
    people: fc.array(name, { maxLength: 3 }),
    date: fc.constantFrom('1848-05-03', '1849-01-01', '1851-05'),
    dateWords: fc.constantFrom('3 May 1848', '1. 1. 49', 'May 51', 'Friday, 3 May'),
  },
  { requiredKeys: [] },
)

const collection = fc.array(letter, { minLength: 1, maxLength: 12 })

test('the letters in another order give the same people and the same proposals', () => {
  fc.assert(
    fc.property(
      collection.chain((letters) => {
        const mentions = letters.map((said, at) => mentionsIn(`l${String(at)}`, said))
        return fc.tuple(
          fc.constant(mentions),
          fc.shuffledSubarray(mentions, { minLength: mentions.length }),
        )
      }),
      ([letters, shuffled]) => {
        const build = (all: readonly Mention[][]) => LETTER_REGISTER.build(all.flat(), [])
        const [one, other] = [build(letters), build(shuffled)]
        assert.deepEqual(other, one)
        for (const mentions of letters)
          assert.deepEqual(
            LETTER_REGISTER.propose(other, mentions.toReversed(), []),
            LETTER_REGISTER.propose(one, mentions, []),
          )
      },
    ),
  )
})

test('every mention of a name is one person’s, and only one’s', () => {
  fc.assert(
    fc.property(collection, (letters) => {
      const mentions = letters.flatMap((said, at) => mentionsIn(`l${String(at)}`, said))
      const { people } = LETTER_REGISTER.build(mentions, [])
      const held = people.flatMap(({ variants }) => variants.flatMap((variant) => variant.mentions))
      assert.equal(new Set(held).size, held.length)
      assert.equal(new Set(people.map(({ id }) => id)).size, people.length)
    }),
  )
})
