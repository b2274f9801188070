import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { suite, test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { ScriptedOptions } from '@colophon/adapters/models'
import { AgentCallError, ColophonError, noModels, type AgentCaller } from '@colophon/domain'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { definitionHash, openAgentsInMemory, runAgent } from '../../../src/index.ts'
import type { CallLimits } from '../../../src/mcp/client/call.ts'
import { errorInResult } from '../../../src/mcp/wire/envelope.ts'
import { largestCallOf } from '../../../src/largest-call.ts'
import { agentNamed, aRequest, LETTER, watchedModels } from '../../letter.ts'

const metadata = agentNamed('metadata-agent')
/** A question that only a model can answer. */
const toModel = aRequest(metadata, { tiers: ['local'] })
const { signal } = new AbortController()

async function open(
  t: TestContext,
  scripted: ScriptedOptions = {},
  options: { limits?: Partial<CallLimits>; progressEveryMs?: number } = {},
): Promise<AgentCaller> {
  const caller = await openAgentsInMemory(LETTER_AGENTS, { ...watchedModels(scripted), ...options })
  t.after(() => caller[Symbol.asyncDispose]())
  return caller
}

const rejectsWith = (code: string, running: Promise<unknown>) =>
  assert.rejects(running, (error) => {
    assert.ok(error instanceof AgentCallError, String(error))
    assert.equal(error.code, code)
    return true
  })

suite('calling agents as the worker does', () => {
  test('the answer is the one that the agent gives without MCP between', async (t) => {
    const caller = await openAgentsInMemory(LETTER_AGENTS, { models: noModels })
    t.after(() => caller[Symbol.asyncDispose]())
    for (const agent of LETTER_AGENTS) {
      const request = aRequest(agent)
      const timeless = (answer: object) =>
        JSON.parse(
          JSON.stringify(answer, (key, value: unknown) =>
            key === 'at' || key === 'duration_ms' ? 0 : value,
          ),
        ) as object
      const [over, without] = [
        await caller.enrich(agent.name, request, { signal }),
        await runAgent(agent, request, { models: noModels, signal }),
      ]
      assert.deepEqual(timeless(over), timeless(without))
    }
  })

  test('an agent describes its definition and its models', async (t) => {
    const caller = await open(t)
    assert.deepEqual(await caller.describe('content-agent'), {
      agent: 'content-agent',
      definition_hash: definitionHash(agentNamed('content-agent')),
      // The stand-in too: it answers when the budget allows no paid model.
      models: ['rules', 'local:scripted-1', 'fast:scripted-1'],
      largest_call: largestCallOf(agentNamed('content-agent')),
    })
  })

  test('fifty documents at once over all agents', async (t) => {
    const caller = await open(t, { latencyMs: 5 })
    const runs = Array.from({ length: 50 }, (_, i) =>
      LETTER_AGENTS.map((agent) => {
        const request = aRequest(agent, {
          run_id: `run_${String(i)}`,
          text: `${LETTER} ${String(i)}`,
        })
        return caller.enrich(agent.name, request, { signal })
      }),
    )
    const answers = await Promise.all(runs.flat())
    const ids = answers.flatMap(({ usage }) => usage.map(({ call_id }) => call_id))
    assert.ok(ids.includes('run_49:rules'))
    assert.ok(answers.every(({ status }) => status === 'ok'))
  })

  test('a signal that outlives many calls collects no listeners', async (t) => {
    const caller = await open(t)
    const stop = new AbortController()
    for (let i = 0; i < 30; i++)
      await caller.enrich('metadata-agent', toModel, { signal: stop.signal })
    assert.equal(getEventListeners(stop.signal, 'abort').length, 0)
  })
})

suite('calls that fail', () => {
  test('an agent nobody knows is unavailable', async (t) => {
    const caller = await open(t)
    await rejectsWith('agent.unavailable', caller.enrich('poetry-agent', toModel, { signal }))
  })

  test('silence for longer than the limit is a timeout, to be tried again', async (t) => {
    const caller = await open(t, { latencyMs: 60_000 }, { limits: { idleMs: 30 } })
    const running = caller.enrich('metadata-agent', toModel, { signal })
    await rejectsWith('agent.timeout', running)
    await assert.rejects(running, { class: 'transient' })
  })

  test('progress keeps a slow call alive', async (t) => {
    const caller = await open(
      t,
      { latencyMs: 400 },
      { limits: { idleMs: 150 }, progressEveryMs: 20 },
    )
    assert.equal((await caller.enrich('metadata-agent', toModel, { signal })).status, 'ok')
  })

  test('progress does not keep it alive for ever', async (t) => {
    const limits = { idleMs: 1_000, deadlineMs: 80 }
    const caller = await open(t, { latencyMs: 60_000 }, { limits, progressEveryMs: 20 })
    await rejectsWith('agent.timeout', caller.enrich('metadata-agent', toModel, { signal }))
  })

  test('what it waits for its turn at the model is no part of its time, and is told', async (t) => {
    const limits = { idleMs: 1_000, deadlineMs: 150 }
    const { models } = watchedModels()
    const waits = {
      ...models,
      async complete(asked: Parameters<typeof models.complete>[0]) {
        asked.onWait?.(true)
        await delay(500, undefined, { signal: asked.signal })
        asked.onWait?.(false)
        return await models.complete(asked)
      },
    }
    const caller = await openAgentsInMemory(LETTER_AGENTS, { models: waits, limits })
    t.after(() => caller[Symbol.asyncDispose]())
    const told: boolean[] = []
    const onWait = (now: boolean) => told.push(now)
    const { status } = await caller.enrich('metadata-agent', toModel, { signal, onWait })
    assert.deepEqual([status, told], ['ok', [true, false]])
  })

  test('a call that is given up while it waits has waited in vain, and asks nobody', async (t) => {
    const { models, asked } = watchedModels()
    const waits = {
      ...models,
      async complete(request: Parameters<typeof models.complete>[0]) {
        request.onWait?.(true)
        await delay(60_000, undefined, { signal: request.signal })
        return await models.complete(request)
      },
    }
    const caller = await openAgentsInMemory(LETTER_AGENTS, { models: waits })
    t.after(() => caller[Symbol.asyncDispose]())
    const stop = new AbortController()
    const running = caller.enrich('metadata-agent', toModel, { signal: stop.signal })
    setTimeout(() => {
      stop.abort(new Error('lease lost'))
    }, 50)
    await assert.rejects(running, { message: 'lease lost' })
    assert.equal(asked.length, 0)
  })

  test('a connection that closes under a call, or before it, is an unavailable agent', async (t) => {
    const caller = await open(t, { latencyMs: 60_000 })
    const running = caller.enrich('metadata-agent', toModel, { signal })
    running.catch(() => undefined)
    await delay(10)
    await caller[Symbol.asyncDispose]()
    await rejectsWith('agent.unavailable', running)
    await rejectsWith('agent.unavailable', caller.enrich('metadata-agent', toModel, { signal }))
  })

  test('a cancelled call rejects with the caller’s reason, at once', async (t) => {
    const caller = await open(t, { latencyMs: 60_000 })
    const reason = new ColophonError('lease.lost', 'doc_1')
    const stop = new AbortController()
    const running = caller.enrich('metadata-agent', toModel, { signal: stop.signal })
    running.catch(() => undefined)
    await delay(10)
    const startedAt = performance.now()
    stop.abort(reason)
    await assert.rejects(running, (thrown) => thrown === reason)
    assert.ok(performance.now() - startedAt < 100)
    await assert.rejects(
      caller.enrich('metadata-agent', toModel, { signal: stop.signal }),
      (thrown) => thrown === reason,
    )
  })

  test('a model’s failure arrives with code, class, wait and usage', async (t) => {
    const caller = await open(t, {
      answer: () => {
        throw new ColophonError('model.overloaded', 'scripted', { retryAfterMs: 900 })
      },
    })
    const request = aRequest(metadata, { text: 'x' })
    await assert.rejects(caller.enrich('metadata-agent', request, { signal }), (error) => {
      assert.ok(error instanceof AgentCallError)
      assert.deepEqual(
        [error.code, error.class, error.retryAfterMs, error.usage.length],
        ['model.overloaded', 'transient', 900, 1],
      )
      return true
    })
  })

  test('a request that does not fit is refused by the agent', async (t) => {
    const caller = await open(t)
    const wrong = { ...toModel, tiers: ['dearest'] } as never
    await rejectsWith('agent.invalid_arguments', caller.enrich('metadata-agent', wrong, { signal }))
  })
})

suite('the error envelope', () => {
  test('a result without an error is no failure', () => {
    assert.equal(errorInResult('a', { isError: false }), null)
    assert.equal(errorInResult('a', {}), null)
  })

  for (const [_meta, code] of [
    [undefined, 'agent.failed'],
    [{}, 'agent.failed'],
    // An error that nobody can read may have held what was spent.
    [{ 'colophon/error': 'no' }, 'agent.invalid_answer'],
    [{ 'colophon/error': { code: 'made.up', retryable: true } }, 'agent.invalid_answer'],
  ] as const)
    test(`${JSON.stringify(_meta)} says nothing that could be tried again`, () => {
      const error = errorInResult('a', { isError: true, _meta })
      assert.deepEqual([error?.code, error?.class], [code, 'permanent'])
    })
})
