import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Location,
  type Organization,
  readEntities,
} from '../../../../src/letters/rules/entities/index.ts'

const places = (text: string, language: string): Location[] =>
  readEntities(text, { language }).locations.map((location) => location.value)
const placeNames = (text: string, language: string): string[] =>
  places(text, language).map((place) => place.name)
const bodies = (text: string, language: string): Organization[] =>
  readEntities(text, { language }).organizations.map((body) => body.value)

void test('places are read in three languages and old spellings', () => {
  assert.deepEqual(placeNames('We go from Dublin to Edinburgh, then by Leipsic home.', 'en'), [
    'Dublin',
    'Edinburgh',
    'Leipsic',
  ])
  assert.deepEqual(placeNames('Ich reise morgen nach Wien und bin bald wieder in Prag.', 'de'), [
    'Wien',
    'Prag',
  ])
  assert.deepEqual(
    placeNames("Nous partons pour Londres; il vient de Francfort, près de l'Elbe.", 'fr'),
    ['Londres', 'Francfort', 'Elbe'],
  )
})

void test('a name that is also a word or a surname is a place only where the words say so', () => {
  assert.deepEqual(placeNames('I was reading at Reading, and Mr. Lincoln drove to Bath.', 'en'), [
    'Reading',
    'Bath',
  ])
  assert.deepEqual(placeNames('Reading is my chief pleasure.', 'en'), [])
  assert.deepEqual(placeNames('Das Essen war gut, aber morgen fahre ich nach Essen.', 'de'), [
    'Essen',
  ])
})

void test('an unknown name after a verb of motion or a preposition of place is a place', () => {
  assert.deepEqual(placeNames('We drove to Wexcombe and slept at Tarnhurst.', 'en'), [
    'Wexcombe',
    'Tarnhurst',
  ])
  assert.deepEqual(placeNames('Wir gehen im Sommer nach Oberwangen.', 'de'), ['Oberwangen'])
})

void test('houses, streets and waters are buildings or named by what they are', () => {
  assert.deepEqual(
    places('She stays at Selwick Hall, and we in Great Audley Street.', 'en').map((place) => [
      place.name,
      place.type,
    ]),
    [
      ['Selwick Hall', 'building'],
      ['Great Audley Street', 'building'],
    ],
  )
  assert.deepEqual(
    placeNames('Wir wohnen seit Mai in der Lindengasse, nahe dem Schloss Tegel.', 'de'),
    ['Lindengasse', 'Schloss Tegel'],
  )
  assert.deepEqual(placeNames('Il demeure rue du Bac.', 'fr'), ['rue du Bac'])
})

void test('a place carries its country, or the state and country the letter gives', () => {
  assert.equal(places('He is now at Leipzig.', 'en')[0]?.country, 'Germany')
  const [cambridge] = places('He lives at Cambridge, Massachusetts.', 'en')
  assert.equal(cambridge?.state, 'Massachusetts')
  assert.equal(cambridge.country, undefined)
})

void test('the dateline and what else is excluded names no place in passing', () => {
  const text = 'Bristol, May 4th\nDear Sir\nI leave for Dublin.'
  const { locations } = readEntities(text, { language: 'en', exclude: [{ start: 0, end: 16 }] })
  assert.deepEqual(
    locations.map(({ value }) => value.name),
    ['Dublin'],
  )
})

void test('bodies are read by their head word, as firms and as newspapers', () => {
  assert.deepEqual(
    bodies(
      'He spoke before the Royal Society and in Parliament, and banks with Tarrant & Co.',
      'en',
    ),
    [
      { name: 'Royal Society', type: 'institution' },
      { name: 'Parliament', type: 'government' },
      { name: 'Tarrant Co', type: 'company' },
    ],
  )
  assert.deepEqual(bodies('Das Stück kommt im Burgtheater, sagt die Wiener Zeitung.', 'de'), [
    { name: 'Burgtheater', type: 'institution' },
    { name: 'Wiener Zeitung', type: 'other' },
  ])
  assert.deepEqual(bodies("Il est de l'Académie de Berlin.", 'fr'), [
    { name: 'Académie de Berlin', type: 'institution' },
  ])
})

void test('a body that the letter means is named by the word alone, in each of its forms once', () => {
  const names = (text: string, language: string): string[] =>
    bodies(text, language).map(({ name }) => name)
  assert.deepEqual(names('I hear that the Senate and the University refused.', 'en'), [
    'Senate',
    'University',
  ])
  assert.deepEqual(names('It was said that no University would have him.', 'en'), [])
  const german =
    'Er ist Lehrer an der Universität und im Seminar; die Mitglieder des Seminars und das hohe Ministerium'
  assert.deepEqual(names(`${german} wissen es.`, 'de'), ['Universität', 'Seminar', 'Ministerium'])
  assert.deepEqual(names("On dit que l'Académie et le Sénat ont refusé.", 'fr'), [
    'Académie',
    'Sénat',
  ])
})

void test('what is read in a journal is a work and no body', () => {
  for (const text of [
    'It was in the Edinburgh Review.',
    'I read it in Blackwood and the London Magazine.',
  ])
    assert.deepEqual(bodies(text, 'en'), [])
  assert.deepEqual(bodies('Es stand in der Neuen Rundschau.', 'de'), [])
})
