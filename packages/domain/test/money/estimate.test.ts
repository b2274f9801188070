import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  estimateOf,
  noCosts,
  NO_TOKENS,
  picoUsd,
  type CostHistory,
  type CostSums,
  type PastEstimate,
} from '../../src/index.ts'

const CENT = picoUsd('0.01')

const runs = (agent: string, calls: number): CostSums => ({
  ...noCosts(),
  key: { agent, tier: 'rules', model: 'rules' },
  calls,
})

const calls = (agent: string, count: number, each: bigint, prompt = 1_000): CostSums => ({
  ...noCosts(),
  key: { agent, tier: 'fast', model: 'm' },
  calls: count,
  tokens: { ...NO_TOKENS, input: prompt * count, output: 100 * count },
  amount_pico_usd: each * BigInt(count),
})

const past = (likely: bigint, actual: bigint): PastEstimate => ({
  ...{ job_id: 'j', documents: 10, bytes: 30_000, made_at: '2026-11-01T00:00:00.000Z' },
  ...{ likely, actual, low: 0n, high: likely },
})

const history = (more: Partial<CostHistory> = {}): CostHistory => ({
  rows: [runs('a', 100), runs('b', 100), calls('a', 50, CENT), calls('b', 100, CENT * 2n)],
  past: [],
  perDocument: picoUsd('0.50'),
  ...more,
})

suite('what documents will cost', () => {
  test('is what as many cost before, by how often each agent asked its model', () => {
    const estimate = estimateOf({ documents: 200, bytes: 600_000 }, history())
    assert.deepEqual([estimate.rule, estimate.likely_usd], ['history', '5.00'])
    assert.deepEqual(
      estimate.by_call.map(({ agent, calls_per_document, calls }) => [
        agent,
        calls_per_document,
        calls,
      ]),
      [
        ['a', 0.5, 100],
        ['b', 1, 200],
      ],
    )
  })

  test('grows with the texts, once it is known how long those before were', () => {
    const known = history({ past: [past(CENT, CENT)] })
    const likely = (bytes: number): number =>
      Number(estimateOf({ documents: 10, bytes }, known).likely_usd)
    assert.equal(likely(30_000), 0.25)
    assert.ok(likely(60_000) > likely(30_000) && likely(3_000) < likely(30_000))
    // 3,000 bytes more a document are 1,000 tokens more, where 1,000 and 100 × 5 were paid for.
    assert.equal(likely(60_000).toFixed(4), ((0.25 * 2_500) / 1_500).toFixed(4))
  })

  test('is corrected by what past estimates were wrong by, never without bounds', () => {
    const twice = [1, 2, 3].map(() => past(CENT, CENT * 2n))
    const wild = [1, 2, 3].map(() => past(CENT, CENT * 100n))
    const ask = { documents: 10, bytes: 30_000 }
    assert.equal(estimateOf(ask, history({ past: twice })).likely_usd, '0.50')
    assert.equal(estimateOf(ask, history({ past: wild })).correction, 4)
    // Too few to go by.
    assert.equal(estimateOf(ask, history({ past: twice.slice(0, 2) })).likely_usd, '0.25')
  })

  test('is unknown within the limits where nothing was enriched, and nothing without a model', () => {
    const fresh = history({ rows: [] })
    const { rule, likely_usd, high_usd } = estimateOf({ documents: 3, bytes: 9 }, fresh)
    assert.deepEqual([rule, likely_usd, high_usd], ['limit', null, '1.50'])
    const none = estimateOf({ documents: 3, bytes: 9, hasModels: false }, fresh)
    assert.deepEqual([none.rule, none.high_usd], ['no_model', '0.00'])
    assert.equal(estimateOf({ documents: 0, bytes: 0, unchanged: 4 }, history()).high_usd, '0.00')
  })

  test('lies in its range, and the range within nothing and the limits of the documents', () => {
    const amount = fc.bigInt({ min: 0n, max: picoUsd('3') })
    const of = fc.record({
      documents: fc.integer({ min: 1, max: 1_000_000 }),
      bytes: fc.nat(1_000_000_000),
      seen: fc.integer({ min: 1, max: 10_000 }),
      asked: fc.nat(20_000),
      each: amount,
      past: fc.array(fc.tuple(amount, amount), { maxLength: 6 }),
    })
    fc.assert(
      fc.property(of, ({ documents, bytes, seen, asked, each, past: pairs }) => {
        const estimate = estimateOf(
          { documents, bytes },
          history({
            rows: [runs('a', seen), calls('a', asked, each)],
            past: pairs.map(([likely, actual]) => past(likely, actual)),
          }),
        )
        const [low, likely, high] = [
          estimate.low_usd,
          estimate.likely_usd ?? '',
          estimate.high_usd,
        ].map(picoUsd)
        assert.ok(low !== undefined && likely !== undefined && high !== undefined)
        assert.ok(0n <= low && low <= likely && likely <= high)
        assert.ok(high <= picoUsd('0.50') * BigInt(documents))
      }),
    )
  })
})
