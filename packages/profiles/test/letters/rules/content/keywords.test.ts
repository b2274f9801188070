import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { extractKeywords } from '../../../../src/letters/rules/content/index.ts'

function keywords(text: string, language: string): string[] {
  return extractKeywords(text, { language }).map(({ value }) => value)
}

test('repeated matters come first, forms of a word count once', () => {
  const found = keywords(
    'Dear Sir\nThe harvest is poor. No harvest was worse, and the harvests of our neighbours failed too. The mill wants a new wheel, for the wheel is broken.',
    'en',
  )
  assert.equal(found[0], 'harvest')
  assert.ok(found.includes('wheel'))
  assert.equal(found.filter((word) => word.startsWith('harvest')).length, 1)
})

test('old little words are no keywords', () => {
  const found = keywords(
    'He hath seen thee whilst thou wert yet at thy lodgings, wch wd shew it; the telescope is broken &c.',
    'en',
  )
  assert.ok(found.includes('telescope'))
  for (const word of ['hath', 'thee', 'thou', 'wch', 'whilst'])
    assert.ok(!found.includes(word), word)
})

test('German and French letters give their nouns', () => {
  const german = keywords(
    'Lieber Freund! Das Manuskript der Novelle ist gestern seyn Weg gegangen, der Verleger hat das Manuskript gelobt.',
    'de',
  )
  assert.equal(german[0], 'Manuskript')
  const french = keywords(
    'Monsieur,\nla bibliothèque de l’académie possède un manuscrit ; ce manuscrit manque à notre édition.',
    'fr',
  )
  assert.ok(french.includes('manuscrit'))
})

test('a name of two words stays together', () => {
  assert.ok(
    keywords(
      'We walked to Covent Garden. Nothing pleases the boys so much as Covent Garden and the oranges.',
      'en',
    ).includes('Covent Garden'),
  )
})

test('never throws; the evidence is the word', () => {
  const words = fc.array(
    fc.constantFrom(
      'ship',
      'Ships',
      'l’été',
      'Straße',
      '🚢',
      'of',
      'Haven',
      "captain's",
      'a1b',
      '\n',
    ),
    { maxLength: 120 },
  )
  fc.assert(
    fc.property(words, fc.constantFrom('en', 'de', 'fr', 'und'), (parts, language) => {
      const text = parts.join(' ')
      const found = extractKeywords(text, { language })
      assert.ok(found.length <= 10)
      for (const { value, evidence } of found) {
        assert.ok(evidence)
        assert.equal(text.slice(evidence.start, evidence.end).toLowerCase(), value.toLowerCase())
      }
    }),
  )
})
