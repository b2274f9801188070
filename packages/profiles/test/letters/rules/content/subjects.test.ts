import assert from 'node:assert/strict'
import { test } from 'node:test'
import { classifySubjects } from '../../../../src/letters/rules/content/index.ts'

const CASES = [
  [
    'en',
    'money',
    'Enclosed is the invoice for the goods; payment by a draft on your bank, the price being forty dollars on credit.',
  ],
  [
    'en',
    'war',
    'The enemy came with cannon, the troops of our regiment fought at the bridge, and peace is far away.',
  ],
  [
    'de',
    'health',
    'Die Mutter ist krank, der Arzt war da, das Fieber ist hoch, und an Genesung und Besserung denkt niemand.',
  ],
  [
    'de',
    'literature',
    'Der Verleger lobt die Novelle; das Stück kommt im Theater zur Aufführung, und die Rezension steht im Feuilleton.',
  ],
  [
    'fr',
    'travel',
    'Le voyage fut long ; la voiture et les chevaux manquaient, mon départ est remis, mes bagages sont à l’auberge.',
  ],
  [
    'fr',
    'scholarship',
    'Le professeur de l’université donne sa leçon à l’académie ; la physique et les sciences y sont en honneur.',
  ],
] as const

for (const [language, subject, text] of CASES) {
  test(`${language}: ${subject}`, () => {
    const [first] = classifySubjects(text, { language })
    assert.equal(first?.value, subject)
    assert.ok(first.evidence && first.evidence.end <= text.length)
  })
}

test('of what has no cue words nothing is said', () => {
  assert.deepEqual(classifySubjects('I hope to hear from you soon.', { language: 'en' }), [])
})

test('one cue word is a subject where there is no other, with its sentence', () => {
  const text = 'It rained. The funeral is at noon. It rained.'
  const [only, ...rest] = classifySubjects(text, { language: 'en' })
  assert.deepEqual([only?.value, rest], ['death', []])
  const { start, end } = only?.evidence ?? { start: 0, end: 0 }
  assert.equal(text.slice(start, end), 'The funeral is at noon.')
})

test('a letter has several subjects', () => {
  const text =
    'The funeral was on Monday, and he is buried beside his deceased brother. The invoice of forty dollars is paid.'
  const found = classifySubjects(text, { language: 'en' }).map(({ value }) => value)
  assert.deepEqual(found.toSorted(), ['death', 'money'])
})
