import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import { test } from 'node:test'
import { AgentCallError, PICO_PER_USD, type Store } from '@colophon/domain'
import { LETTER, startRig, type Rig } from './rig.ts'

const PAID = { model: 'claude-sonnet-5-5' }

/** Sum of the samples of a metric, and of those alone that have these labels; undefined where there are none. */
async function shown({ metrics }: Rig, name: string, ...labels: string[]) {
  const values = (await metrics.exposition())
    .split('\n')
    .filter((line) => new RegExp(`^colophon_${name}[{ ]`).test(line))
    .filter((line) => labels.every((label) => line.includes(label)))
    .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)))
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0)
}

test('what a document went through is measured: phases, answers, money, quality', async (t) => {
  const rig = await startRig(t, { models: PAID })
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  const document = await rig.ended(id)
  const { items } = await rig.store.ledger.list('default', { documentId: id }, { limit: 50 })
  const paid = items.reduce((sum, row) => sum + row.amount_pico_usd, 0n)
  const dollars = Number(paid) / Number(PICO_PER_USD)
  const near = async (of: Promise<number | undefined>, value: number) => {
    assert.ok(Math.abs(((await of) ?? NaN) - value) < 1e-9, `${String(await of)} is not ${value}`)
  }
  for (const phase of ['1', '2', '3'])
    assert.equal(await shown(rig, 'phase_seconds_count', `phase="${phase}"`), 1)
  const agents = Object.keys(document.agents)
  assert.equal(await shown(rig, 'agent_answers_total', 'origin="new"'), agents.length)
  for (const agent of agents)
    assert.equal(await shown(rig, 'agent_available', `agent="${agent}"`), 1)
  assert.equal(await shown(rig, 'ledger_rows_total', 'state="settled"'), items.length)
  await near(shown(rig, 'document_cost_usd_sum'), dollars)
  await near(shown(rig, 'collection_cost_usd_total', 'tenant="default"'), dollars)
  const review = 'collection="letters"'
  assert.equal(await shown(rig, 'collection_documents_total', review), 1)
  assert.equal(await shown(rig, 'document_turnaround_seconds_count'), 1)
  const missing = document.quality_metrics?.missing_fields.length ?? NaN
  assert.equal(await shown(rig, 'missing_fields_sum'), missing)
  assert.equal(await shown(rig, 'ocr_confidence_sum'), document.source.ocr.confidence ?? 0)
  for (const share of ['record_confidence_sum', 'evidence_coverage_sum']) {
    const value = (await shown(rig, share)) ?? NaN
    assert.ok(value > 0 && value <= 1, share)
  }
  assert.equal(await shown(rig, 'worker_capacity'), 4)
  while ((await shown(rig, 'worker_documents')) !== 0) await delay(20)
  assert.equal(await shown(rig, 'duplicate_answers_total'), undefined)
})

test('answers that are kept are told from new ones, and a second turnaround is none', async (t) => {
  const rig = await startRig(t)
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  const { agents } = await rig.ended(id)
  await rig.store.documents.requeue('default', { documentId: id, statuses: ['completed'] })
  await rig.tell([id])
  await rig.ended(id)
  const count = Object.keys(agents).length
  assert.equal(await shown(rig, 'agent_answers_total', 'origin="new"'), count)
  assert.equal(await shown(rig, 'agent_answers_total', 'origin="kept"'), count)
  assert.equal(await shown(rig, 'document_turnaround_seconds_count'), 1)
  assert.equal(await shown(rig, 'document_seconds_count'), 2)
})

test('an answer that another run was faster with is counted as one too many', async (t) => {
  const rig = await startRig(t, {
    // Whoever asked the same at the same time has put his answer since this one looked.
    store: (real): Store => ({
      ...real,
      work: Object.assign(Object.create(real.work) as Store['work'], {
        claim: real.work.claim.bind(real.work),
        answers: real.work.answers.bind(real.work),
        beginRuns: real.work.beginRuns.bind(real.work),
        commit: real.work.commit.bind(real.work),
        putAnswer: async (
          ...[ref, answer, costs, runId]: Parameters<Store['work']['putAnswer']>
        ) => {
          await real.work.putAnswer(ref, answer, [], 'other')
          return await real.work.putAnswer(ref, answer, costs, runId)
        },
      }),
    }),
  })
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  const { agents } = await rig.ended(id)
  assert.equal(await shown(rig, 'duplicate_answers_total'), Object.keys(agents).length)
})

test('an agent that is away shows without any work, and one that is back too', async (t) => {
  let away = true
  const rig = await startRig(t, {
    settings: { agentsEveryMs: 20 },
    agents: (real) => ({
      enrich: (agent, request, course) => real.enrich(agent, request, course),
      describe: (agent) =>
        away && agent === 'content-agent'
          ? Promise.reject(new AgentCallError('agent.unavailable', 'away', []))
          : real.describe(agent),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
  })
  const content = () => shown(rig, 'agent_available', 'agent="content-agent"')
  while ((await content()) === undefined) await delay(20)
  assert.equal(await content(), 0)
  assert.equal(await shown(rig, 'agent_available', 'agent="entity-agent"'), 1)
  away = false
  while ((await content()) !== 1) await delay(20)
})

test('failed attempts are counted by their error and by whether there is another', async (t) => {
  const rig = await startRig(t, {
    settings: { maxAttempts: 1 },
    agents: (real) => ({
      describe: (agent) => real.describe(agent),
      enrich: () => Promise.reject(new TypeError('a bug')),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
  })
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  await rig.ended(id)
  const code = 'code="internal.unexpected"'
  const failed = await shown(rig, 'document_failures_total', code, 'end="failed"')
  assert.equal(failed, 1)
  assert.equal(await shown(rig, 'collection_documents_total', 'outcome="failed"'), 1)
})
