import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  callBound,
  FRAMING_TOKENS,
  largestCall,
  MAX_ANSWER_TOKENS,
  mostTokens,
  STATIC_PROMPT_TOKENS,
  type CallSize,
} from '../../src/index.ts'

const SIZE: CallSize = { prompt_bytes: 3_000, found_bytes: 100, answer_tokens: 2_000 }

suite('the bound of a call', () => {
  test('is nothing for a model without a price, since nothing is billed for it', () => {
    assert.equal(
      callBound({ rows: [], unbilled: [] }, 'llama3.2', { prompt: 10_000, answer: 1_000 }),
      0n,
    )
  })
})

suite('the largest call for a letter', () => {
  test('is as large as the agent says, with the letter, what was found and what providers add', () => {
    assert.deepEqual(largestCall(SIZE, { text: 'Dear Sir', found: { place: 'Köln' } }), {
      prompt: 8 + 17 + 3_000 + FRAMING_TOKENS,
      answer: 2_000,
    })
  })

  test('has no findings that the agent leaves out as too long, counted in bytes', () => {
    const { prompt } = largestCall(SIZE, { text: '', found: { place: 'ß'.repeat(50) } })
    assert.equal(prompt, 3_000 + FRAMING_TOKENS)
  })

  test('is larger than that of any agent that says, when the agent does not say', () => {
    assert.deepEqual(largestCall(undefined, { text: 'Größe', found: {} }), {
      prompt: 7 + STATIC_PROMPT_TOKENS,
      answer: MAX_ANSWER_TOKENS,
    })
  })

  test('has a token for each byte of the letter, of the longer form when normalising makes one', () => {
    assert.equal(mostTokens('Dear Sir,'), 9)
    assert.equal(mostTokens('ſtraße'), 8)
    assert.equal(mostTokens('¼ lb'), 8)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const form of [text, text.normalize('NFC'), text.normalize('NFKC')])
          assert.ok(Buffer.byteLength(form) <= mostTokens(text))
      }),
    )
  })
})
