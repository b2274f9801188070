import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type EntityContext,
  type Person,
  readEntities,
} from '../../../../src/letters/rules/entities/index.ts'

function mentioned(text: string, language: string, context: Partial<EntityContext> = {}): Person[] {
  return readEntities(text, { language, ...context })
    .people.map((person) => person.value)
    .filter((person) => person.role === 'mentioned')
}

const names = (text: string, language: string, context: Partial<EntityContext> = {}): string[] =>
  mentioned(text, language, context).map((person) => person.name)

void test('titled names are read in English with initials, abbreviated ranks and "Esq"', () => {
  const text =
    'I have seen Mr. Thornbury and Lady Anne Selwick, and wrote to Capt. H. Wexford. Genl. Burley dined here with Miss N. and the agent is Thomas Arrow Esqr, they say.'
  assert.deepEqual(names(text, 'en'), [
    'Mr. Thornbury',
    'Lady Anne Selwick',
    'Capt. H. Wexford',
    'Genl. Burley',
    'Miss N.',
    'Thomas Arrow',
  ])
})

void test('a couple named once is two people', () => {
  assert.deepEqual(names('We expect Mr. and Mrs. Dickinson on the Friday.', 'en'), [
    'Mr. Dickinson',
    'Mrs. Dickinson',
  ])
  assert.deepEqual(names('We expect Mr & Mrs Harrowby on the Friday.', 'en'), [
    'Mr Harrowby',
    'Mrs Harrowby',
  ])
})

void test('titled names are read in German, with offices between title and name', () => {
  const text =
    'Gestern war ich mit Herrn Justizrat Kerner und Frau von Halden bei dem Hofrat Ebers; auch Fräulein Lisbeth Tann und Dr. Vogler waren da.'
  assert.deepEqual(names(text, 'de'), [
    'Herrn Justizrat Kerner',
    'Frau von Halden',
    'Hofrat Ebers',
    'Fräulein Lisbeth Tann',
    'Dr. Vogler',
  ])
})

void test('titled names are read in French, with elided particles and ranks in lower case', () => {
  const text =
    "J'ai vu hier M. Delorme et Mme de Valmont, et le général Bertin m'a parlé de Mademoiselle Clairon; le comte d'Aubigny est parti."
  assert.deepEqual(names(text, 'fr'), [
    'M. Delorme',
    'Mme de Valmont',
    'général Bertin',
    'Mademoiselle Clairon',
    "comte d'Aubigny",
  ])
})

void test('given names stand for a person alone, with a surname and with initials', () => {
  assert.deepEqual(
    names('Yesterday Harriet and Lucy walked out with William Parry and J. B. Fenner.', 'en'),
    ['Harriet', 'Lucy', 'William Parry', 'J. B. Fenner'],
  )
  assert.deepEqual(names('Heute kamen Lieschen und Otto Brandeis, auch H. Wieser war da.', 'de'), [
    'Lieschen',
    'Otto Brandeis',
    'H. Wieser',
  ])
})

void test('a German genitive before a noun names its owner; ordinary nouns name nobody', () => {
  assert.deepEqual(
    names('Ich las gestern Brentanos Brief und eine Zeitung mit Freude am Fenster.', 'de'),
    ['Brentanos'],
  )
  assert.deepEqual(
    names(
      'Die Freundschaft und die Gesundheit meiner Mutter machen mir Sorge, und der Winter kommt.',
      'de',
    ),
    [],
  )
})

void test('calendar words, nations, the deity and kinship words alone are nobody', () => {
  const text =
    'God bless you. My Father and my Aunt came on Monday in April with an Irish servant. Mama is well, thank Heaven.'
  assert.deepEqual(names(text, 'en'), [])
})

void test('one person is one entry under the fullest name, with the first mention as evidence', () => {
  const text =
    'I met Macready in the street. Mr. William Macready was civil, and Mr. Macready asked for you.'
  const people = readEntities(text, { language: 'en' }).people
  assert.equal(people.length, 1)
  assert.equal(people[0]?.value.name, 'Mr. William Macready')
  const span = people[0].evidence
  assert.ok(span)
  assert.equal(text.slice(span.start, span.end), 'Macready')
})

void test('Mr. and Miss of one surname are two people', () => {
  assert.deepEqual(names('I called on Mr. Welby. It was Miss Welby who received me.', 'en'), [
    'Mr. Welby',
    'Miss Welby',
  ])
})

void test('a name cut at a line break is put together, with or without its hyphen', () => {
  const text = 'We were joined by Mr. Har-\ngrave and by Mr. Ferg\nuson on the road.'
  const people = mentioned(text, 'en')
  assert.deepEqual(
    people.map((person) => person.name),
    ['Mr. Hargrave', 'Mr. Ferguson'],
  )
  assert.equal(people[0]?.original_name, 'Mr. Har-\ngrave')
})

void test('names between dashes and ampersands are read', () => {
  assert.deepEqual(names('it was all settled--Mr. Tarrant & Sophy--before we came', 'en'), [
    'Mr. Tarrant',
    'Sophy',
  ])
})

void test('kin and given name together are a person, with what the writer calls them', () => {
  const [person] = mentioned('We hear that my dear sister Fanny is better.', 'en')
  assert.equal(person?.name, 'Fanny')
  assert.equal(person.context, 'my dear sister')
  assert.deepEqual(names('We hear that Aunt Mary is better.', 'en'), ['Aunt Mary'])
})

void test('kings carry their number, peers their place', () => {
  assert.deepEqual(
    names('He wrote on the reign of Charles the Fifth for the Duke of Wellington.', 'en'),
    ['Charles the Fifth', 'Duke of Wellington'],
  )
})

void test('titles of books and plays are nobody', () => {
  assert.deepEqual(names('I have read Melmoth, and the new edition of Helen.', 'en'), [])
})

void test('correspondents have their roles and are not mentioned again', () => {
  const text =
    'My dear Mrs. Welby,\nI saw Mr. Harker. Mrs. Welby will laugh.\nYours ever\nJane Toller'
  const people = readEntities(text, {
    language: 'en',
    sender: 'Jane Toller',
    recipient: 'Mrs. Welby',
    salutation: { start: 0, end: 19 },
    signature: { start: text.indexOf('Jane'), end: text.length },
  }).people
  assert.deepEqual(
    people.map(({ value }) => [value.role, value.name]),
    [
      ['sender', 'Jane Toller'],
      ['recipient', 'Mrs. Welby'],
      ['mentioned', 'Mr. Harker'],
    ],
  )
})

void test('a correspondent the text does not name is inferred and without evidence', () => {
  const [sender] = readEntities('I am well and hope you are so.', {
    language: 'en',
    sender: 'Toller, Jane',
  }).people
  assert.equal(sender?.status, 'inferred')
  assert.equal(sender.evidence, null)
})

void test('whoever only the address or a vocative names is not mentioned', () => {
  const text =
    'Bath, May 4\nMy dear Sir William,\nI trust, my dear Sir William, that all are well.\nYours\nA. Toller\n\nMr. Jos. Tarrant\nPost Office\nLudlow'
  assert.deepEqual(
    names(text, 'en', { salutation: { start: 12, end: 31 }, signature: { start: 89, end: 98 } }),
    [],
  )
})
