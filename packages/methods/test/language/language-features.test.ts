import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languageFeatures } from '../../src/language/index.ts'

function featuresOf(text: string, language: string): string[] {
  return languageFeatures(text, language).map(({ value }) => value.feature)
}

test('forms of address show the register', () => {
  assert.ok(featuresOf('Ich habe oft an Sie und an Ihre Mutter gedacht.', 'de').includes('Sie'))
  assert.ok(
    featuresOf('Ich habe an dich gedacht, du weißt es, und an deine Mutter.', 'de').includes('du'),
  )
  assert.ok(featuresOf('Je vous remercie de votre lettre.', 'fr').includes('vous'))
  assert.ok(
    featuresOf('I beg your Lordship to believe me, my dear friend', 'en').includes(
      'title of rank in address',
    ),
  )
})

test('old spelling is quoted where it stands', () => {
  const text = 'He would chuse to shew it to the publick.'
  const spelling = languageFeatures(text, 'en').find(
    ({ value }) => value.feature === 'older spelling',
  )
  assert.ok(spelling?.evidence)
  assert.equal(text.slice(spelling.evidence.start, spelling.evidence.end), 'chuse')
})

test('plain modern text has no marked features', () => {
  assert.deepEqual(featuresOf('The meeting is on Monday at ten.', 'en'), [])
  assert.deepEqual(featuresOf('whatever', 'xx'), [])
})
