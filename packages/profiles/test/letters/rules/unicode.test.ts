import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { createScriptedModels } from '@colophon/adapters/models'
import { runAgent } from '@colophon/agents'
import { ground } from '@colophon/domain'
import { wordsOf } from '@colophon/methods/language'
import { tokenise } from '@colophon/methods/names'
import { fold, lowerCase } from '@colophon/methods/words'
import { extractKeywords } from '../../../src/letters/rules/content/index.ts'
import { readStructure } from '../../../src/letters/rules/structure/index.ts'
import { LETTER_AGENTS } from '../../../src/letters/agents/index.ts'
import { aRequest } from '../request.ts'

const LAST = 0x10ffff

/** Every code point once, some at a time; halves of pairs too, which a text from JSON can hold. */
function* allOf(atOnce: number): Generator<string> {
  for (let code = 0; code <= LAST; code += atOnce)
    yield String.fromCodePoint(...Array.from({ length: atOnce }, (_, at) => code + at))
}

/** Those that any lower or upper case, or any normal form, makes longer or shorter. */
const CHANGING = [...allOf(1)].filter((character) =>
  [
    character.toLowerCase(),
    character.toUpperCase(),
    ...['NFC', 'NFD', 'NFKC', 'NFKD'].map((form) => character.normalize(form)),
  ].some(({ length }) => length !== character.length),
)

function* changing(atOnce: number, keep: RegExp): Generator<string> {
  const kept = CHANGING.filter((character) => keep.test(character))
  for (let at = 0; at < kept.length; at += atOnce) yield kept.slice(at, at + atOnce).join('')
}

const HEAD = 'Bath, 3 May 1802\n\nMy dear Anna,\n\n'
const BODY = 'The harpsichord came safe, and Mr. Fenwick of Bristol has tuned the harpsichord.'
const FOOT = '\n\nI remain your affectionate brother,\nThomas Ridley\n'

suite('any character of Unicode', () => {
  test('lower case and folding keep the length, so that offsets stay right', () => {
    for (const line of allOf(1_024)) {
      assert.equal(lowerCase(line).length, line.length)
      assert.equal(fold(line).length, line.length)
    }
    for (const character of allOf(1)) {
      assert.equal(lowerCase(character).length, character.length)
      assert.equal(fold(character).length, character.length)
    }
  })

  test('words stand where they are said to stand', () => {
    for (const line of allOf(1_024)) {
      const text = `Anna ${line} Brunner`
      for (const word of wordsOf(text)) {
        assert.equal(text.slice(word.start, word.end), word.text)
        assert.equal(word.lower.length, word.text.length)
      }
      const last = tokenise(text).at(-1)
      assert.equal(last && text.slice(last.start, last.end), 'Brunner')
    }
  })

  test('before a quote, it moves the quote and changes nothing else', () => {
    for (const characters of allOf(64)) {
      const text = `${characters} Ærø the harpsichord`
      const found = ground(text, 'ærø the HARPSICHORD')
      assert.deepEqual([found?.quote, found?.start], ['Ærø the harpsichord', characters.length + 1])
    }
  })

  test('inside a quote, the quote takes all of it', () => {
    for (const characters of allOf(64)) {
      const quote = `the harp${characters}sichord`
      const text = `Anna has ${quote} tuned`
      const expected = { quote, start: 9, end: 9 + quote.length }
      assert.deepEqual(ground(text, quote), { ...expected, match: 'exact' })
      assert.deepEqual(ground(text, quote.replace('sich', 'SICH')), {
        ...expected,
        match: 'normalised',
      })
    }
  })

  test('at either end of a quote, no half of it is left out', () => {
    for (const character of CHANGING) {
      const text = `so ${character} came and harpsichords went ${character} so`
      const folded = character.normalize('NFKD')
      for (const wanted of [
        `${folded} came and harpsichords WENT`,
        `CAME and harpsichords went ${folded[0] ?? ''}`,
      ]) {
        const found = ground(text, wanted)
        if (found === null) continue
        assert.equal(text.slice(found.start, found.end), found.quote)
        assert.ok(found.quote.isWellFormed() || !character.isWellFormed(), wanted)
      }
    }
  })
})

suite('evidence of the rules', () => {
  const plain = readStructure(`${HEAD}${BODY}${FOOT}`)
  const quotesOf = (text: string, structure: ReturnType<typeof readStructure>): unknown[] =>
    [structure.salutation, structure.closing, structure.signature, structure.date.display].map(
      (found) => found?.evidence && text.slice(found.evidence.start, found.evidence.end),
    )
  const wanted = quotesOf(`${HEAD}${BODY}${FOOT}`, plain)

  test('opening, closing, signature and date stand where they stand, whatever the body holds', () => {
    for (const line of allOf(1_024)) {
      // Without what breaks a line: that would be another letter.
      const body = line.replaceAll(/[\s\p{P}\p{S}\p{Cc}]/gu, ' ')
      const text = `${HEAD}${BODY} ${body} so\n\n${BODY}${FOOT}`
      assert.deepEqual(quotesOf(text, readStructure(text)), wanted)
    }
  })

  test('a closing on the line of the last sentence is found behind each character that changes its length', () => {
    for (const letters of changing(16, /^\p{L}/u)) {
      const text = `${HEAD}${BODY} ${BODY} ${BODY} Thy ${letters} is well, and I remain your affectionate brother,\nThomas Ridley\n`
      const { closing } = readStructure(text)
      assert.ok(closing?.evidence)
      assert.equal(text.slice(closing.evidence.start, closing.evidence.end), closing.value)
      assert.match(closing.value, /^(?:and )?I remain your affectionate brother,$/)
    }
  })

  test('keywords are quoted as they are written, with each of them inside', () => {
    for (const letters of changing(8, /^\p{L}/u)) {
      const text = `${HEAD}The harp${letters}sichord came. The Harp${letters}sichord’s keys broke.${FOOT}`
      for (const { value, evidence } of extractKeywords(text, { language: 'en' })) {
        assert.ok(evidence)
        const quote = text.slice(evidence.start, evidence.end)
        assert.equal(quote.toLowerCase(), value.toLowerCase())
        // Head and foot have words of their own.
        if (!`${HEAD}${FOOT}`.includes(quote)) assert.match(quote, /^[Hhck].*[dehsy]$/u)
      }
    }
  })

  test('all that the agents find in a letter full of İ is where they say', async () => {
    const text = `${HEAD}${BODY.replaceAll('i', 'İ')} İstanbul, İzmir. Dr. İbrahim Öz is in İzmir.${FOOT.replace('brother', 'İİİ brother')}`
    const models = createScriptedModels()
    for (const agent of LETTER_AGENTS) {
      const request = aRequest(agent, { text, tiers: ['rules'] })
      const { fields } = await runAgent(agent, request, {
        models,
        signal: new AbortController().signal,
      })
      for (const { path, value, provenance } of fields) {
        const { evidence } = provenance
        if (evidence === null || provenance.status !== 'stated' || typeof value !== 'string')
          continue
        assert.equal(text.slice(evidence.start, evidence.end), evidence.quote, path)
        if (path.startsWith('content.')) assert.equal(value, evidence.quote, path)
      }
    }
  })
})
