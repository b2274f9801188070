import assert from 'node:assert/strict'
import { test } from 'node:test'
import { budgetLimits, DEFAULT_BUDGET, picoUsd } from '@colophon/domain'
import { startCostApi, type Json } from './rig.ts'

type Api = Awaited<ReturnType<typeof startCostApi>>

/** What a person sends, with the revision that they have read. */
const send = async (
  { url }: Api,
  method: 'PUT' | 'DELETE',
  path: string,
  { revision, body }: { revision?: number; body?: Json } = {},
) => {
  const response = await fetch(`${url}/api/cost/budget/${path}`, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(revision !== undefined && { 'if-match': `"${String(revision)}"` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return {
    status: response.status,
    etag: response.headers.get('etag'),
    body: (await response.json()) as Json,
  }
}

const standing = (body: Json): Json => body['standing'] as Json

test('a budget is set by who has read it; who has not, and who is late, is told so', async (t) => {
  const api = await startCostApi(t)
  const path = 'collection/letters'
  const before = await api.get(`/api/cost/budget/${path}`)
  assert.deepEqual([before.body['terms'], before.body['revision']], [null, 0])
  const body = { limit_usd: '12.50', at_limit: 'stop' }
  assert.equal((await send(api, 'PUT', path, { body })).status, 428)
  const set = await send(api, 'PUT', path, { revision: 0, body })
  assert.deepEqual([set.status, set.etag], [200, '"1"'])
  assert.deepEqual(set.body['terms'], { ...body, cutoff_percent: null })
  const late = await send(api, 'PUT', path, { revision: 0, body: { limit_usd: '99' } })
  assert.deepEqual([late.status, late.body['code']], [412, 'budget.changed'])
  const [change] = set.body['changes'] as Json[]
  assert.deepEqual([change?.['actor'], change?.['from']], ['human:local', null])
  const listed = (await api.get('/api/cost/budget')).body['budgets'] as Json[]
  assert.equal(listed.length, 1)
})

test('a budget that is lifted says nothing any more, and what it was stays', async (t) => {
  const api = await startCostApi(t)
  const path = 'job/a%2Fb'
  assert.equal((await send(api, 'DELETE', path, { revision: 0 })).status, 404)
  await send(api, 'PUT', path, { revision: 0, body: { limit_usd: '1' } })
  assert.equal((await send(api, 'DELETE', path)).status, 428)
  const lifted = await send(api, 'DELETE', path, { revision: 1 })
  assert.deepEqual([lifted.body['terms'], lifted.body['standing']], [null, null])
  assert.equal((lifted.body['changes'] as Json[]).length, 2)
  assert.equal((await send(api, 'DELETE', path, { revision: 2 })).status, 404)
  const again = await send(api, 'PUT', path, { revision: 2, body: { limit_usd: '2' } })
  assert.equal(again.body['revision'], 3)
})

test('what makes no sense is refused, with what would', async (t) => {
  const api = await startCostApi(t)
  const refused = async (path: string, body: Json): Promise<unknown> => {
    const { status, body: said } = await send(api, 'PUT', path, { revision: 0, body })
    return [status, said['code']]
  }
  for (const limit_usd of ['-1', '1e3', '', '1000000', '1.1234567', 5]) {
    assert.deepEqual(await refused('day/default', { limit_usd }), [400, 'request.invalid'])
  }
  const waiting = { limit_usd: '5', at_limit: 'defer' }
  assert.deepEqual(await refused('collection/letters', waiting), [400, 'request.invalid'])
  assert.deepEqual(await refused('day/others', { limit_usd: '5' }), [404, 'budget.not_found'])
  assert.deepEqual(await refused('job/a%00b', { limit_usd: '5' }), [400, 'request.invalid'])
  assert.deepEqual(await refused('week/default', { limit_usd: '5' }), [400, 'request.invalid'])
  assert.deepEqual(await refused('day/default', { limit_usd: '5', much: 1 }), [
    400,
    'request.invalid',
  ])
})

test('a day shows the lower one of its setting and its budget, and what is over it is left of nothing', async (t) => {
  const api = await startCostApi(t)
  const at = new Date(api.clock.now())
  const limits = budgetLimits(DEFAULT_BUDGET, { document_id: 'a', source_hash: 'x' }, at)
  const row = { amount_pico_usd: picoUsd('0.40'), created_at: at.toISOString() }
  await api.spend('a', [row], { limits, bound_pico_usd: picoUsd('0.40') })
  const day = async () => (await api.get('/api/cost/budget/daily')).body
  await send(api, 'PUT', 'day/default', { revision: 0, body: { limit_usd: '500' } })
  assert.equal((await day())['limit_usd'], '100.00')
  const lowered = await send(api, 'PUT', 'day/default', {
    revision: 1,
    body: { limit_usd: '0.30' },
  })
  assert.deepEqual(
    [standing(lowered.body)['state'], standing(lowered.body)['left_usd']],
    ['exhausted', '0.00'],
  )
  const { limit_usd, spent_usd, left_usd, state, used_ratio } = await day()
  assert.deepEqual(
    { limit_usd, spent_usd, left_usd, state, used_ratio },
    {
      limit_usd: '0.30',
      spent_usd: '0.40',
      left_usd: '0.00',
      state: 'exhausted',
      used_ratio: 1.3333,
    },
  )
  await send(api, 'PUT', 'month/default', { revision: 0, body: { limit_usd: '0' } })
  const month = (await api.get('/api/cost/budget/monthly')).body
  assert.deepEqual([month['limit_usd'], month['state']], ['0.00', 'exhausted'])
  const trends = (await api.get('/api/cost/report/trends')).body
  assert.equal((trends['month'] as Json)['limit_usd'], '0.00')
})

test('the budget of a collection begins with what the collection has cost', async (t) => {
  const api = await startCostApi(t)
  await api.spend('a', [
    { amount_pico_usd: picoUsd('4'), collection_id: 'letters' },
    { amount_pico_usd: picoUsd('3'), collection_id: 'diaries' },
  ])
  const { body } = await send(api, 'PUT', 'collection/letters', {
    revision: 0,
    body: { limit_usd: '5' },
  })
  const { spent_usd, left_usd, state, used_ratio } = standing(body)
  assert.deepEqual([spent_usd, left_usd, used_ratio], ['4.00', '1.00', 0.8])
  assert.equal(state, 'extras_held_back')
})

test('thresholds that were reached are listed, the latest first', async (t) => {
  const api = await startCostApi(t)
  for (const threshold of [50, 75]) {
    await api.store.budgets.cross({
      ...{ tenant_id: 'default', key: 'day:2026-01-15', threshold, scope: 'day', id: 'default' },
      limit_pico_usd: picoUsd('10'),
      spent_pico_usd: picoUsd('8'),
      at: '2026-01-15T12:00:00.000Z',
    })
  }
  const events = (await api.get('/api/cost/budget/events')).body['events'] as Json[]
  assert.deepEqual(
    events.map(({ threshold, limit_usd, spent_usd }) => [threshold, limit_usd, spent_usd]),
    [
      [75, '10.00', '8.00'],
      [50, '10.00', '8.00'],
    ],
  )
})
