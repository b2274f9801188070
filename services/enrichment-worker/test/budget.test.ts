import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PRICE_LIST, readPrices } from '@colophon/adapters/prices'
import {
  AgentCallError,
  callBound,
  dayKey,
  DEFAULT_BUDGET,
  largestCall,
  monthKey,
  picoUsd,
} from '@colophon/domain'
import { aRun } from '@colophon/testkit'
import { LETTER, startRig, type Rig } from './rig.ts'

/** Paid: it stands on the price list. */
const PAID = { model: 'claude-sonnet-5-5' }

/** Bound of a call with its repair, for an agent that says nothing of its size. */
const boundOf = (letterBytes: number): bigint =>
  2n *
  callBound(
    PRICE_LIST,
    PAID.model,
    largestCall(undefined, { text: 'x'.repeat(letterBytes), found: {} }),
  )

const spentSoFar = async ({ store }: Rig, ledgerDay: string) => {
  const [day] = await store.ledger.budgets('default', [ledgerDay])
  return day
}

test('what the ledger says was spent is what the budgets count, and nothing stays reserved', async (t) => {
  const rig = await startRig(t, { models: PAID })
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  const document = await rig.ended(id)
  assert.equal(document.status, 'completed')
  const { items } = await rig.store.ledger.list('default', { documentId: id }, { limit: 50 })
  const paid = items.reduce((sum, row) => sum + row.amount_pico_usd, 0n)
  assert.ok(paid > 0n)
  const own = `document:${id}:${document.source_hash.slice(0, 12)}`
  const at = new Date(items[0]?.created_at ?? '')
  const states = await rig.store.ledger.budgets('default', [own, dayKey(at), monthKey(at)])
  assert.equal(states.length, 3)
  for (const state of states) {
    assert.deepEqual([state.reserved_pico_usd, state.spent_pico_usd], [0n, paid], state.key)
  }
})

test('without money no paid call is made, and the document goes to review with what was left out', async (t) => {
  const bill: string[] = []
  const rig = await startRig(t, {
    models: { ...PAID, bill: (line) => bill.push(line.agent) },
    budget: { perDocument: 1n },
  })
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  const document = await rig.ended(id)
  assert.equal(document.status, 'completed')
  assert.equal(document.review_status, 'pending')
  assert.ok(document.review_reasons.includes('budget_skipped:content-agent'))
  assert.deepEqual(document.agents['content-agent']?.why, 'budget')
  assert.deepEqual(bill, [])
  const { items } = await rig.store.ledger.list('default', { documentId: id }, { limit: 50 })
  assert.ok(items.every((row) => row.tier === 'rules'))
})

test('near the end of a period only the agents that merely add are left out', async (t) => {
  const bill: string[] = []
  // One document's own calls reach the cut-off long before the limit.
  const bound = boundOf(10_000)
  const rig = await startRig(t, {
    models: { ...PAID, bill: (line) => bill.push(line.agent) },
    budget: { perDocument: picoUsd('10'), perDay: bound * 10n, cutoffPercent: 20 },
  })
  const [blocker = '', id = ''] = await rig.submit([LETTER, `${LETTER}\n2`])
  const claim = await rig.store.work.claim('default', blocker, 'other', 60_000)
  assert.ok(claim)
  const limits = [{ key: dayKey(new Date()), limit_pico_usd: bound * 10n }]
  const run = aRun({ document_id: blocker, bound_pico_usd: bound * 3n, limits })
  assert.deepEqual(await rig.store.work.beginRuns(claim.ref, [run]), [])
  await rig.tell([id])
  const document = await rig.ended(id)
  assert.ok(document.review_reasons.includes('budget_skipped:context-agent'))
  assert.ok(bill.includes('content-agent'))
  assert.ok(!bill.includes('context-agent'))
})

test('near the end of a month a document that is to wait waits for the next month', async (t) => {
  const rig = await startRig(t, {
    models: PAID,
    budget: { perDocument: picoUsd('10'), perMonth: 10n, whenExhausted: 'defer' },
  })
  const [blocker = '', id = ''] = await rig.submit([LETTER, `${LETTER}\n2`])
  const claim = await rig.store.work.claim('default', blocker, 'other', 60_000)
  assert.ok(claim)
  const month = new Date().toISOString().slice(0, 7)
  const limits = [{ key: `month:${month}`, limit_pico_usd: 10n }]
  const run = aRun({ document_id: blocker, bound_pico_usd: 9n, limits })
  await rig.store.work.beginRuns(claim.ref, [run])
  await rig.tell([id])
  const document = await rig.putOff(id)
  assert.equal(document.error?.code, 'budget.exhausted')
  assert.ok(document.next_at.slice(0, 10) > new Date().toISOString().slice(0, 10))
})

test('a document that is to wait for money waits for the next day, and the attempt does not count', async (t) => {
  const rig = await startRig(t, {
    models: PAID,
    budget: { perDay: 1n, whenExhausted: 'defer' },
  })
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  const midnight = new Date(new Date().toISOString().slice(0, 10)).getTime() + 86_400_000
  const document = await rig.putOff(id)
  assert.equal(document.error?.code, 'budget.exhausted')
  assert.equal(document.attempts, 0)
  assert.ok(Date.parse(document.next_at) >= midnight - 5_000)
  const claim = await rig.store.work.claim('default', id, 'next', 1_000)
  assert.deepEqual(claim?.lost ?? [], [], 'what had not begun is not lost')
})

test('waiting does not help a document that is dear by itself: a person gets it', async (t) => {
  const rig = await startRig(t, {
    models: PAID,
    budget: { perDocument: 1n, whenExhausted: 'defer' },
  })
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  assert.equal((await rig.ended(id)).review_status, 'pending')
})

test('of many documents at once no more is spent than the day allows', async (t) => {
  const bound = boundOf(1_000)
  const perDay = bound * 2n
  const rig = await startRig(t, {
    models: { ...PAID, latencyMs: 5 },
    budget: { ...DEFAULT_BUDGET, perDay },
    settings: { concurrency: 8 },
  })
  const ids = await rig.submit(Array.from({ length: 12 }, (_, n) => `${LETTER}\n${String(n)}`))
  await rig.tell(ids)
  for (const id of ids) await rig.ended(id)
  const state = await spentSoFar(rig, dayKey(new Date()))
  assert.ok(state)
  assert.equal(state.reserved_pico_usd, 0n)
  assert.ok(state.spent_pico_usd > 0n && state.spent_pico_usd <= perDay)
})

test('calls of a process that died stay charged at their bound', async (t) => {
  const rig = await startRig(t, { models: PAID })
  const [id = ''] = await rig.submit([LETTER])
  const { work } = rig.store
  const dead = await work.claim('default', id, 'dead', 1)
  assert.ok(dead)
  const limits = [{ key: 'day:2020-01-01', limit_pico_usd: 100n }]
  const run = aRun({ document_id: id, bound_pico_usd: 60n, limits })
  await work.beginRuns(dead.ref, [run])
  await work.release(dead.ref)
  await rig.tell([id])
  await rig.ended(id)
  const { items } = await rig.store.ledger.list('default', { documentId: id }, { limit: 50 })
  const lost = items.filter((row) => row.state === 'unsettled')
  assert.deepEqual(
    lost.map((row) => [row.call_id, row.amount_pico_usd]),
    [[run.run_id, 60n]],
  )
  const state = await spentSoFar(rig, 'day:2020-01-01')
  assert.deepEqual([state?.reserved_pico_usd, state?.spent_pico_usd], [0n, 60n])
})

test('a call whose answer is lost with its agent stays charged at its bound, and is made again', async (t) => {
  let losses = 1
  const rig = await startRig(t, {
    models: PAID,
    budget: { perDocument: picoUsd('5') },
    agents: (real) => ({
      ...real,
      describe: (agent) => real.describe(agent),
      enrich: (agent, request, course) =>
        agent === 'content-agent' && losses-- > 0
          ? Promise.reject(new AgentCallError('agent.lost', agent, [], { retryAfterMs: 1 }))
          : real.enrich(agent, request, course),
    }),
  })
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  await rig.putOff(id)
  await rig.tell([id])
  assert.equal((await rig.ended(id)).agents['content-agent']?.status, 'ok')
  const { items } = await rig.store.ledger.list('default', { documentId: id }, { limit: 50 })
  const lost = items.filter((row) => row.state === 'unsettled')
  assert.deepEqual(
    lost.map((row) => row.agent),
    ['content-agent'],
  )
  assert.ok((lost[0]?.amount_pico_usd ?? 0n) > 0n)
})

test('a call lost for one document stays charged, though another of the same text has the answer', async (t) => {
  const rig = await startRig(t, { models: PAID, budget: { perDocument: picoUsd('5') } })
  const [id = '', twin = ''] = await rig.submit([LETTER, LETTER])
  await rig.tell([twin])
  const { agents } = await rig.ended(twin)
  assert.equal(agents['content-agent']?.status, 'ok')
  const { work } = rig.store
  const dead = await work.claim('default', id, 'dead', 1)
  assert.ok(dead)
  const run = aRun({ document_id: id, bound_pico_usd: 60n })
  await work.beginRuns(dead.ref, [run])
  await work.release(dead.ref)
  await rig.tell([id])
  assert.ok(Object.values((await rig.ended(id)).agents).every(({ reused }) => reused === true))
  const { items } = await rig.store.ledger.list('default', { documentId: id }, { limit: 50 })
  assert.deepEqual(
    items.map((row) => [row.state, row.amount_pico_usd]),
    [['unsettled', 60n]],
  )
})

test('time of a local model that is charged for is reserved, spent and held back like money', async (t) => {
  const prices = readPrices({ COMPUTE_SECOND_USD: '0.0001' })
  const models = { model: 'small', latencyMs: 5 }
  const rig = await startRig(t, { models, prices, budget: { perDocument: picoUsd('0.5') } })
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  const document = await rig.ended(id)
  const { items } = await rig.store.ledger.list('default', { documentId: id }, { limit: 50 })
  const charged = items.filter(({ tier }) => tier !== 'rules')
  assert.ok(charged.length > 0)
  for (const { price_id, amount_pico_usd, duration_ms } of charged) {
    assert.equal(price_id, 'compute:0.0001')
    assert.equal(amount_pico_usd, BigInt(Math.round(duration_ms)) * picoUsd('0.0000001'))
  }
  const own = `document:${id}:${document.source_hash.slice(0, 12)}`
  const [state] = await rig.store.ledger.budgets('default', [own])
  const paid = charged.reduce((sum, row) => sum + row.amount_pico_usd, 0n)
  assert.deepEqual([state?.reserved_pico_usd, state?.spent_pico_usd], [0n, paid])

  const bill: string[] = []
  const poor = await startRig(t, {
    models: { ...models, bill: (line) => bill.push(line.agent) },
    prices,
    budget: { perDocument: picoUsd('0.01') },
  })
  const [other = ''] = await poor.submit([LETTER])
  await poor.tell([other])
  assert.equal((await poor.ended(other)).status, 'completed')
  assert.deepEqual(bill, [])
})
