import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keptOf, estimateOf, NO_TOKENS, picoUsd, type Estimates } from '@colophon/domain'
import { aJob } from '@colophon/testkit'
import { startCostApi, type Json } from './rig.ts'

const rules = {
  tier: 'rules',
  provider: 'rules',
  model: 'rules',
  tokens: NO_TOKENS,
  amount_pico_usd: 0n,
} as const
const paid = {
  tier: 'fast',
  tokens: { ...NO_TOKENS, input: 1_000, output: 100 },
  amount_pico_usd: picoUsd('0.02'),
} as const

test('an estimate is asked for by task, document and collection, and past ones stand beside what was spent', async (t) => {
  const { url, get, spend, store, clock, jobId } = await startCostApi(t)
  const ask = async (what: string, body: Json) => {
    const response = await fetch(`${url}/api/cost/estimate/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Json }
  }
  const unknown = await ask('document', { bytes: 900 })
  assert.deepEqual([unknown.body['rule'], unknown.body['high_usd']], ['limit', '0.50'])

  const agents = ['content-agent', 'entity-agent'].map((agent) => ({ agent }))
  await spend(
    'a',
    agents.flatMap(({ agent }) => [
      { ...rules, agent },
      { ...paid, agent },
    ]),
  )
  const document = await ask('document', { bytes: 900 })
  assert.equal(document.body['likely_usd'], '0.04')
  const task = await ask('task', { bytes: 900, agent: 'content-agent' })
  assert.equal(task.body['likely_usd'], '0.02')
  const collection = await ask('collection', { bytes: 9_000, documents: 10 })
  assert.equal(collection.body['likely_usd'], '0.40')
  assert.equal((await ask('collection', { documents: 0, bytes: 1 })).status, 400)

  // A job that was said to cost three cents has cost nothing yet; `a` cost four.
  const kept = (usd: string, documents: number) => ({
    ...keptOf(
      estimateOf({ documents, bytes: 9 }, { rows: [], past: [], perDocument: 0n }),
      new Date(clock.now()),
    ),
    likely_usd: usd,
    high_usd: '1.00',
  })
  const other = aJob()
  await store.jobs.create(other)
  await store.jobs.seal('default', other.enrichment_job_id, { estimate: kept('0.03', 1) })
  await store.jobs.seal('default', jobId, { estimate: kept('0.05', 1) })
  const before = (await get('/api/cost/estimates')).body as unknown as Estimates
  assert.deepEqual(
    before.jobs.map(({ job_id, cost_usd, within }) => [job_id, cost_usd, within]),
    [[other.enrichment_job_id, '0.00', true]],
  )
})
