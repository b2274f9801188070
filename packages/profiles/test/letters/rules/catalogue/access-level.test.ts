import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  accessLevel,
  type AccessLevelOptions,
} from '../../../../src/letters/rules/catalogue/index.ts'

const PLAIN = 'Dear Anne,\nThe garden is green and the boys are at school.\nYours\nKarl'

function level(text: string, options: Partial<AccessLevelOptions> = {}): string {
  return accessLevel(text, { language: 'en', currentYear: 2025, ...options }).value
}

test('a marking makes a letter private, in each language', () => {
  for (const marking of [
    'Confidential',
    'STRICTLY PRIVATE',
    'Streng vertraulich!',
    'Persönlich',
    'Confidentiel',
  ]) {
    assert.equal(level(`${marking}\n\n${PLAIN}`, { year: 1970 }), 'private', marking)
  }
})

test('words that only contain a marking do not', () => {
  const text =
    'You are invited to the private view of the new pictures, a personal favourite of the confidential clerk.'
  assert.equal(level(text, { year: 1970 }), 'restricted')
})

test('a letter of a century ago is public unless it was marked', () => {
  assert.equal(level(PLAIN, { year: 1820 }), 'public')
  assert.equal(level(`Confidential\n\n${PLAIN}`, { year: 1820 }), 'restricted')
})

test('what is recent or undated is restricted, and surely so', () => {
  for (const options of [{ year: 1978 }, {}]) {
    const found = accessLevel(PLAIN, { language: 'en', currentYear: 2025, ...options })
    assert.equal(found.value, 'restricted')
    assert.equal(found.status, 'inferred')
    assert.ok(found.confidence >= 0.75 && found.reason)
  }
})

test('medical matter of the living is private', () => {
  assert.equal(
    level('The biopsy confirms the diagnosis, and the medical report follows.', { year: 1990 }),
    'private',
  )
  assert.equal(
    level('Der Befund liegt bei, das ärztliche Gutachten folgt.', { year: 1990 }),
    'private',
  )
})

test('what is addressed to the public is public', () => {
  assert.equal(level('OPEN LETTER\n\nTo all who care for the park.', { year: 1970 }), 'public')
  assert.equal(
    level('Concert in the hall. Admission free, all are welcome.', { year: 1985 }),
    'public',
  )
  assert.equal(level('I said to the public\nthat it is so.', { year: 1985 }), 'restricted')
})
