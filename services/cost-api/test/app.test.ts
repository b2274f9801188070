import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PRICE_LIST } from '@colophon/adapters/prices'
import { NO_TOKENS, picoUsd } from '@colophon/domain'
import { startCostApi as start, type Json } from './rig.ts'

const RULES = {
  tier: 'rules',
  provider: 'rules',
  model: 'rules',
  tokens: NO_TOKENS,
  amount_pico_usd: 0n,
} as const
const SONNET = { model: 'claude-sonnet', amount_pico_usd: picoUsd('0.100000000001') }
const OPUS = {
  model: 'claude-opus',
  tier: 'deep',
  agent: 'context-agent',
  amount_pico_usd: picoUsd('0.2'),
} as const

test('the cost of a job is exact, by model and agent, and rules are no calls', async (t) => {
  const { get, spend, jobId } = await start(t)
  await spend('a', [SONNET, SONNET, RULES])
  await spend('b', [OPUS, { ...SONNET, state: 'unsettled' }])
  await spend('c', [])
  const { status, body } = await get(`/api/cost/job/${jobId}`)
  assert.equal(status, 200)
  assert.equal(body['cost_usd'], '0.500000000003')
  assert.equal(body['cost_per_document_usd'], '0.166666666667')
  assert.deepEqual(
    ['num_documents', 'api_calls', 'total_tokens', 'unsettled_calls'].map((key) => body[key]),
    [3, 4, 4400, 1],
  )
  const models = body['breakdown_by_model'] as Json[]
  assert.deepEqual(
    models.map((row) => [row['model'], row['cost_usd'], row['api_calls']]),
    [
      ['claude-sonnet', '0.300000000003', 3],
      ['claude-opus', '0.20', 1],
      ['rules', '0.00', 0],
    ],
  )
  const agents = body['breakdown_by_agent'] as Json[]
  assert.deepEqual(
    agents.map((row) => [row['agent'], row['cost_usd']]),
    [
      ['content-agent', '0.300000000003'],
      ['context-agent', '0.20'],
    ],
  )
})

test('the cost of a document is its own', async (t) => {
  const { get, spend } = await start(t)
  await spend('box 1/a.txt', [SONNET])
  await spend('b', [OPUS])
  const { body } = await get(`/api/cost/document/${encodeURIComponent('box 1/a.txt')}`)
  assert.deepEqual([body['document_id'], body['cost_usd']], ['box 1/a.txt', '0.100000000001'])
})

test('the model report covers whole UTC days up to today', async (t) => {
  const { get, spend } = await start(t)
  await spend('old', [{ ...OPUS, created_at: '2026-01-12T23:59:59.000Z' }])
  await spend('new', [
    { ...SONNET, created_at: '2026-01-13T00:00:00.000Z' },
    { ...SONNET, priced: false, amount_pico_usd: 0n },
  ])
  const { body } = await get('/api/cost/report/models?days=3')
  assert.deepEqual([body['from_day'], body['to_day']], ['2026-01-13', '2026-01-15'])
  const [sonnet, ...others] = body['by_model'] as Json[]
  assert.deepEqual(others, [])
  assert.deepEqual(sonnet?.['agents'], ['content-agent'])
  assert.equal(sonnet['avg_cost_per_call_usd'], '0.05')
  assert.equal(sonnet['avg_tokens_per_call'], 1100)
  assert.equal((body['totals'] as Json)['unpriced_calls'], 1)
  const { body: all } = await get('/api/cost/report/models')
  assert.equal((all['totals'] as Json)['cost_usd'], '0.300000000001')
})

test('ledger rows come filtered and in pages', async (t) => {
  const { get, spend, jobId } = await start(t)
  await spend('a', [SONNET, OPUS])
  await spend('b', [SONNET])
  const { body } = await get(`/api/cost/records?job_id=${jobId}&limit=2`)
  assert.equal((body['records'] as Json[]).length, 2)
  const rest = await get(`/api/cost/records?limit=2&cursor=${String(body['next_cursor'])}`)
  assert.equal((rest.body['records'] as Json[]).length, 1)
  assert.equal(rest.body['next_cursor'], null)
  const { body: one } = await get('/api/cost/records?document_id=b&from_day=2026-01-15')
  const [record] = one['records'] as Json[]
  assert.equal(record?.['amount_usd'], '0.100000000001')
  assert.equal('amount_pico_usd' in record, false)
  const { body: none } = await get('/api/cost/records?to_day=2026-01-14')
  assert.deepEqual(none['records'], [])
})

test('as CSV every row is there, and no cell runs as a formula', async (t) => {
  const { get, url, spend } = await start(t)
  await spend('=HYPERLINK("http://x")', [SONNET])
  await spend(
    'many',
    Array.from({ length: 600 }, () => SONNET),
  )
  const { status, text, headers } = await get('/api/cost/records?format=csv&limit=10')
  assert.equal(status, 200)
  assert.match(headers.get('content-type') ?? '', /^text\/csv; charset=utf-8/)
  assert.match(headers.get('content-disposition') ?? '', /cost-records\.csv/)
  const lines = text.trimEnd().split('\r\n')
  assert.equal(lines.length, 602)
  assert.ok(lines[0]?.startsWith('created_at,day,enrichment_job_id,document_id'))
  assert.ok(lines[1]?.includes(`,"'=HYPERLINK(""http://x"")",letters,content-agent,,fast,`))
  assert.ok(lines[1]?.includes(',0.100000000001,1200.5,'))
  const bytes = async (query: string) =>
    Buffer.from(await (await fetch(`${url}/api/cost/records?format=csv${query}`)).arrayBuffer())
  assert.match((await bytes('')).toString(), /^\ufeffcreated_at,/)
  assert.match((await bytes('&bom=false')).toString(), /^created_at,/)
})

test('the limits are shown as exact dollars', async (t) => {
  const { get } = await start(t)
  assert.deepEqual((await get('/api/cost/config')).body, {
    max_cost_per_document_usd: '0.50',
    daily_budget_usd: '100.00',
    monthly_budget_usd: '2000.00',
    cost_alert_threshold: 0.8,
    compute_second_usd: '0.00',
    prices: JSON.parse(JSON.stringify(PRICE_LIST.rows)) as unknown,
  })
})

test('what is unknown or wrong is a problem with a code', async (t) => {
  const { get } = await start(t)
  for (const [path, status, code] of [
    ['/api/cost/job/nothing', 404, 'job.not_found'],
    ['/api/cost/document/nothing', 404, 'document.not_found'],
    ['/api/cost/report/models?days=0', 400, 'request.invalid'],
    ['/api/cost/records?from_day=yesterday', 400, 'request.invalid'],
    ['/api/cost/records?format=xlsx', 400, 'request.invalid'],
  ] as const) {
    const answer = await get(path)
    assert.deepEqual([answer.status, answer.body['code']], [status, code], path)
  }
})
