import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { failureOf, ollamaRig } from '../rig.ts'

suite('ollama: limits', () => {
  test('one call at a time per model, unless told otherwise', async (t) => {
    for (const [query, most] of [
      ['', 1],
      ['concurrency=3', 3],
    ] as const) {
      const { server, ask } = await ollamaRig(t, { query, behaviour: { latency_ms: 20 } })
      await Promise.all(Array.from({ length: 9 }, () => ask()))
      assert.equal(server.load.most, most)
    }
  })

  test('requests that a model dies of do not shut it for the others', async (t) => {
    const { server, ask } = await ollamaRig(t, {
      query: 'breaker_failures=2',
      behaviour: { next: ['runner_died', 'silent_end', 'runner_died'] },
    })
    for (const code of ['model.request_rejected', 'model.invalid_answer', 'model.request_rejected'])
      assert.equal((await failureOf(ask())).code, code)
    await ask()
    assert.equal(server.requests.length, 4)
  })

  test('a runner that dies in the middle of an answer does so again: permanent, and charged', async (t) => {
    const { server, ask } = await ollamaRig(t, { behaviour: { next: ['runner_died_midway'] } })
    const error = await failureOf(ask())
    assert.deepEqual([error.code, error.class], ['model.request_rejected', 'permanent'])
    assert.equal(error.usage?.usage_complete, false)
    assert.equal(server.requests.length, 1)
  })

  test('a full queue at the server opens the breaker; a probe closes it', async (t) => {
    const states: string[] = []
    const { server, ask } = await ollamaRig(t, {
      query: 'breaker_failures=3&breaker_open_ms=50',
      behaviour: { capacity: 0 },
      events: { breaker: ({ state }) => states.push(state) },
    })
    for (let call = 0; call < 3; call += 1)
      assert.equal((await failureOf(ask())).code, 'model.overloaded')
    const refused = await failureOf(ask())
    assert.ok((refused.retryAfterMs ?? 0) > 0)
    assert.equal(server.requests.length, 3)
    server.conduct.change({ capacity: null })
    await new Promise((resolve) => setTimeout(resolve, 60))
    await ask()
    assert.deepEqual(states, ['open', 'half_open', 'closed'])
  })
})
