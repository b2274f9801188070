import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { suite, test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { createScriptedModels } from '@colophon/adapters/models'
import { AgentCallError, ColophonError, noModels, type AgentCaller } from '@colophon/domain'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { planted, PLANTED_MODULES } from '@colophon/testkit/planted-agents'
import { definitionHash, openAgentsOverHttp, runAgent } from '../../../src/index.ts'
import type { HttpCallerOptions } from '../../../src/mcp/client/over-http.ts'
import { largestCallOf } from '../../../src/largest-call.ts'
import { agentNamed, aRequest, LETTER, watchedModels } from '../../letter.ts'
import { anAgent, aTool, proposed } from '../../small-agent.ts'
import { serveAgent, serveEndpoint, serviceToken } from '../serve.ts'

const metadata = agentNamed('metadata-agent')
const toModel = aRequest(metadata, { tiers: ['local'] })
const { signal } = new AbortController()

function open(
  t: TestContext,
  agents: Record<string, string>,
  options: Partial<HttpCallerOptions> = {},
): AgentCaller {
  const caller = openAgentsOverHttp(agents, { token: serviceToken, ...options })
  t.after(() => caller[Symbol.asyncDispose]())
  return caller
}

suite('calling agents over HTTP as the worker does', () => {
  test('the answer is the one that the agent gives without HTTP between', async (t) => {
    const served = LETTER_AGENTS.map(async ({ name }) => {
      const { url } = await serveAgent(t, name)
      return [name, url] as const
    })
    const caller = open(t, Object.fromEntries(await Promise.all(served)))
    for (const agent of LETTER_AGENTS) {
      const request = aRequest(agent)
      const timeless = (answer: object) =>
        JSON.parse(
          JSON.stringify(answer, (key, value: unknown) =>
            key === 'at' || key === 'duration_ms' ? 0 : value,
          ),
        ) as object
      const over = await caller.enrich(agent.name, request, { signal })
      const without = await runAgent(agent, request, { models: noModels, signal })
      assert.deepEqual(timeless(over), timeless(without))
    }
  })

  test('an agent whose rules hang says that it is well, and answers without them', async (t) => {
    const settings = { RULES_LIMIT_MS: 4_000 }
    const { url } = await serveAgent(t, 'entity-agent', settings, { modules: PLANTED_MODULES })
    const text = `${LETTER}\n${planted('backtrack', 'extract_events')}`
    const request = aRequest(agentNamed('entity-agent'), { text })
    const enriching = open(t, { 'entity-agent': url }).enrich('entity-agent', request, { signal })
    const call = { ended: false }
    void enriching.finally(() => (call.ended = true))
    while (!call.ended) {
      for (const path of ['/healthz', '/readyz', '/metrics'])
        assert.equal((await fetch(url + path)).status, 200, path)
      await delay(100)
    }
    const { status, why, fields } = await enriching
    assert.deepEqual([status, why], ['degraded', 'rules.timeout'])
    assert.ok(fields.some(({ path }) => path === 'analysis.people'))
    assert.match(
      await (await fetch(`${url}/metrics`)).text(),
      /colophon_rules_ended_total\{agent="entity-agent",why="rules.timeout"[^}]*\} 1/,
    )
  })

  test('an agent describes its definition and its models, once for many', async (t) => {
    let asked = 0
    const endpoint = await serveEndpoint(t, metadata, watchedModels())
    endpoint.server.on('request', () => (asked += 1))
    const caller = open(t, { 'metadata-agent': endpoint.url })
    const all = await Promise.all([1, 2, 3].map(() => caller.describe('metadata-agent')))
    assert.deepEqual(all[0], {
      agent: 'metadata-agent',
      definition_hash: definitionHash(metadata),
      models: ['rules', 'local:scripted-1'],
      largest_call: largestCallOf(metadata),
    })
    await caller.describe('metadata-agent')
    // initialize, initialized, tools/list
    assert.equal(asked, 3)
  })

  test('a text of 5 MiB, written as JSON at twice its length, arrives', async (t) => {
    const { url } = await serveAgent(t, 'metadata-agent')
    const text = '"\n'.repeat((5 * 1024 * 1024) / 2)
    const request = aRequest(metadata, { text, wanted: [] })
    const { status } = await open(t, { 'metadata-agent': url }).enrich('metadata-agent', request, {
      signal,
    })
    assert.equal(status, 'ok')
  })

  test('a model’s failure arrives with code, class, wait and usage', async (t) => {
    const { models } = watchedModels({
      answer: () => {
        throw new ColophonError('model.overloaded', 'scripted', { retryAfterMs: 900 })
      },
    })
    const { url } = await serveEndpoint(t, metadata, { models })
    const request = aRequest(metadata, { text: 'x' })
    const running = open(t, { 'metadata-agent': url }).enrich('metadata-agent', request, { signal })
    await assert.rejects(running, (error) => {
      assert.ok(error instanceof AgentCallError)
      assert.deepEqual(
        [error.code, error.class, error.retryAfterMs, error.usage[0]?.tier],
        ['model.overloaded', 'transient', 900, 'rules'],
      )
      return true
    })
  })

  test('a cancelled call rejects with the caller’s reason and ends the model’s call', async (t) => {
    const { models, asked } = watchedModels({ latencyMs: 60_000 })
    const { url } = await serveEndpoint(t, metadata, { models })
    const stop = new AbortController()
    const running = open(t, { 'metadata-agent': url }).enrich('metadata-agent', toModel, {
      signal: stop.signal,
    })
    running.catch(() => undefined)
    while (asked.length === 0) await delay(1)
    const aborted = new Promise<void>((resolve) => {
      asked[0]?.signal.addEventListener('abort', () => {
        resolve()
      })
    })
    const reason = new ColophonError('lease.lost', 'doc_1')
    stop.abort(reason)
    await assert.rejects(running, (thrown) => thrown === reason)
    await aborted
  })

  test('silence is a timeout, which ends the model’s call; progress is no silence', async (t) => {
    const { models, asked } = watchedModels({ latencyMs: 400 })
    const quiet = await serveEndpoint(t, metadata, { models })
    const talking = await serveEndpoint(t, metadata, { models, progressEveryMs: 20 })
    const limits = { idleMs: 150 }
    const first = open(t, { 'metadata-agent': quiet.url }, { limits })
    await assert.rejects(first.enrich('metadata-agent', toModel, { signal }), {
      code: 'agent.timeout',
    })
    assert.equal(asked.length, 1)
    while (asked[0]?.signal.aborted !== true) await delay(1)
    const second = open(t, { 'metadata-agent': talking.url }, { limits })
    assert.equal((await second.enrich('metadata-agent', toModel, { signal })).status, 'ok')
  })
})

suite('agents that change', () => {
  const version = (instructions: string) =>
    anAgent(aTool([{ path: 'a.name', key: 'name' }], [proposed('a.name', 'Mary', 0.9)]), {
      instructions,
    })
  const [one, two] = [version('Read.'), version('Read well.')]
  const request = aRequest(one, { wanted: ['a.name'] })

  test('another definition is noticed by the first answer that carries it', async (t) => {
    const first = await serveEndpoint(t, one, { models: noModels })
    const caller = open(t, { 'small-agent': first.url })
    assert.equal((await caller.describe('small-agent')).definition_hash, definitionHash(one))
    await caller.enrich('small-agent', request, { signal })
    await first.kill()
    await serveEndpoint(t, two, { models: noModels }, first.port)
    const { definition_hash: answered } = await caller.enrich('small-agent', request, { signal })
    assert.equal(answered, definitionHash(two))
    assert.equal((await caller.describe('small-agent')).definition_hash, answered)
  })

  test('other models are noticed when the description has grown old', async (t) => {
    const first = await serveEndpoint(t, one, { models: noModels })
    const caller = open(t, { 'small-agent': first.url }, { describeEveryMs: 10 })
    assert.deepEqual((await caller.describe('small-agent')).models, ['rules'])
    await first.kill()
    await serveEndpoint(t, one, { models: createScriptedModels() }, first.port)
    await delay(20)
    assert.ok((await caller.describe('small-agent')).models.includes('local:scripted-1'))
  })

  test('what is known of an agent that is away is still told', async (t) => {
    const first = await serveEndpoint(t, one, { models: noModels })
    const caller = open(t, { 'small-agent': first.url }, { describeEveryMs: 10 })
    const known = await caller.describe('small-agent')
    await first.kill()
    await delay(20)
    assert.deepEqual(await caller.describe('small-agent'), known)
    await assert.rejects(caller.enrich('small-agent', request, { signal }), {
      code: 'agent.unavailable',
    })
  })
})

suite('many calls', () => {
  test('5,000 calls leave no listeners, warnings or connections behind', async (t) => {
    const warnings: string[] = []
    const onWarning = (warning: Error): void => {
      warnings.push(warning.name)
    }
    process.on('warning', onWarning)
    t.after(() => process.off('warning', onWarning))
    let connections = 0
    const { url, server } = await serveEndpoint(t, metadata, { models: noModels })
    server.on('connection', () => (connections += 1))
    const caller = open(t, { 'metadata-agent': url }, { maxConnections: 8 })
    const stop = new AbortController()
    const request = aRequest(metadata, { text: 'Dear Sir', wanted: [] })
    for (let n = 0; n < 5_000; n += 25) {
      const batch = Array.from({ length: 25 }, () =>
        caller.enrich('metadata-agent', request, { signal: stop.signal }),
      )
      await Promise.all(batch)
    }
    await delay(10)
    assert.deepEqual(warnings, [])
    assert.equal(getEventListeners(stop.signal, 'abort').length, 0)
    assert.ok(connections <= 8, String(connections))
  })

  test('fifty documents at once each get their own answer', async (t) => {
    const { url } = await serveEndpoint(t, metadata, watchedModels({ latencyMs: 5 }))
    const caller = open(t, { 'metadata-agent': url })
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const request = aRequest(metadata, { run_id: `run_${i}`, text: `${LETTER} ${i}` })
        return await caller.enrich('metadata-agent', request, { signal })
      }),
    )
    assert.deepEqual(
      answers.map(({ usage }) => usage[0]?.call_id),
      answers.map((_, i) => `run_${i}:rules`),
    )
  })
})
