import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  callBound,
  computeBound,
  FRAMING_TOKENS,
  largestCall,
  LONGEST_RUN_MS,
  MAX_ANSWER_TOKENS,
  mostTokens,
  NO_TOKENS,
  priceOf,
  STATIC_PROMPT_TOKENS,
  type CallSize,
  type PriceList,
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

suite('the bound of the time that models work', () => {
  const rate = 300_000_000n / 1000n
  const prices: PriceList = { rows: [], unbilled: ['own-machine'], computePicoPerMs: rate }

  test('is one for a run, whichever models it asks, and nothing where nothing is charged', () => {
    assert.equal(computeBound(prices, ['a', 'b']), computeBound(prices, ['a']))
    assert.equal(computeBound(prices, []), 0n)
    assert.equal(computeBound({ rows: [], unbilled: [] }, ['a']), 0n)
  })

  test('holds for all calls that one run can make', () => {
    const durations = fc
      .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 })
      .map((shares) => {
        const sum = shares.reduce((all, share) => all + share, 0) || 1
        return shares.map((share) => (share / sum) * LONGEST_RUN_MS)
      })
    fc.assert(
      fc.property(durations, (all) => {
        const amounts = all.map(
          (duration_ms) =>
            priceOf(prices, {
              ...{ provider: 'own-machine', model: 'a', tokens: NO_TOKENS, day: '2026-11-01' },
              duration_ms,
            }).amount,
        )
        const spent = amounts.reduce((sum, amount) => sum + amount, 0n)
        assert.ok(spent <= computeBound(prices, ['a']))
      }),
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
