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

test('German words that are written small name nothing, where others are written large', () => {
  assert.deepEqual(keywords('Das Tuch ist angekommen, ich bin zufrieden.', 'de'), ['Tuch'])
  assert.ok(keywords('das tuch ist angekommen, der vater ist zufrieden.', 'de').length > 0)
})

test('a name of two words stays together', () => {
  assert.ok(
    keywords(
      'We walked to Covent Garden. Nothing pleases the boys so much as Covent Garden and the oranges.',
      'en',
    ).includes('Covent Garden'),
  )
})

test('correspondents are no matter of the letter', () => {
  const found = extractKeywords('Lowe sends the telescope to Hall, and Hall wants a sextant.', {
    language: 'en',
    correspondents: ['Jane Lowe', 'Anne Hall'],
  }).map(({ value }) => value)
  assert.ok(found.includes('telescope'))
  assert.deepEqual(
    found.filter((word) => /Lowe|Hall/.test(word)),
    [],
  )
})

test('what is known to be named comes before other words, as the letter writes it', () => {
  const text = 'Dear Sir\nThe parcel for Bertram Vane came with the coach.'
  const span = { start: text.indexOf('Bertram'), end: text.indexOf(' came') }
  const [first] = extractKeywords(text, {
    language: 'en',
    named: [{ value: 'Bertram Vane', span }],
  })
  assert.deepEqual([first?.value, first?.evidence], ['Bertram Vane', span])
})

for (const [language, text, nouns, others] of [
  [
    'en',
    'My sister will assail the barber, for the barber was to repair the mirror.',
    ['barber', 'mirror'],
    ['assail'],
  ],
  [
    'fr',
    'Il est heureusement arrivé avec la pendule et le baromètre.',
    ['pendule', 'baromètre'],
    ['heureusement'],
  ],
] as const)
  test(`${language}: “${text}” names ${nouns.join(' and ')} before it tells`, () => {
    const found = keywords(text, language)
    for (const noun of nouns) {
      assert.ok(found.includes(noun), noun)
      for (const other of others)
        if (found.includes(other)) assert.ok(found.indexOf(noun) < found.indexOf(other), other)
    }
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
