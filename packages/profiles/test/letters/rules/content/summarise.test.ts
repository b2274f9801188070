import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { extractKeywords, summarise } from '../../../../src/letters/rules/content/index.ts'

const LETTER = `Bath, 4th May 1811
My dear Anne,

I beg you will send me the two volumes of travels which you lent to my brother
last winter. He has put off his voyage to Lisbon until the vessel is repaired.
I thank you for the lavender. The weather has been dreadful.

Believe me ever yours
Jane Lowe`

const KNOWN = { sender: 'Jane Lowe', recipient: 'Anne Hall', place: 'Bath', date: '1811-05-04' }

const summaryOf = (text: string, language: string, known: object = {}): string =>
  summarise(text, { language, ...known })?.value ?? ''

suite('a summary of a letter', () => {
  test('says who writes to whom, from where, when, what the letter does and about what', () => {
    const terms = extractKeywords(LETTER, { language: 'en' }).map(({ value }) => value)
    const summary = summaryOf(LETTER, 'en', { ...KNOWN, terms })
    assert.match(summary, /^Jane Lowe writes to Anne Hall from Bath, 4 May 1811: asks about /)
    assert.match(summary, /asks about volumes, travels and brother; thanks/)
    assert.match(summary, /thanks for lavender/)
    assert.match(summary, /reports on .*(?:voyage|vessel)/)
    assert.ok(summary.split(/\s+/).length <= 40)
  })

  test('says of whoever is not known that they are not', () => {
    assert.match(summaryOf(LETTER, 'en'), /^The writer writes to an unnamed recipient: /)
    assert.match(summaryOf(LETTER, 'en', { date: '1811-05' }), /recipient, May 1811: /)
    assert.match(summaryOf(LETTER, 'en', { date: '1811' }), /recipient, 1811: /)
  })

  test('rests on the sentences that it was read from', () => {
    const { start, end } = summarise(LETTER, { language: 'en' })?.evidence ?? { start: 0, end: 0 }
    const quote = LETTER.slice(start, end)
    assert.match(quote, /^I beg you.*lavender\.$/su)
  })

  test('names no correspondent as what the letter is about', () => {
    const text =
      'Dear Sir,\nI thank you for the portrait of Miss Hall and for the miniature of Lady Vane.'
    assert.doesNotMatch(summaryOf(text, 'en', KNOWN).replace(/^[^:]*/, ''), /Hall/)
  })

  test('tells the first short statement about what the letter names, in its words', () => {
    const told = (text: string) => summaryOf(text, 'en', { terms: ['trunk', 'coach'] })
    assert.match(
      told('Dear Sir,\nI am well. The trunk came\nsafe by the coach, and I shall open it.'),
      /tells that “The trunk came safe by the coach”/,
    )
    assert.match(told('The stove is cold. The trunk is here now.'), /“The trunk is here now”/)
    assert.match(told('The stove is cold. I wait.'), /“The stove is cold”/)
    for (const text of [
      'I have the trunk here.',
      'And the trunk came by coach.',
      'Now for the trunk and the coach.',
      'Your trunk came by the coach.',
      'The trunk was brought in by old Mr. Hall.',
    ])
      assert.doesNotMatch(told(text), /tells that/, text)
  })

  test('of a letter that does and names nothing is its head', () => {
    assert.equal(
      summaryOf('As we were.', 'en', KNOWN),
      'Jane Lowe writes to Anne Hall from Bath, 4 May 1811.',
    )
  })

  test('nothing makes no summary', () => {
    assert.equal(summarise('', { language: 'en' }), null)
    assert.equal(summarise(' \n -- ', { language: 'fr' }), null)
  })
})

/** What a sentence does, and a word of what it is about. */
const DOES = [
  ['en', 'Many thanks for the pheasants.', 'thanks for pheasants'],
  ['en', 'Enclosed is the deed of the mill.', 'sends deed'],
  ['en', 'Please to send me the barometer.', 'asks about barometer'],
  ['en', 'Let me know the price of the barley.', 'asks about'],
  ['en', 'I beg leave to introduce Captain Moor.', 'introduces'],
  ['en', 'I congratulate you on the marriage.', 'congratulates on marriage'],
  ['en', 'I must decline the secretaryship.', 'declines secretaryship'],
  ['en', 'I caution you against the surveyor.', 'warns of surveyor'],
  ['de', 'Ich danke für die Äpfel.', 'thanks for Äpfel'],
  ['de', 'Anbei die Quittung.', 'sends Quittung'],
  ['de', 'Bestellen Sie mir das Klavier.', 'asks about Klavier'],
  ['de', 'Ich komme mit dem Dampfer.', 'announces Dampfer'],
  ['de', 'Mein Beileid zum Heimgang der Mutter.', 'condoles on Heimgang'],
  ['fr', 'Je vous remercie de la montre.', 'thanks for montre'],
  ['fr', 'Je vous envoie la gazette.', 'sends gazette'],
  ['fr', 'Mandez-moi le prix de la pendule.', 'asks about pendule'],
  ['fr', 'J’ai l’honneur de vous annoncer la naissance.', 'announces naissance'],
] as const

for (const [language, text, expected] of DOES)
  test(`${language}: “${text}” ${expected}`, () => {
    assert.ok(summaryOf(text, language).includes(expected), summaryOf(text, language))
  })

for (const [language, text] of [
  ['en', 'He was thanked by the mayor, and the mayor thanked him.'],
  ['de', 'Der Gärtner ist verreist.'],
  ['fr', 'Le jardin est beau.'],
] as const)
  test(`${language}: “${text}” does nothing`, () => {
    assert.doesNotMatch(summaryOf(text, language), /: (?!tells)/)
  })

test('never throws, is forty words at most, and names what stands there', () => {
  const word = fc.constantFrom(
    ...[
      'the',
      'Haus',
      'été',
      'Mr.',
      'Dear',
      'a',
      '12',
      '--',
      '—',
      ';',
      'and',
      '.',
      '!',
      '\n',
      '\n\n',
    ],
    ...['thank you for', 'danke für', 'vous envoie', '-\n', '☂', 'I'],
  )
  const letters = fc.array(word, { maxLength: 400 }).map((words) => words.join(' '))
  fc.assert(
    fc.property(letters, fc.constantFrom('en', 'de', 'fr', 'und'), (text, language) => {
      const found = summarise(text, { language, terms: ['Haus'] })
      if (found === null) return
      const { value, evidence } = found
      assert.ok(evidence && evidence.start >= 0 && evidence.start < evidence.end)
      assert.ok(evidence.end <= text.length)
      assert.ok(value.split(/\s+/).length <= 40)
      assert.doesNotMatch(value, /\n|: ;|; ;|and \./)
    }),
  )
})
