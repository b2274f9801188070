import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { ModelCallError, NO_TOKENS, type ErrorCode, type ModelAnswer } from '@colophon/domain'
import type { CallEvent } from '../../../src/models/events.ts'
import { Guard } from '../../../src/models/guard/guard.ts'
import { aRequest } from '../rig.ts'

const NAME = { provider: 'ollama', model: 'llama3.2' }
const usage = {
  ...NAME,
  call_id: 'run_1:local',
  tier: 'local' as const,
  tool: null,
  tokens: NO_TOKENS,
  duration_ms: 1,
  usage_complete: true,
}
const answer: ModelAnswer = { json: {}, model: NAME.model, source: NAME.model, usage }
const failing = (code: ErrorCode) => () =>
  Promise.reject(new ModelCallError(code, 'scripted', null))
const answering = () => Promise.resolve(answer)

suite('the guard before a model', () => {
  test('a provider in trouble is left alone after so many calls, and every call is counted', async () => {
    const calls: CallEvent['outcome'][] = []
    const guard = new Guard(
      NAME,
      { concurrency: 2, breakerFailures: 2, breakerOpenMs: 60_000 },
      { call: ({ outcome }) => calls.push(outcome) },
    )
    for (const code of ['model.overloaded', 'model.unavailable'] as const)
      await assert.rejects(guard.run(aRequest(), failing(code)), { code })
    let asked = 0
    await assert.rejects(
      guard.run(aRequest(), () => {
        asked += 1
        return answering()
      }),
      (error) => {
        assert.ok(error instanceof ModelCallError)
        assert.equal(error.code, 'model.overloaded')
        assert.ok((error.retryAfterMs ?? 0) > 0 && (error.retryAfterMs ?? 0) <= 60_000)
        return true
      },
    )
    assert.equal(asked, 0)
    assert.deepEqual(calls, ['model.overloaded', 'model.unavailable', 'model.overloaded'])
  })

  test('refusals, bad answers and rate limits are no trouble of the provider', async () => {
    const guard = new Guard(NAME, { concurrency: 1, breakerFailures: 1 })
    for (const code of [
      'model.refused',
      'model.truncated',
      'model.rate_limited',
      'model.invalid_answer',
    ] as const)
      await assert.rejects(guard.run(aRequest(), failing(code)), { code })
    assert.equal(await guard.run(aRequest(), answering), answer)
  })

  test('when it opens, those that wait are sent away too', async () => {
    const guard = new Guard(NAME, { concurrency: 1, breakerFailures: 1 })
    const broken = Promise.withResolvers<ModelAnswer>()
    const first = guard.run(aRequest(), () => broken.promise)
    const waiting = guard.run(aRequest(), answering)
    broken.reject(new ModelCallError('model.overloaded', 'scripted', null))
    await assert.rejects(first, { code: 'model.overloaded' })
    await assert.rejects(waiting, { code: 'model.resting', message: /left alone/ })
  })

  test('who is not let through loses an attempt only where nobody is there, or patience has ended', async () => {
    for (const [code, breakerPatienceMs, refusal] of [
      ['model.timeout', undefined, 'model.resting'],
      ['model.overloaded', undefined, 'model.resting'],
      ['model.unavailable', undefined, 'model.overloaded'],
      ['model.timeout', 1, 'model.overloaded'],
    ] as const) {
      const guard = new Guard(NAME, { concurrency: 1, breakerFailures: 1, breakerPatienceMs })
      await assert.rejects(guard.run(aRequest(), failing(code)), { code })
      await new Promise((resolve) => setTimeout(resolve, 5))
      await assert.rejects(guard.run(aRequest(), answering), { code: refusal }, code)
    }
  })

  test('an answer to a call from before does not make a resting model one that is not there', async () => {
    for (const late of [answering, failing('model.truncated')]) {
      const guard = new Guard(NAME, { concurrency: 6, breakerFailures: 2, breakerOpenMs: 60_000 })
      const held = Promise.withResolvers<undefined>()
      const slow = guard.run(aRequest(), () => held.promise.then(late))
      for (let call = 0; call < 2; call += 1)
        await assert.rejects(guard.run(aRequest(), failing('model.timeout')))
      held.resolve(undefined)
      await slow.catch(() => undefined)
      await assert.rejects(guard.run(aRequest(), answering), { code: 'model.resting' })
    }
  })

  test('a call that has to wait says so, and when it need not any more', async () => {
    const guard = new Guard(NAME, { concurrency: 1 })
    const told: string[] = []
    const asking = (name: string, call: () => Promise<ModelAnswer>, signal?: AbortSignal) =>
      guard.run(
        aRequest({
          ...(signal && { signal }),
          onWait: (waits) => told.push(`${name} ${waits ? 'waits' : 'goes on'}`),
        }),
        call,
      )
    const held = Promise.withResolvers<ModelAnswer>()
    const first = asking('first', () => held.promise)
    const second = asking('second', answering)
    const caller = new AbortController()
    const third = asking('third', answering, caller.signal)
    caller.abort(new Error('lease lost'))
    await assert.rejects(third, { message: 'lease lost' })
    held.resolve(answer)
    await Promise.all([first, second])
    const waited = ['second waits', 'third waits', 'third goes on', 'second goes on']
    assert.deepEqual(told, ['first goes on', ...waited])
  })

  test('one call probes when the time is up; when it is answered all are let through', async () => {
    const states: string[] = []
    const guard = new Guard(
      NAME,
      { concurrency: 4, breakerFailures: 1, breakerOpenMs: 1 },
      { breaker: ({ state }) => states.push(state) },
    )
    await assert.rejects(guard.run(aRequest(), failing('model.unavailable')))
    await new Promise((resolve) => setTimeout(resolve, 5))
    const probed = Promise.withResolvers<ModelAnswer>()
    const probe = guard.run(aRequest(), () => probed.promise)
    await new Promise((resolve) => setTimeout(resolve, 5))
    await assert.rejects(guard.run(aRequest(), answering), { code: 'model.overloaded' })
    probed.resolve(answer)
    await probe
    await guard.run(aRequest(), answering)
    assert.deepEqual(states, ['open', 'half_open', 'closed'])
  })

  test('a caller that gives up is told its own reason and holds no place', async () => {
    const calls: CallEvent['outcome'][] = []
    const guard = new Guard(
      NAME,
      { concurrency: 1 },
      { call: ({ outcome }) => calls.push(outcome) },
    )
    const caller = new AbortController()
    const reason = new Error('lease lost')
    const { signal } = caller
    const running = guard.run(
      aRequest({ signal }),
      () =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error)
          })
        }),
    )
    const waiting = guard.run(aRequest({ signal }), answering)
    caller.abort(reason)
    const ends = await Promise.allSettled([running, waiting])
    assert.deepEqual(
      ends.map((end) => end.status === 'rejected' && end.reason === reason),
      [true, true],
    )
    await guard.run(aRequest(), answering)
    assert.deepEqual(calls.toSorted(), ['aborted', 'aborted', 'answered'])
  })
})
