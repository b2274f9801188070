import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { NO_TOKENS, type Tokens } from '../src/models.ts'
import { picoPerToken, picoUsd } from '../src/money.ts'
import { PRICE_LIST } from '../src/price-list.ts'
import { priceOf, type PriceRow } from '../src/prices.ts'

const row = (overrides: Partial<PriceRow>): PriceRow => ({
  id: 'm@2026-01-01',
  provider: 'anthropic',
  model: 'm',
  from: '2026-01-01',
  fromPromptTokens: 0,
  input: '2',
  output: '10',
  cacheWrite5m: '2.50',
  cacheWrite1h: '4',
  cacheRead: '0.20',
  source: 'somewhere',
  checked: '2026-01-01',
  ...overrides,
})

const call = (
  tokens: Partial<Tokens>,
  day = '2026-06-01',
  model = 'm',
  provider = 'anthropic',
) => ({
  provider,
  model,
  day,
  tokens: { ...NO_TOKENS, ...tokens },
})

suite('prices', () => {
  test('each kind of token is priced apart', () => {
    const prices = [row({})]
    const million = 1_000_000
    const priceOfMillion = (kind: keyof Tokens) => priceOf(prices, call({ [kind]: million })).amount
    assert.equal(priceOfMillion('input'), picoUsd('2'))
    assert.equal(priceOfMillion('output'), picoUsd('10'))
    assert.equal(priceOfMillion('cache_read'), picoUsd('0.20'))
    assert.equal(priceOfMillion('cache_write_5m'), picoUsd('2.50'))
    assert.equal(priceOfMillion('cache_write_1h'), picoUsd('4'))
  })

  test('the newest row that had begun on the day of the call holds', () => {
    const prices = [
      row({ id: 'old' }),
      row({ id: 'new', from: '2026-10-07', input: '1' }),
      row({ id: 'next', from: '2027-01-01', input: '9' }),
    ]
    assert.equal(priceOf(prices, call({ input: 1 }, '2026-10-06')).priceId, 'old')
    assert.equal(priceOf(prices, call({ input: 1 }, '2026-10-07')).priceId, 'new')
    assert.equal(priceOf(prices, call({ input: 1 }, '2026-12-31')).priceId, 'new')
    assert.equal(priceOf(prices, call({ input: 1 }, '2025-12-31')).priced, false)
  })

  test('a long prompt is priced by its own tier, cached tokens counted in', () => {
    const prices = [row({ id: 'base' }), row({ id: 'long', fromPromptTokens: 100_001, input: '4' })]
    assert.equal(priceOf(prices, call({ input: 100_000 })).priceId, 'base')
    assert.equal(priceOf(prices, call({ input: 100_001 })).priceId, 'long')
    assert.equal(priceOf(prices, call({ input: 1, cache_read: 100_000 })).priceId, 'long')
    assert.equal(priceOf(prices, call({ input: 100_000, output: 50_000 })).priceId, 'base')
  })

  test('a newer row replaces the older ones of every tier', () => {
    const prices = [
      row({ id: 'old-long', fromPromptTokens: 100_001 }),
      row({ id: 'new', from: '2026-05-01' }),
      row({ id: 'new-long', from: '2026-05-01', fromPromptTokens: 100_001 }),
    ]
    assert.equal(priceOf(prices, call({ input: 200_000 })).priceId, 'new-long')
  })

  test('a paid model without a row is unpriced, never free', () => {
    const unknown = priceOf(PRICE_LIST, call({ input: 10 }, '2026-11-01', 'claude-unheard-of'))
    assert.deepEqual(unknown, { amount: 0n, priceId: null, priced: false })
  })

  for (const provider of ['rules', 'ollama', 'scripted'])
    test(`what ${provider} answers costs nothing, and that is known`, () => {
      const priced = priceOf(PRICE_LIST, call({ input: 10 }, '2026-11-01', 'llama3.2', provider))
      assert.deepEqual(priced, { amount: 0n, priceId: `free:${provider}`, priced: true })
    })

  test('a call costs the sum of its parts', () => {
    const count = fc.integer({ min: 0, max: 90_000 })
    fc.assert(
      fc.property(fc.record({ input: count, output: count }), ({ input, output }) => {
        const whole = priceOf([row({})], call({ input, output })).amount
        const [ofInput, ofOutput] = [{ input }, { output }].map(
          (tokens) => priceOf([row({})], call(tokens)).amount,
        )
        assert.equal(whole, (ofInput ?? 0n) + (ofOutput ?? 0n))
      }),
    )
  })

  test('every row of the price list can be read, says where it stands, and has an id of its own', () => {
    assert.equal(new Set(PRICE_LIST.map(({ id }) => id)).size, PRICE_LIST.length)
    for (const listed of PRICE_LIST) {
      for (const usd of [listed.input, listed.output, listed.cacheRead, listed.cacheWrite5m])
        assert.ok(picoPerToken(usd) > 0n, listed.id)
      assert.match(listed.from, /^\d{4}-\d\d-\d\d$/)
      assert.ok(listed.source !== '' && listed.checked !== '', listed.id)
    }
  })
})
