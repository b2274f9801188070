import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  BudgetTerms,
  budgetsBy,
  createBudgetsOf,
  DEFAULT_BUDGET,
  limitsUnder,
  nearlySpentOf,
  NO_BUDGETS,
  picoUsd,
  thresholdsReached,
  waitFor,
  withoutRoom,
  type BudgetRecord,
  type BudgetScope,
  type HeldLimit,
} from '../../src/index.ts'

const AT = new Date('2026-12-31T23:59:59.999Z')
const DOCUMENT = {
  tenant_id: 'archive',
  document_id: 'doc',
  source_hash: 'a'.repeat(64),
  collection_id: 'letters',
  enrichment_job_id: 'job-1',
}

const record = (scope: BudgetScope, id: string, terms: Partial<BudgetTerms>): BudgetRecord => ({
  tenant_id: 'archive',
  ...{ scope, id },
  terms: BudgetTerms.parse({ limit_usd: '5', ...terms }),
  revision: 1,
  changes: [],
  updated_at: AT.toISOString(),
})

const under = (...records: BudgetRecord[]): HeldLimit[] =>
  limitsUnder(DEFAULT_BUDGET, budgetsBy(records), DOCUMENT, AT)

const aLimit = (overrides: Partial<HeldLimit> = {}): HeldLimit => ({
  key: 'day',
  scope: 'day',
  id: 'archive',
  limit_pico_usd: 100n,
  at_limit: 'defer',
  cutoff_percent: 80,
  resets: new Date('2027-01-01'),
  ...overrides,
})

const state = (spent: bigint, reserved = 0n, key = 'day') => ({
  key,
  // As it was when something was last reserved under it.
  limit_pico_usd: 1_000_000n,
  reserved_pico_usd: reserved,
  spent_pico_usd: spent,
})

test('a call is under the limits of document, day and month, and under those that somebody has set', () => {
  assert.deepEqual(
    under().map(({ key }) => key),
    ['document:doc:aaaaaaaaaaaa', 'day:2026-12-31', 'month:2026-12'],
  )
  const set = under(
    record('collection', 'letters', {}),
    record('collection', 'others', {}),
    record('job', 'job-1', { limit_usd: '0', at_limit: 'stop' }),
    record('tenant', 'archive', {}),
  ).slice(3)
  assert.deepEqual(
    set.map(({ key, limit_pico_usd, at_limit }) => [key, limit_pico_usd, at_limit]),
    [
      ['tenant:archive', picoUsd('5'), 'local_only'],
      ['collection:letters', picoUsd('5'), 'local_only'],
      ['job:job-1', 0n, 'stop'],
    ],
  )
})

test('of a setting and a budget the lower one holds, whichever it is', () => {
  const day = (usd: string): bigint | undefined =>
    under(record('day', 'archive', { limit_usd: usd }))[1]?.limit_pico_usd
  assert.equal(day('99.999999'), picoUsd('99.999999'))
  assert.equal(day('100.000001'), picoUsd('100'))
  const lifted = { ...record('day', 'archive', { limit_usd: '1' }), terms: null }
  assert.equal(under(lifted)[1]?.limit_pico_usd, picoUsd('100'))
  assert.deepEqual(
    limitsUnder(DEFAULT_BUDGET, NO_BUDGETS, DOCUMENT, AT).map(({ limit_pico_usd: usd }) => usd),
    [picoUsd('0.5'), picoUsd('100'), picoUsd('2000')],
  )
})

test('the cut-off counts what is reserved too, is reached at its share, and is that of the limit as it is now', () => {
  const limit = aLimit()
  assert.deepEqual(nearlySpentOf([limit], [state(49n, 30n)]), [])
  assert.deepEqual(nearlySpentOf([limit], [state(50n, 30n)]), [limit])
  assert.deepEqual(nearlySpentOf([limit], []), [])
  const none = aLimit({ limit_pico_usd: 0n })
  assert.deepEqual(nearlySpentOf([none], []), [none], 'a budget of 0 is spent from the start')
  const lowered = aLimit({ limit_pico_usd: 10n })
  assert.deepEqual(withoutRoom([lowered, limit], [state(50n)], 1n), [lowered])
})

test('what was freed since a refusal leaves the tightest limit to blame', () => {
  const [wide, tight] = [aLimit(), aLimit({ key: 'month', limit_pico_usd: 50n })]
  assert.deepEqual(withoutRoom([wide, tight], [state(10n), state(10n, 0n, 'month')], 5n), [tight])
})

test('a document waits for the last of its limits to start anew, and for none that never does', () => {
  const month = aLimit({ scope: 'month', resets: new Date('2027-02-01') })
  assert.deepEqual(waitFor([aLimit(), month]), new Date('2027-02-01'))
  assert.equal(waitFor([aLimit(), aLimit({ scope: 'job', resets: null })]), null)
  assert.equal(waitFor([aLimit({ at_limit: 'local_only' })]), null)
})

test('thresholds are reached one after the other, and a limit of nothing has only its end', () => {
  assert.deepEqual(thresholdsReached(100n, 49n), [])
  assert.deepEqual(thresholdsReached(100n, 80n), [50, 75, 80])
  assert.deepEqual(thresholdsReached(100n, 250n), [50, 75, 80, 90, 100])
  assert.deepEqual(thresholdsReached(0n, 0n), [])
  assert.deepEqual(thresholdsReached(0n, 1n), [100])
  const amount = fc.bigInt(0n, 2n ** 63n)
  fc.assert(
    fc.property(amount, amount, amount, (limit, one, other) => {
      const [less, more] = one < other ? [one, other] : [other, one]
      const reached = thresholdsReached(limit, more)
      for (const threshold of thresholdsReached(limit, less)) assert.ok(reached.includes(threshold))
    }),
  )
})

test('budgets are read once in some seconds for each tenant, and again after a failure', async () => {
  let [now, reads, isAway] = [0, 0, false]
  const budgetsOf = createBudgetsOf(
    {
      inForce: (tenant) => {
        reads += 1
        if (isAway) return Promise.reject(new Error('away'))
        return Promise.resolve([record('day', tenant, {})])
      },
    },
    () => now,
  )
  assert.equal((await budgetsOf('archive')).size, 1)
  assert.ok((await budgetsOf('other')).has('day:other'))
  now = 4_999
  await budgetsOf('archive')
  assert.equal(reads, 2)
  isAway = true
  now = 5_000
  await assert.rejects(budgetsOf('archive'), /away/)
  isAway = false
  await budgetsOf('archive')
  assert.equal(reads, 4)
  now = 1
  await budgetsOf('archive')
  assert.equal(reads, 5, 'a clock that went back makes nothing younger')
})
