import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  date,
  item,
  language,
  name,
  nothing,
  retold,
  words,
  type Sign,
  type Support,
} from '@colophon/agents/define'
import { ground } from '@colophon/domain'
import { datesIn } from '@colophon/methods/dates'
import { detectLanguages } from '@colophon/methods/language'
import {
  kindOfDocument,
  levelOfAccess,
  subjectOf,
} from '../../src/letters/agents/support/classes.ts'
import * as signs from '../../src/letters/agents/support/signs.ts'

const TEXT = `Norwich, August 24th, 1820.
Dear Sir William,

I went into Reading with Wm. Palmer and J. Holford to call on her. Your letter of 3d May 1819 came.
We dine on Saturday with the Society of Anti-
quaries, and the plates cost 12 pounds.

Your obedient servant,
Mary R. Mitford

Miss Mary Webb, London`

const shown = (support: Support, value: unknown, quote: string) => {
  const evidence = ground(TEXT, quote)
  assert.ok(evidence, quote)
  return support.shows(value, evidence, TEXT)
}
const table = (support: Support, rows: readonly (readonly [unknown, string, boolean])[]) => {
  for (const [value, quote, expected] of rows)
    test(`${support.by}: “${quote}” ${expected ? 'shows' : 'does not show'} ${JSON.stringify(value)}`, () => {
      assert.equal(shown(support, value, quote) !== null, expected)
    })
}

suite('what a quote shows', () => {
  table(words(), [
    ['Antiquaries', 'Society of Anti-\nquaries', true],
    ['dear sir  WILLIAM', 'Dear Sir William,', true],
    ['Sir', 'Dear Sir William,', true],
    ['Palm', 'Wm. Palmer', false],
    ['Dear William', 'Dear Sir William,', false],
    ['London', 'Reading', false],
    ['', 'Reading', false],
    [7, 'Reading', false],
  ])
  table(name(), [
    ['Mary R. Mitford', 'Mary R. Mitford', true],
    ['Mary Mitford', 'Mary R. Mitford', true],
    ['M. R. Mitford', 'Mary R. Mitford', true],
    ['Mitford, Mary', 'Mary R. Mitford', true],
    ['William Palmer', 'Wm. Palmer', true],
    ['John Holford', 'J. Holford', false],
    ['Mary Russell Mitford', 'Mary R. Mitford', false],
    ['Palmer Holford', 'Wm. Palmer and J. Holford', false],
    ['M', 'Mary R. Mitford', false],
  ])
  table(date(datesIn), [
    ['1820-08-24', 'August 24th, 1820', true],
    ['1820-08', 'August 24th, 1820', true],
    ['1820', 'August 24th, 1820', true],
    ['1820-08-25', 'August 24th, 1820', false],
    ['1819-05-03', 'August 24th, 1820', false],
    ['1820', 'We dine on Saturday', false],
  ])
  table(language(detectLanguages), [
    ['en', 'I went into Reading with Wm. Palmer and J. Holford to call on her.', true],
    ['en-GB', 'I went into Reading with Wm. Palmer and J. Holford to call on her.', true],
    ['de', 'I went into Reading with Wm. Palmer and J. Holford to call on her.', false],
  ])
  table(retold(), [
    ['She went into Reading, and the plates cost 12 pounds.', 'Reading', true],
    ['She went into Reading, and the plates cost 13 pounds.', 'Reading', false],
    ['She went into Reading with Napoleon, and the plates cost 12 pounds.', 'Reading', false],
    ['Scholars consider this correspondence an outstanding monument.', 'Reading', false],
  ])
  table(nothing(), [['She was born in 1787.', 'Mary R. Mitford', false]])
  table(kindOfDocument(), [
    ['letter', 'Dear Sir William,', true],
    ['letter', 'the plates cost 12 pounds', false],
    ['telegram', 'Dear Sir William,', false],
  ])
  table(levelOfAccess(), [
    ['restricted', 'Reading', true],
    ['public', 'Dear Sir William,', false],
    ['private', 'Dear Sir William,', false],
  ])
  table(subjectOf(), [
    ['money', 'the plates cost 12 pounds', true],
    ['war', 'the plates cost 12 pounds', false],
    ['correspondence', 'Your letter', false],
  ])

  test('of an item those parts stay that the quote shows too, and a class that claims nothing', () => {
    const person = item({ name: name(signs.namesPerson), classes: { role: { safe: 'mentioned' } } })
    const said = {
      name: 'Mary Webb',
      title: 'Miss',
      affiliation: 'Holm Lodge',
      role: 'sender',
      age: 7,
    }
    assert.deepEqual(shown(person, said, 'Miss Mary Webb')?.value, {
      name: 'Mary Webb',
      title: 'Miss',
      role: 'mentioned',
    })
    assert.equal(shown(person, { ...said, name: 'Charlotte Webb' }, 'Miss Mary Webb'), null)
  })
})

suite('what shows by itself that a value is what was asked for', () => {
  const SIGNS: [string, Sign, string, boolean][] = [
    ['a salutation', signs.opensLetter, 'Dear Sir William,', true],
    ['a salutation', signs.opensLetter, 'I went into Reading', false],
    ['a salutation', signs.opensLetter, 'Your letter', false],
    ['a closing', signs.closesLetter, 'Your obedient servant', true],
    ['a closing', signs.closesLetter, 'We dine on Saturday', false],
    ['a signature', signs.signsLetter, 'Mary R. Mitford', true],
    ['a signature', signs.signsLetter, 'Miss Mary Webb', false],
    ['a signature', signs.signsLetter, 'J. Holford', false],
    ['a place of writing', signs.datesFrom, 'Norwich', true],
    ['a place of writing', signs.datesFrom, 'Saturday', false],
    ['a title of the addressee', signs.titlesAddressee, 'Sir', true],
    ['a title of the addressee', signs.titlesAddressee, 'Dear', false],
    ['a reference number', signs.numbersLetter, '1820', false],
    ['a body', signs.namesBody, 'Society of Anti-\nquaries', true],
    ['a body', signs.namesBody, 'Wm. Palmer', false],
    ['a known place', signs.knownAsPlace, 'Norwich', true],
    ['a known place', signs.knownAsPlace, 'Palmer', false],
    ['a person', signs.namesPerson, 'Mary R. Mitford', true],
    ['a person', signs.namesPerson, 'Saturday', false],
  ]
  for (const [what, sign, value, expected] of SIGNS)
    test(`“${value}” ${expected ? 'is' : 'is not'} ${what}`, () => {
      assert.equal(shown(words(sign), value, value)?.plain, expected)
    })
})
