import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { SystemStatus } from '@colophon/domain'
import { THRESHOLDS } from '@colophon/monitoring/thresholds'
import { createTokenSigner, createTokenVerifier, type Role } from '@colophon/runtime/auth'
import { createMetrics } from '@colophon/runtime/metrics'
import type { JobApiDeps } from '../../src/api/app.ts'
import { MOST_SAMPLES, Sampler } from '../../src/status/sampler.ts'
import { serveJobs } from './rig.ts'

/** As many samples as tests wait for; what is measured is put into the metrics by hand. */
const EVERY_MS = 20

async function start(t: TestContext, overrides: Partial<JobApiDeps> = {}) {
  const metrics = createMetrics({ service: 'test', version: '0' })
  const stop = new AbortController()
  t.after(() => {
    stop.abort()
  })
  const api = await serveJobs(t, {
    metrics,
    stop: stop.signal,
    status: { oneProcess: true, everyMs: EVERY_MS },
    ...overrides,
  })
  const status = async () => {
    const { status: code, body } = await api.call<SystemStatus>('/api/status')
    assert.equal(code, 200)
    return SystemStatus.parse(body)
  }
  const until = async (holds: (status: SystemStatus) => boolean): Promise<SystemStatus> => {
    for (let tries = 0; tries < 200; tries++) {
      const now = await status()
      if (holds(now)) return now
      await delay(EVERY_MS)
    }
    throw new Error('never')
  }
  return { ...api, metrics, status, until }
}

suite('the status', () => {
  test('of a deployment that has done nothing is whole, and nothing is wrong', async (t) => {
    const { until } = await start(t)
    const status = await until(({ series }) => series.at.length > 1)
    assert.deepEqual(
      [status.alerts, status.agents, status.models, status.queue.queued],
      [[], [], [], 0],
    )
    assert.ok(status.judged > 30)
    assert.deepEqual(status.workers, { documents: null, capacity: null, connected: null })
    assert.equal(status.backup.last_at, null)
    assert.deepEqual(
      status.money.map(({ scope, spent_usd }) => [scope, spent_usd]),
      [
        ['day', '0.00'],
        ['month', '0.00'],
      ],
    )
  })

  test('shows what waits, what was done and by whom', async (t) => {
    const { postJson, until, metrics } = await start(t)
    await postJson('/api/jobs', { documents: [{ document_id: 'a', text: 'Dear Ada' }] })
    metrics.documents.inc({ outcome: 'auto_approved' }, 3)
    metrics.agentCalls.inc({ agent: 'entity-agent', outcome: 'ok' }, 2)
    metrics.agentCalls.inc({ agent: 'entity-agent', outcome: 'degraded' })
    metrics.agentSeconds.observe({ agent: 'entity-agent' }, 2)
    metrics.agentAvailable.set({ agent: 'entity-agent' }, 1)
    const model = { provider: 'ollama', model: 'llama3.2' }
    metrics.llmRequests.inc({ ...model, outcome: 'answered' })
    metrics.llmBreaker.set(model, 2)
    metrics.workerCapacity.set({}, 8)
    const status = await until(({ models, series }) => models.length > 0 && series.at.length > 2)
    assert.equal(status.queue.queued, 1)
    assert.ok(status.queue.oldest_due_at !== null)
    assert.deepEqual(status.queue.ended, { auto_approved: 3, review: 0, failed: 0, retried: 0 })
    const agent = { agent: 'entity-agent', available: true, documents: 3, failed: 1 }
    assert.deepEqual(status.agents, [{ ...agent, mean_seconds: 2 }])
    assert.partialDeepStrictEqual(status.models[0], { ...model, requests: 1, breaker: 'open' })
    assert.equal(status.workers.capacity, 8)
  })

  test('raises alerts when they have held for long enough, with where to read on', async (t) => {
    const thresholds = { ...THRESHOLDS, AgentDown: { ...THRESHOLDS.AgentDown, for: '0s' } }
    const docsUrl = 'https://docs.example/colophon/'
    const { metrics, until } = await start(t, {
      status: { oneProcess: true, everyMs: EVERY_MS, thresholds, docsUrl },
    })
    metrics.agentAvailable.set({ agent: 'entity-agent' }, 0)
    metrics.reviewOldestAge.set({}, 8 * 86_400)
    const { alerts } = await until((status) => status.alerts.length === 2)
    assert.deepEqual(
      alerts.map(({ name, state }) => [name, state]),
      [
        ['AgentDown', 'firing'],
        ['ReviewQueueTooOld', 'pending'],
      ],
    )
    assert.equal(alerts[0]?.summary, 'entity-agent does not answer')
    assert.equal(
      alerts[0].runbook_url,
      'https://docs.example/colophon/runbook/alerts/models.md#agentdown',
    )
    metrics.agentAvailable.set({ agent: 'entity-agent' }, 1)
    await until((status) => status.alerts.length === 1)
  })

  test('of a coordinator by itself does not take for nothing what it cannot know', async (t) => {
    const { until } = await start(t, { status: { everyMs: EVERY_MS } })
    const status = await until(({ series }) => series.at.length > 1)
    assert.equal(status.one_process, false)
    assert.equal(status.queue.ended, null)
    assert.ok(status.series.ended_per_minute.every((value) => value === null))
  })

  test('keeps an hour and no more', async () => {
    const metrics = createMetrics({ service: 'test', version: '0' })
    let now = 0
    const sampler = new Sampler({ metrics, oneProcess: true, now: () => (now += 10_000) })
    for (let n = 0; n < MOST_SAMPLES + 5; n++) await sampler.sample()
    assert.equal(sampler.history.samples.length, MOST_SAMPLES)
  })
})

suite('with tokens', () => {
  const KEYS = { secret: 'kX9v2TqLr7mWz4BhYc8NfJ3pDs6GaVe1' }
  const NAMES = { issuer: 'colophon', audience: 'colophon-api' }
  const auth = { verifier: createTokenVerifier(KEYS, NAMES) }
  const bearer = (roles: Role[], tenant: string) => ({
    authorization: `Bearer ${createTokenSigner(KEYS, NAMES).sign({
      ...{ sub: 'mary', aud: NAMES.audience, tenant, roles, ttlS: 60 },
    })}`,
  })

  test('the status is for operators, who see the budget alerts of their own tenant', async (t) => {
    const thresholds = {
      ...THRESHOLDS,
      BudgetExhausted: { ...THRESHOLDS.BudgetExhausted, for: '0s' },
    }
    const metrics = createMetrics({ service: 'test', version: '0' })
    const { call } = await serveJobs(t, {
      ...{ auth, metrics },
      status: { oneProcess: true, everyMs: EVERY_MS, thresholds },
    })
    assert.equal((await call('/api/status')).status, 401)
    const submitter = { headers: bearer(['submitter'], 'museum') }
    assert.equal((await call('/api/status', submitter)).status, 403)
    const labels = { scope: 'day', tenant: 'museum' }
    metrics.budgetLimit.set(labels, 10)
    metrics.budgetSpent.set(labels, 10)
    metrics.budgetReserved.set(labels, 0)
    await delay(EVERY_MS * 5)
    const alertsOf = async (tenant: string): Promise<string[]> => {
      const { body } = await call<SystemStatus>('/api/status', {
        headers: bearer(['operator'], tenant),
      })
      return body.alerts.map(({ name }) => name)
    }
    assert.deepEqual(await alertsOf('museum'), ['BudgetExhausted'])
    assert.deepEqual(await alertsOf('library'), [])
  })
})
