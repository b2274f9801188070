import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  BudgetConfig,
  budgetLimits,
  DEFAULT_BUDGET,
  MAX_ANSWER_TOKENS,
  nearlySpent,
  nextDay,
  nextMonth,
  NO_TOKENS,
  picoUsd,
  PRICE_LIST,
  priceOf,
  readBudget,
  runBound,
  STATIC_PROMPT_TOKENS,
} from '../src/index.ts'

test('two calls of any make, within the sizes, never cost more than the bound of a run', () => {
  const models = [...new Set(PRICE_LIST.map((row) => row.model))]
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(
      fc.constantFrom(...models),
      fc.nat(400_000),
      fc.tuple(share, share, share),
      fc.constantFrom('2026-01-05', '2026-10-06', '2026-10-07', '2026-11-22'),
      (model, textBytes, [read, write, out], day) => {
        const prompt = textBytes + STATIC_PROMPT_TOKENS
        const cache_read = Math.floor(prompt * read)
        const cache_write_5m = Math.floor((prompt - cache_read) * write)
        const input = prompt - cache_read - cache_write_5m
        const output = Math.floor(MAX_ANSWER_TOKENS * out)
        const tokens = { ...NO_TOKENS, input, output, cache_read, cache_write_5m }
        const { amount } = priceOf(PRICE_LIST, { provider: 'anthropic', model, tokens, day })
        assert.ok(amount * 2n <= runBound(PRICE_LIST, model, textBytes))
      },
    ),
  )
})

test('a model without a price is bounded by nothing, since nothing is billed for it', () => {
  assert.equal(runBound(PRICE_LIST, 'llama3.2', 10_000), 0n)
})

test('a run for a letter of ordinary length fits under the limit of a document with every model', () => {
  for (const model of ['claude-haiku-5-5', 'claude-sonnet-5-5', 'claude-opus-5-5']) {
    assert.ok(runBound(PRICE_LIST, model, 4_000) < DEFAULT_BUDGET.perDocument, model)
  }
})

test('limits are of the document with this text, its day and its month', () => {
  const document = { document_id: 'doc', source_hash: 'a'.repeat(64) }
  const at = new Date('2026-12-31T23:59:59.999Z')
  assert.deepEqual(budgetLimits(DEFAULT_BUDGET, document, at), [
    { key: `document:doc:${'a'.repeat(12)}`, limit_pico_usd: picoUsd('0.5') },
    { key: 'day:2026-12-31', limit_pico_usd: picoUsd('100') },
    { key: 'month:2026-12', limit_pico_usd: picoUsd('2000') },
  ])
  assert.equal(nextDay(at).toISOString(), '2027-01-01T00:00:00.000Z')
  assert.equal(nextMonth(at).toISOString(), '2027-01-01T00:00:00.000Z')
})

test('the cut-off counts what is reserved too, and is reached exactly at its share', () => {
  const state = { key: 'day', limit_pico_usd: 100n, reserved_pico_usd: 30n, spent_pico_usd: 49n }
  assert.equal(nearlySpent([state], 80), false)
  assert.equal(nearlySpent([{ ...state, spent_pico_usd: 50n }], 80), true)
  assert.equal(nearlySpent([], 80), false)
})

test('amounts of the configuration are exact and refused when they are no dollars', () => {
  const config = BudgetConfig.parse({ BUDGET_DAY_USD: '0.10', BUDGET_EXHAUSTED: 'defer' })
  assert.equal(readBudget(config).perDay, picoUsd('0.1'))
  assert.equal(readBudget(config).whenExhausted, 'defer')
  for (const bad of ['', '-1', '1e3', 'much', '1.1234567']) {
    assert.ok(!BudgetConfig.safeParse({ BUDGET_MONTH_USD: bad }).success, bad)
  }
})
