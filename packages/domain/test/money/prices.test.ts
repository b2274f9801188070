import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { NO_TOKENS, type Tokens } from '../../src/money/usage.ts'
import { picoUsd } from '../../src/money/pico-usd.ts'
import { isPaid, mayCost, priceOf, type PriceList, type PriceRow } from '../../src/money/prices.ts'

const row = (overrides: Partial<PriceRow>): PriceRow => ({
  id: 'm@2026-01-01',
  provider: 'billing',
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

const listOf = (...rows: PriceRow[]): PriceList => ({ rows, unbilled: ['own-machine'] })

const call = (tokens: Partial<Tokens>, day = '2026-06-01', model = 'm', provider = 'billing') => ({
  provider,
  model,
  day,
  tokens: { ...NO_TOKENS, ...tokens },
})

suite('prices', () => {
  test('each kind of token is priced apart', () => {
    const prices = listOf(row({}))
    const million = 1_000_000
    const priceOfMillion = (kind: keyof Tokens) => priceOf(prices, call({ [kind]: million })).amount
    assert.equal(priceOfMillion('input'), picoUsd('2'))
    assert.equal(priceOfMillion('output'), picoUsd('10'))
    assert.equal(priceOfMillion('cache_read'), picoUsd('0.20'))
    assert.equal(priceOfMillion('cache_write_5m'), picoUsd('2.50'))
    assert.equal(priceOfMillion('cache_write_1h'), picoUsd('4'))
  })

  test('the newest row that had begun on the day of the call holds', () => {
    const prices = listOf(
      row({ id: 'old' }),
      row({ id: 'new', from: '2026-10-07', input: '1' }),
      row({ id: 'next', from: '2027-01-01', input: '9' }),
    )
    assert.equal(priceOf(prices, call({ input: 1 }, '2026-10-06')).priceId, 'old')
    assert.equal(priceOf(prices, call({ input: 1 }, '2026-10-07')).priceId, 'new')
    assert.equal(priceOf(prices, call({ input: 1 }, '2026-12-31')).priceId, 'new')
    assert.equal(priceOf(prices, call({ input: 1 }, '2025-12-31')).priced, false)
  })

  test('a long prompt is priced by its own tier, cached tokens counted in', () => {
    const prices = listOf(
      row({ id: 'base' }),
      row({ id: 'long', fromPromptTokens: 100_001, input: '4' }),
    )
    assert.equal(priceOf(prices, call({ input: 100_000 })).priceId, 'base')
    assert.equal(priceOf(prices, call({ input: 100_001 })).priceId, 'long')
    assert.equal(priceOf(prices, call({ input: 1, cache_read: 100_000 })).priceId, 'long')
    assert.equal(priceOf(prices, call({ input: 100_000, output: 50_000 })).priceId, 'base')
  })

  test('a newer row replaces the older ones of every tier', () => {
    const prices = listOf(
      row({ id: 'old-long', fromPromptTokens: 100_001 }),
      row({ id: 'new', from: '2026-05-01' }),
      row({ id: 'new-long', from: '2026-05-01', fromPromptTokens: 100_001 }),
    )
    assert.equal(priceOf(prices, call({ input: 200_000 })).priceId, 'new-long')
  })

  test('a paid model without a row is unpriced, never free', () => {
    const unknown = priceOf(listOf(row({})), call({ input: 10 }, '2026-11-01', 'unheard-of'))
    assert.deepEqual(unknown, { amount: 0n, priceId: null, priced: false })
    assert.deepEqual([isPaid(listOf(row({})), 'm'), isPaid(listOf(), 'm')], [true, false])
  })

  for (const provider of ['rules', 'own-machine'])
    test(`what ${provider} answers costs nothing, and that is known`, () => {
      const priced = priceOf(listOf(row({})), call({ input: 10 }, '2026-11-01', 'small', provider))
      assert.deepEqual(priced, { amount: 0n, priceId: `free:${provider}`, priced: true })
    })

  test('time of machines of one’s own is charged in whole milliseconds, rules and other models are not', () => {
    const prices = { ...listOf(row({})), computePicoPerMs: picoUsd('0.0003') / 1000n }
    const timed = (provider: string, model: string) =>
      priceOf(prices, {
        ...call({ input: 10 }, '2026-11-01', model, provider),
        duration_ms: 1_499.6,
      })
    assert.deepEqual(timed('own-machine', 'small'), {
      amount: picoUsd('0.00045'),
      priceId: 'compute:0.0003',
      priced: true,
    })
    assert.deepEqual(timed('rules', 'rules').amount, 0n)
    assert.deepEqual(timed('billing', 'm').priceId, 'm@2026-01-01')
    assert.equal(timed('billing', 'unheard-of').priced, false)
    assert.deepEqual([mayCost(prices, 'small'), isPaid(prices, 'small')], [true, false])
  })

  test('a call costs the sum of its parts', () => {
    const count = fc.integer({ min: 0, max: 90_000 })
    fc.assert(
      fc.property(fc.record({ input: count, output: count }), ({ input, output }) => {
        const whole = priceOf(listOf(row({})), call({ input, output })).amount
        const [ofInput, ofOutput] = [{ input }, { output }].map(
          (tokens) => priceOf(listOf(row({})), call(tokens)).amount,
        )
        assert.equal(whole, (ofInput ?? 0n) + (ofOutput ?? 0n))
      }),
    )
  })
})
