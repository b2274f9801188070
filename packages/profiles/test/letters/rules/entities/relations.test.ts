import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type EntityContext,
  type LetterEvent,
  readEntities,
  type Relationship,
} from '../../../../src/letters/rules/entities/index.ts'

const events = (text: string, language: string): LetterEvent[] =>
  readEntities(text, { language }).events.map((event) => event.value)

function relations(
  text: string,
  language: string,
  context: Partial<EntityContext> = {},
): Relationship[] {
  return readEntities(text, { language, ...context }).relationships.map(
    (relation) => relation.value,
  )
}

void test('births, marriages and deaths are events of those they name, dated where the sentence dates them', () => {
  assert.deepEqual(
    events('I must tell you that Mr. Harker died on the 4th of March 1811 of a fever.', 'en'),
    [
      {
        name: 'Death of Mr. Harker',
        type: 'death',
        description: 'Mr. Harker died',
        date: 'the 4th of March 1811',
      },
    ],
  )
  assert.equal(
    events('The marriage of Miss Welby was a surprise.', 'en')[0]?.name,
    'Marriage of Miss Welby',
  )
  assert.equal(events('Wir trauern um den Tod der Frau Kerner.', 'de')[0]?.type, 'death')
  assert.equal(events('La mort de M. Delorme nous afflige.', 'fr')[0]?.name, 'Death of M. Delorme')
})

void test('battles and meetings are events of their place', () => {
  assert.equal(events('He fell in the battle of Waterloo.', 'en')[0]?.location, 'Waterloo')
  assert.equal(
    events('There was a meeting at Bristol on 3 June 1820 about it.', 'en')[0]?.name,
    'Meeting at Bristol',
  )
})

void test('a first night is an event of the play', () => {
  assert.equal(events('Were you at the first night of "The Orphan"?', 'en')[0]?.type, 'premiere')
})

void test('a word of death without a name beside it is no event', () => {
  assert.deepEqual(events('The poor horse died and the old dog is dead.', 'en'), [])
})

void test('the sender writes to the recipient, which is inferred', () => {
  const { relationships } = readEntities('Dear Tom,\nall well.\nJane', {
    language: 'en',
    sender: 'Jane',
    recipient: 'Tom',
    salutation: { start: 0, end: 9 },
  })
  assert.deepEqual(relationships[0]?.value, { from: 'Jane', to: 'Tom', relationship: 'writes_to' })
  assert.equal(relationships[0].status, 'inferred')
})

void test('kin are related to whoever calls them so', () => {
  assert.deepEqual(relations('I left my sister Fanny at home.', 'en', { sender: 'Jane Toller' }), [
    { from: 'Jane Toller', to: 'Fanny', relationship: 'related_to' },
  ])
  assert.deepEqual(relations('Grüßen Sie Ihren Bruder Karl.', 'de', { recipient: 'Anna Kerner' }), [
    { from: 'Anna Kerner', to: 'Karl', relationship: 'related_to' },
  ])
  assert.deepEqual(relations('Ma femme Julie vous salue.', 'fr', { sender: 'Paul Delorme' }), [
    { from: 'Paul Delorme', to: 'Julie', relationship: 'married_to' },
  ])
})

void test('a couple is married, a person lives where the name says', () => {
  assert.deepEqual(relations('I met Mr. and Mrs. Harrowby, and Mr. Tarrant of Bristol.', 'en'), [
    { from: 'Mr. Harrowby', to: 'Mrs. Harrowby', relationship: 'married_to' },
    { from: 'Mr. Tarrant', to: 'Bristol', relationship: 'located_in' },
  ])
})

void test('an office joins a person to a body', () => {
  assert.deepEqual(relations('I wrote to Mr. Harker, secretary of the Royal Society.', 'en'), [
    { from: 'Mr. Harker', to: 'Royal Society', relationship: 'works_for' },
  ])
  const { people } = readEntities('I wrote to Mr. Harker, secretary of the Royal Society.', {
    language: 'en',
  })
  assert.equal(people[0]?.value.affiliation, 'Royal Society')
})
