import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  BudgetConfig,
  budgetLimits,
  DEFAULT_BUDGET,
  nextDay,
  nextMonth,
  picoUsd,
  readBudget,
} from '../../src/index.ts'

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

test('amounts of the configuration are exact and refused when they are no dollars', () => {
  const config = BudgetConfig.parse({ BUDGET_DAY_USD: '0.10', BUDGET_EXHAUSTED: 'defer' })
  assert.equal(readBudget(config).perDay, picoUsd('0.1'))
  assert.equal(readBudget(config).whenExhausted, 'defer')
  const former = BudgetConfig.parse({ BUDGET_EXHAUSTED: 'review' })
  assert.equal(readBudget(former).whenExhausted, 'local_only')
  for (const bad of ['', '-1', '1e3', 'much', '1.1234567']) {
    assert.ok(!BudgetConfig.safeParse({ BUDGET_MONTH_USD: bad }).success, bad)
  }
})
