import assert from 'node:assert/strict'
import { test } from 'node:test'
import { budgetLimits, DEFAULT_BUDGET, picoUsd } from '@colophon/domain'
import { aDocument, aRun } from '@colophon/testkit'
import { startCostApi, type Json } from './rig.ts'

type Api = Awaited<ReturnType<typeof startCostApi>>

/** Spends under the limits of the day and the month, as a worker does. */
async function spendUnderLimits({ spend, clock }: Api, id: string, usd: string): Promise<void> {
  const at = new Date(clock.now())
  const limits = budgetLimits(DEFAULT_BUDGET, { document_id: id, source_hash: 'x' }, at)
  const row = { amount_pico_usd: picoUsd(usd), created_at: at.toISOString() }
  await spend(id, [row], { limits, bound_pico_usd: picoUsd(usd) })
}

test('a budget says when it began, when it starts anew, what is left, and that its days are UTC', async (t) => {
  const api = await startCostApi(t)
  await spendUnderLimits(api, 'a', '0.25')
  const { body } = await api.get('/api/cost/budget/monthly')
  const { scope, period, zone, starts_at, resets_at, limit_usd, spent_usd, left_usd } = body
  assert.deepEqual(
    { scope, period, zone, starts_at, resets_at, limit_usd, spent_usd, left_usd },
    {
      scope: 'month',
      period: '2026-01',
      zone: 'UTC',
      starts_at: '2026-01-01T00:00:00.000Z',
      resets_at: '2026-02-01T00:00:00.000Z',
      limit_usd: '2000.00',
      spent_usd: '0.25',
      left_usd: '1999.75',
    },
  )
  assert.equal(body['ledger_usd'], body['spent_usd'])
  const day = (await api.get('/api/cost/budget/daily')).body
  assert.equal(day['resets_at'], '2026-01-16T00:00:00.000Z')
  assert.equal(day['spent_usd'], '0.25')
})

test('what is held back for calls under way is neither spent nor left', async (t) => {
  const { store, get, clock, spend, jobId } = await startCostApi(t)
  const at = new Date(clock.now())
  const limits = budgetLimits(DEFAULT_BUDGET, { document_id: 'b', source_hash: 'x' }, at)
  await spend('a', [])
  const job = await store.jobs.get('default', jobId)
  assert.ok(job)
  await store.jobs.submit(job, [aDocument({ document_id: 'b' })])
  const claim = await store.work.claim('default', 'b', 'test', 60_000)
  assert.ok(claim)
  const run = aRun({ document_id: 'b', limits, bound_pico_usd: picoUsd('0.5') })
  await store.work.beginRuns(claim.ref, [run])
  const { body } = await get('/api/cost/budget/daily')
  assert.deepEqual(
    [body['spent_usd'], body['reserved_usd'], body['left_usd']],
    ['0.00', '0.50', '99.50'],
  )
})

test('on the first day with a row nothing is foretold; after some days the month is', async (t) => {
  const api = await startCostApi(t)
  api.clock.set(Date.parse('2026-01-01T10:00:00.000Z'))
  await spendUnderLimits(api, 'first', '0.50')
  assert.equal((await api.get('/api/cost/budget/monthly')).body['forecast'], null)
  for (let day = 2; day <= 5; day += 1) {
    api.clock.set(Date.parse(`2026-01-0${String(day)}T10:00:00.000Z`))
    await spendUnderLimits(api, `on ${String(day)}`, '0.50')
  }
  const { body } = await api.get('/api/cost/budget/monthly')
  const forecast = body['forecast'] as Json
  // Half a dollar on each of 31 days.
  assert.deepEqual(
    [forecast['projected_usd'], forecast['reaches_limit_on'], forecast['days']],
    ['15.50', null, 4],
  )
  const trends = (await api.get('/api/cost/report/trends?from=2026-01-04&to=2026-01-05')).body
  assert.equal((trends['month'] as Json)['projected_usd'], '15.50')
  assert.deepEqual(trends['before'], {
    from: '2026-01-02',
    to: '2026-01-03',
    total_usd: '1.00',
    change_ratio: 0,
  })
})

test('all budgets stand beside what was lost and what has no price', async (t) => {
  const { get, spend } = await startCostApi(t)
  await spend('a', [
    { state: 'unsettled', amount_pico_usd: picoUsd('0.2') },
    { priced: false, amount_pico_usd: 0n },
    { created_at: '2025-12-31T23:59:59.999Z', state: 'unsettled' },
  ])
  const { body } = await get('/api/cost/budget/status')
  const { per_document_limit_usd, unsettled_usd, unsettled_calls, unpriced_calls } = body
  assert.deepEqual(
    { per_document_limit_usd, unsettled_usd, unsettled_calls, unpriced_calls },
    {
      per_document_limit_usd: '0.50',
      unsettled_usd: '0.20',
      unsettled_calls: 1,
      unpriced_calls: 1,
    },
  )
  assert.equal((body['budgets'] as Json[]).length, 2)
})
