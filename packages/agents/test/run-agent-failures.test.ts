import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { AgentCallError, ColophonError, type ErrorCode } from '@colophon/domain'
import { runAgent } from '../src/run-agent.ts'
import { half, noRules, run, trusting, valueOf } from './cascade.ts'
import { aRequest, said, watchedModels } from './letter.ts'

const failing = (code: ErrorCode, retryAfterMs?: number) =>
  watchedModels({
    answer: () => {
      throw new ColophonError(code, 'scripted', {
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      })
    },
  })

suite('a model that fails', () => {
  for (const code of [
    'model.overloaded',
    'model.rate_limited',
    'model.timeout',
    'model.unavailable',
  ] as const) {
    test(`${code} is thrown on, to be tried again, with what was spent so far`, async () => {
      const { models } = watchedModels({
        answer: ({ tier }) => {
          if (tier === 'fast') throw new ColophonError(code, 'scripted', { retryAfterMs: 1_500 })
          return {
            name: said('Mary', { confidence: 0.2 }),
            place: said('Boston', { confidence: 0.2 }),
          }
        },
      })
      await assert.rejects(run(noRules, models), (error) => {
        assert.ok(error instanceof AgentCallError)
        assert.deepEqual([error.code, error.class, error.retryAfterMs], [code, 'transient', 1_500])
        assert.deepEqual(
          error.usage.map(({ tier }) => tier),
          ['rules', 'local'],
        )
        return true
      })
    })

    test(`${code} on the last attempt leaves the cheaper answer, degraded`, async () => {
      const response = await run(half, failing(code).models, { last_attempt: true })
      assert.deepEqual([response.status, response.why], ['degraded', code])
      assert.equal(valueOf(response, 'a.place'), 'Salem')
    })
  }

  for (const code of [
    'model.refused',
    'model.truncated',
    'model.input_too_long',
    'model.missing',
    'model.unauthorised',
  ] as const)
    test(`${code} leaves the cheaper answer at once, degraded, without asking again`, async () => {
      const { models, asked } = failing(code)
      const response = await run(half, models, { tiers: ['rules', 'local'] })
      assert.deepEqual([response.status, response.why, asked.length], ['degraded', code, 1])
      assert.equal(valueOf(response, 'a.place'), 'Salem')
    })

  test('a tier that fails for good is made up for by the next one', async () => {
    const { models } = watchedModels({
      answer: ({ tier }) => {
        if (tier === 'local') throw new ColophonError('model.refused', 'scripted')
        return { place: said('Boston', { quote: 'from Boston' }) }
      },
    })
    const response = await run(trusting, models)
    assert.deepEqual([response.status, valueOf(response, 'a.place')], ['ok', 'Boston'])
  })

  test('a budget error is not a model’s: it is thrown on', async () => {
    await assert.rejects(run(half, failing('budget.exhausted').models, { last_attempt: true }), {
      code: 'budget.exhausted',
    })
  })

  test('a defect is no quiet fallback, and what was spent before it is told', async () => {
    const { models } = watchedModels({
      answer: ({ tier }) => {
        if (tier === 'fast') throw new TypeError('a bug')
        return { place: said('Boston', { confidence: 0.1 }) }
      },
    })
    await assert.rejects(run(half, models, { last_attempt: true }), (error) => {
      assert.ok(error instanceof AgentCallError && error.cause instanceof TypeError)
      assert.equal(error.code, 'agent.failed')
      assert.equal(error.usage.length, 2)
      return true
    })
  })
})

suite('cancelling', () => {
  test('a run that is cancelled before it starts asks nobody', async () => {
    const { models, asked } = watchedModels()
    const reason = new Error('lease lost')
    const cancelled = runAgent(half, aRequest(half), { models, signal: AbortSignal.abort(reason) })
    await assert.rejects(cancelled, reason)
    assert.equal(asked.length, 0)
  })

  for (const reason of [new Error('stopping'), new ColophonError('model.refused', 'as a reason')])
    test(`a slow call ends at once with the reason itself (${reason.name})`, async () => {
      const stop = new AbortController()
      const { models } = watchedModels({ latencyMs: 60_000 })
      const running = runAgent(half, aRequest(half, { last_attempt: true }), {
        models,
        signal: stop.signal,
      })
      running.catch(() => undefined)
      await delay(20)
      const startedAt = performance.now()
      stop.abort(reason)
      await assert.rejects(running, (thrown) => thrown === reason)
      assert.ok(performance.now() - startedAt < 100)
    })
})
