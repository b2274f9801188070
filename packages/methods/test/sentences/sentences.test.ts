import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { reflow, sentencesOf } from '../../src/sentences/index.ts'

function split(text: string): string[] {
  return sentencesOf(text).map(({ start, end }) => reflow(text.slice(start, end)))
}

test('titles, initials and ordinals end no sentence', () => {
  assert.deepEqual(split('I saw Mr. Hall and Dr. A. B. Lowe. They were well.'), [
    'I saw Mr. Hall and Dr. A. B. Lowe.',
    'They were well.',
  ])
  assert.deepEqual(split('Er kam den 3. Mai mit Büchern u. s. w. zurück. Es war kalt.'), [
    'Er kam den 3. Mai mit Büchern u. s. w. zurück.',
    'Es war kalt.',
  ])
  assert.deepEqual(split('J’ai vu M. Legrand et Mme. Petit. Ils partent.'), [
    'J’ai vu M. Legrand et Mme. Petit.',
    'Ils partent.',
  ])
})

test('a dash before a capital ends a sentence of some length', () => {
  assert.deepEqual(split('We have had no rain for a month--What do you say to that?'), [
    'We have had no rain for a month',
    'What do you say to that?',
  ])
})

test('a sentence runs on over a line end and over the foot of a page', () => {
  assert.deepEqual(
    split('We were all going to the har-\nbour when,\n\nto our surprise, it rained. So be it.'),
    ['We were all going to the harbour when, to our surprise, it rained.', 'So be it.'],
  )
})

test('spans lie inside the text, in order and apart', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      let last = 0
      for (const { start, end } of sentencesOf(text)) {
        assert.ok(start >= last && start < end && end <= text.length)
        last = end
      }
    }),
  )
})
