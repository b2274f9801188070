import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { reflow, summarise } from '../../../../src/letters/rules/content/index.ts'

const LETTER = `Bath, 4th May 1811
My dear Anne,

I beg you will send me the two volumes of travels which you
lent to my bro-
ther last winter. He has put off his voyage to Lisbon until the
vessel is repaired, and the captain expects that the repairs will
take five weeks. The weather has been dreadful. I wrote to Mr. Lowe
about the price of the house in Milsom Street, and he answers that
four hundred pounds is the least that he would take for it. We go
to the rooms every evening and see nobody. The children are well and
Henry has begun his Latin. I can think of nothing else to tell you.

Believe me ever yours
Jane`

test('takes two or three sentences of the body and leaves the formulae', () => {
  const summary = summarise(LETTER, { language: 'en' })
  assert.ok(summary)
  assert.match(summary.value, /volumes of travels which you lent to my brother last winter\./)
  assert.doesNotMatch(summary.value, /dear Anne|Believe me|4th May/)
  assert.ok(summary.value.split(' ').length <= 66)
})

test('every sentence is in the reflowed text', () => {
  const summary = summarise(LETTER, { language: 'en' })
  const whole = reflow(LETTER)
  for (const sentence of (summary?.value ?? '').split(/(?<=\.) /))
    assert.ok(whole.includes(sentence), sentence)
})

test('known parts of the letter are respected', () => {
  const salutation = { start: 0, end: LETTER.indexOf('He has put off') }
  const closing = { start: LETTER.indexOf('The weather'), end: LETTER.length }
  const summary = summarise(LETTER, { language: 'en', salutation, closing })
  assert.equal(
    summary?.value,
    'He has put off his voyage to Lisbon until the vessel is repaired, and the captain expects that the repairs will take five weeks.',
  )
})

test('a short text is its own summary', () => {
  const summary = summarise(
    'Lieber Karl!\nKomme morgen mit dem Zug um drei Uhr. Bitte hole mich ab.',
    { language: 'de' },
  )
  assert.equal(summary?.value, 'Komme morgen mit dem Zug um drei Uhr. Bitte hole mich ab.')
})

test('nothing makes no summary', () => {
  assert.equal(summarise('', { language: 'en' }), null)
  assert.equal(summarise(' \n -- ', { language: 'fr' }), null)
})

/** Whether leaving something out of the text makes the summary. */
function isLeftOf(text: string, summary: string): boolean {
  let at = 0
  for (const character of text) if (summary.startsWith(character, at)) at += character.length
  return at === summary.length
}

test('never throws, stays bounded, and says only what stands there', () => {
  const word = fc.constantFrom(
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
    '-\n',
    '☂',
  )
  const letters = fc
    .array(word, { maxLength: 400 })
    .map((words) => words.join(' ').replaceAll(' -\n ', '-\n'))
  fc.assert(
    fc.property(letters, fc.constantFrom('en', 'de', 'fr', 'und'), (text, language) => {
      const summary = summarise(text, { language })
      if (!summary) return
      const { value, evidence } = summary
      assert.ok(
        evidence &&
          evidence.start >= 0 &&
          evidence.start < evidence.end &&
          evidence.end <= text.length,
      )
      assert.ok(value.split(' ').length <= 200)
      const bare = (shown: string) => shown.replace(/[^\p{L}\d]+/gu, '')
      assert.ok(isLeftOf(bare(reflow(text)), bare(value)))
    }),
    // A sentence without a word is left out between two others.
    { examples: [['the . 12 \n\n the', 'en']] },
  )
})
