import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PRICE_LIST } from '@colophon/adapters/prices'
import { formatUsd, NO_TOKENS, picoUsd, priceOf, type CostRecord } from '@colophon/domain'
import fc from 'fast-check'
import { startCostApi, type Json } from './rig.ts'

/** Cells of our own CSV, which quotes what holds a comma. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )

function tableOf(text: string): Record<string, string>[] {
  const [head = '', ...lines] = text.replace('\ufeff', '').trimEnd().split('\r\n')
  const names = cellsOf(head)
  return lines.map((line) => {
    const cells = cellsOf(line)
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']))
  })
}

const sumOf = (rows: readonly Record<string, unknown>[], name: string): bigint =>
  rows.reduce((sum, row) => sum + picoUsd(String(row[name])), 0n)

const DAYS = ['2026-01-01', '2026-01-14', '2026-01-15']
const someCost = fc.record({
  document: fc.constantFrom('a', 'b, "b"', 'c'),
  agent: fc.constantFrom('entity-agent', 'content-agent'),
  tier: fc.constantFrom<CostRecord['tier'][]>('rules', 'local', 'fast', 'deep'),
  model: fc.constantFrom('claude-sonnet-5-5', 'claude-opus-5-5', 'llama3.2'),
  day: fc.constantFrom(...DAYS),
  amount: fc.bigInt(0n, 10n ** 15n),
  settled: fc.boolean(),
})
const someFilter = fc.record(
  {
    from: fc.constantFrom(...DAYS),
    tier: fc.constantFrom('local', 'fast'),
    agent: fc.constantFrom('entity-agent', 'content-agent'),
    model: fc.constantFrom('claude-sonnet-5-5', 'llama3.2'),
    state: fc.constantFrom('settled', 'unsettled'),
    document_id: fc.constantFrom('a', 'b, "b"'),
  },
  { requiredKeys: [] },
)
const someGroups = fc.subarray(['day', 'month', 'model', 'agent', 'tier', 'job', 'document'])

test('days, groups, CSV, FOCUS and single rows say the same amount under every filter', async (t) => {
  const { get, spend } = await startCostApi(t)
  await fc.assert(
    fc.asyncProperty(
      fc.array(someCost, { minLength: 1, maxLength: 6 }),
      someFilter,
      someGroups,
      async (costs, filter, groups) => {
        for (const { document, day, amount, settled, ...cost } of costs) {
          const row = {
            ...cost,
            amount_pico_usd: amount,
            state: settled ? ('settled' as const) : ('unsettled' as const),
            created_at: `${day}T23:59:59.999Z`,
          }
          await spend(`${document}${String(Math.random())}`, [{ ...row, document_id: document }])
        }
        const query = new URLSearchParams({ from: '2025-12-31', ...filter }).toString()
        const ask = `/api/cost/report/spend?${query}&group_by=${groups.join(',')}`
        const { body } = await get(ask)
        const total = picoUsd(String((body['totals'] as Json)['cost_usd']))
        assert.equal(sumOf(body['rows'] as Json[], 'cost_usd'), total)
        assert.equal(sumOf(tableOf((await get(`${ask}&format=csv`)).text), 'cost_usd'), total)
        const focus = tableOf((await get(`/api/cost/report/focus?${query}`)).text)
        assert.equal(sumOf(focus, 'BilledCost'), total)
        const records = tableOf((await get(`/api/cost/records?${query}&format=csv`)).text)
        assert.equal(sumOf(records, 'amount_usd'), total)
        const trends = (await get(`/api/cost/report/trends?${query}`)).body
        assert.equal(sumOf(trends['days'] as Json[], 'cost_usd'), total)
        assert.equal(picoUsd(String(trends['total_usd'])), total)
      },
    ),
    { numRuns: 15 },
  )
})

test('groups beyond the limit are summed up, and none is hidden', async (t) => {
  const { get, spend } = await startCostApi(t)
  for (const [index, amount] of [5n, 7n, 1n].entries()) {
    await spend(`d${String(index)}`, [{ amount_pico_usd: amount }])
  }
  const { body } = await get('/api/cost/report/spend?group_by=document&limit=1')
  const rows = body['rows'] as { key: Json; cost_usd: string }[]
  assert.deepEqual(
    rows.map(({ key, cost_usd }) => [key['document'], cost_usd]),
    [['d1', formatUsd(7n)]],
  )
  const others = body['others'] as Json
  assert.deepEqual([others['groups'], others['cost_usd']], [2, formatUsd(6n)])
  assert.equal((body['totals'] as Json)['cost_usd'], formatUsd(13n))
})

test('amounts are shown in another currency at the rate that was stated, and at no other', async (t) => {
  const { get, spend } = await startCostApi(t)
  await spend('a', [{ amount_pico_usd: picoUsd('10') }])
  const shown = await get('/api/cost/report/spend?currency=EUR&rate=0.92')
  const totals = shown.body['totals'] as Json
  assert.deepEqual([totals['cost_usd'], totals['cost_shown']], ['10.00', '9.20'])
  for (const wrong of [
    'currency=EUR',
    'rate=0.92',
    'currency=EUR&rate=0',
    'currency=EUR&rate=-1',
  ]) {
    assert.equal((await get(`/api/cost/report/spend?${wrong}`)).status, 400, wrong)
  }
})

test('a period that ends before it begins, and a group that there is not, are refused by name', async (t) => {
  const { get } = await startCostApi(t)
  const turned = await get('/api/cost/report/spend?from=2026-02-01&to=2026-01-01')
  assert.equal(turned.status, 400)
  assert.match(String(turned.body['detail']), /2026-02-01.*2026-01-01/)
  assert.equal((await get('/api/cost/report/spend?group_by=colour')).status, 400)
  assert.equal((await get('/api/cost/report/spend?colour=red')).status, 400)
})

test('what was not spent stands beside what was, and says what it was reckoned with', async (t) => {
  const { get, spend } = await startCostApi(t)
  const model = 'claude-sonnet-5-5'
  const day = '2026-01-15'
  const tokens = { ...NO_TOKENS, input: 1_000, output: 100 }
  const paid = priceOf(PRICE_LIST, { provider: 'anthropic', model, tokens, day })
  const agent = 'content-agent'
  await spend('paid', [
    {
      agent,
      tier: 'rules',
      provider: 'rules',
      model: 'rules',
      tokens: NO_TOKENS,
      amount_pico_usd: 0n,
    },
    { agent, model, tokens, amount_pico_usd: paid.amount, price_id: paid.priceId },
  ])
  await spend('local', [
    {
      agent,
      tier: 'rules',
      provider: 'rules',
      model: 'rules',
      tokens: NO_TOKENS,
      amount_pico_usd: 0n,
    },
    { agent, tier: 'local', provider: 'ollama', model: 'llama3.2', tokens, amount_pico_usd: 0n },
  ])
  const { body } = await get('/api/cost/report/opportunities')
  const savings = body['savings'] as Json[]
  const local = savings.find(({ kind }) => kind === 'local_models')
  assert.equal(local?.['amount_usd'], formatUsd(paid.amount))
  assert.match(String(local['basis']), /claude-sonnet-5-5/)
  const focus = tableOf((await get('/api/cost/report/focus')).text)
  const credits = focus.filter(({ ChargeCategory }) => ChargeCategory === 'Credit')
  assert.ok(credits.length > 0)
  assert.equal(sumOf(credits, 'BilledCost'), 0n)
  assert.equal(sumOf(credits, 'ListCost'), picoUsd(String(body['saved_usd'])))
})

test('lost answers, calls without a price and dear documents are named with their money', async (t) => {
  const { get, spend } = await startCostApi(t)
  await spend('lost', [{ state: 'unsettled', amount_pico_usd: picoUsd('0.12') }])
  await spend('unpriced', [
    { priced: false, price_id: null, model: 'new-model', amount_pico_usd: 0n },
  ])
  await spend('dear', [{ amount_pico_usd: picoUsd('0.45') }])
  const { body } = await get('/api/cost/report/opportunities')
  const found = body['opportunities'] as { kind: string; amount_usd: string; documents: Json[] }[]
  const of = (kind: string) => found.find((one) => one.kind === kind)
  assert.deepEqual(of('lost_answers')?.documents, [{ document_id: 'lost', cost_usd: '0.12' }])
  assert.deepEqual(of('dear_documents')?.documents, [{ document_id: 'dear', cost_usd: '0.45' }])
  assert.ok(of('unpriced_calls'))
  const recommended = (await get('/api/cost/recommendations')).body['recommendations'] as string[]
  assert.equal(recommended.length, found.length)
})

test('a month is one file: its days are its total, and what a collection is called is never markup', async (t) => {
  const { get, spend } = await startCostApi(t)
  const collection_id = '<img src=x onerror=alert(1)>'
  await spend('first', [{ created_at: '2026-01-01T00:00:00.000Z', collection_id }])
  await spend('last', [{ created_at: '2026-01-15T11:59:59.999Z' }])
  await spend('before', [{ created_at: '2025-12-31T23:59:59.999Z' }])
  const { body } = await get('/api/cost/report/full?month=2026-01')
  assert.equal(body['cost_usd'], '0.009')
  assert.equal(sumOf(body['days'] as Json[], 'cost_usd'), picoUsd('0.009'))
  for (const by of ['by_model', 'by_agent', 'by_collection', 'by_job'])
    assert.equal(sumOf(body[by] as Json[], 'cost_usd'), picoUsd('0.009'), by)
  const page = await get('/api/cost/report/full?month=2026-01&format=html')
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
  assert.ok(!page.text.includes('<img') && page.text.includes('&lt;img'))
  assert.ok(page.text.includes('$0.009'))
  const december = (await get('/api/cost/report/full?month=2025-12')).body
  assert.deepEqual([december['to'], december['cost_usd']], ['2025-12-31', '0.0045'])
  const toCome = await get('/api/cost/report/full?month=5986-12')
  assert.deepEqual([toCome.status, toCome.body['cost_usd']], [200, '0.00'])
  assert.equal((await get('/api/cost/report/full?month=2026-13')).status, 400)
})
