import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Usage, type ErrorCode } from '@colophon/domain'
import type { Fate } from '@colophon/testkit/providers'
import { openModels } from '../../../src/models/index.ts'
import { aRequest, closedPort, eventually, failureOf, ollamaRig, rawServer } from '../rig.ts'

suite('ollama: an answer', () => {
  test('has the form that was asked for, and its usage is what the server billed', async (t) => {
    const { server, ask } = await ollamaRig(t)
    const { json, model, usage } = await ask()
    assert.deepEqual(json, { name: 'Dear Mary,', place: 'Dear Mary,', sure: 0.9 })
    assert.equal(model, 'llama3.2')
    const [line] = server.bill.lines
    assert.deepEqual(usage.tokens, line?.tokens)
    assert.deepEqual([line?.call_id, line?.outcome], ['run_1:local', 'answered'])
    assert.ok(usage.usage_complete && usage.tokens.input > 0 && usage.tokens.output > 0)
    assert.deepEqual(Usage.parse(usage), usage)
  })

  test('is asked for without silent truncation, with an explicit window and the schema twice', async (t) => {
    const { server, ask } = await ollamaRig(t, { query: 'num_ctx=6000' })
    await ask()
    const sent = server.requests[0] as Record<string, unknown>
    const { num_predict: most, ...options } = sent['options'] as Record<string, unknown>
    assert.deepEqual(
      [
        sent['truncate'],
        sent['shift'],
        sent['stream'],
        sent['keep_alive'],
        sent['format'],
        options,
      ],
      [false, false, true, '30m', aRequest().schema, { temperature: 0, num_ctx: 6_000 }],
    )
    assert.equal(most, 500)
    const [system] = sent['messages'] as { role: string; content: string }[]
    assert.match(system?.content ?? '', /^You read letters\..*"Who is addressed"/s)
  })

  test('comes from the agent’s own model where it has one', async (t) => {
    const { server, ask } = await ollamaRig(t, { query: 'structure-agent=mixtral' })
    assert.equal((await ask({ agent: 'structure-agent' })).usage.model, 'mixtral')
    assert.equal((await ask()).usage.model, 'llama3.2')
    assert.deepEqual(
      server.bill.lines.map(({ model }) => model),
      ['mixtral', 'llama3.2'],
    )
  })

  test('read to its end leaves its connection for the next one', async (t) => {
    const { server, ask } = await ollamaRig(t)
    for (let call = 0; call < 5; call += 1) await ask()
    assert.equal(server.closedEarly(), 0)
    // The pool may learn of the end a moment after we do.
    assert.ok(server.connections() <= 2, `${server.connections()} connections`)
  })

  test('tells how long the model took to load', async (t) => {
    const loads: number[] = []
    const { ask } = await ollamaRig(t, { events: { loaded: ({ loadMs }) => loads.push(loadMs) } })
    await ask()
    assert.deepEqual(loads, [1])
  })
})

suite('ollama: a call that fails', () => {
  const cases: readonly (readonly [Fate, ErrorCode, 'nothing' | 'exact' | 'bound'])[] = [
    ['rate_limited', 'model.rate_limited', 'nothing'],
    ['overloaded', 'model.overloaded', 'nothing'],
    ['server_error', 'model.unavailable', 'nothing'],
    ['truncated_stream', 'model.unavailable', 'bound'],
    ['stream_error', 'model.unavailable', 'bound'],
    ['half_open', 'model.timeout', 'bound'],
    ['stall', 'model.timeout', 'bound'],
    ['invalid_json', 'model.invalid_answer', 'exact'],
    ['refusal', 'model.invalid_answer', 'exact'],
    ['max_tokens', 'model.truncated', 'exact'],
  ]
  for (const [fate, code, billed] of cases)
    test(`${fate} is ${code}, its usage ${billed}`, async (t) => {
      const isSilent = fate === 'half_open' || fate === 'stall'
      const query = isSilent ? 'first_token_ms=1000&idle_ms=1000' : ''
      const { server, ask } = await ollamaRig(t, {
        query,
        behaviour: { next: [fate], retry_after_s: 7 },
      })
      const error = await failureOf(ask())
      assert.equal(error.code, code)
      assert.match(error.message, /ollama llama3\.2/)
      if (fate === 'rate_limited') assert.equal(error.retryAfterMs, 7_000)
      if (billed === 'nothing') assert.equal(error.usage, null)
      if (billed === 'exact') {
        assert.deepEqual(error.usage?.tokens, server.bill.lines[0]?.tokens)
        assert.equal(error.usage?.usage_complete, true)
      }
      if (billed === 'bound') {
        assert.ok(error.usage)
        assert.equal(error.usage.usage_complete, false)
        await eventually(() => fate === 'half_open' || server.bill.lines.length === 1)
        const onBill = server.bill.lines[0]?.tokens ?? { input: 0, output: 0 }
        assert.ok(error.usage.tokens.input >= onBill.input)
        assert.ok(error.usage.tokens.output >= onBill.output)
      }
      // The next call finds everything as it was.
      await ask()
    })

  test('JSON of another form is an answer: the caller judges it', async (t) => {
    const { ask } = await ollamaRig(t, { behaviour: { next: ['schema_violation'] } })
    assert.deepEqual((await ask()).json, { unexpected: ['another form'] })
  })

  test('a text that does not fit the window is never sent', async (t) => {
    const { server, ask } = await ollamaRig(t, { query: 'num_ctx=1000' })
    const error = await failureOf(ask({ prompt: 'long '.repeat(1_000) }))
    assert.deepEqual(
      [error.code, error.usage, server.requests.length],
      ['model.input_too_long', null, 0],
    )
    assert.match(error.message, /num_ctx=1000/)
  })

  test('the whole call has a deadline, also when words keep coming', async (t) => {
    const port = await rawServer(t, (_request, response) => {
      const drip = setInterval(() => {
        response.write('{"message":{"role":"assistant","content":" "},"done":false}\n')
      }, 5)
      response.once('close', () => {
        clearInterval(drip)
      })
    })
    const models = await openModels({
      local: `ollama://127.0.0.1:${port}/llama3.2?deadline_ms=200`,
    })
    const error = await failureOf(models.complete(aRequest()))
    assert.deepEqual([error.code, /deadline/.test(error.message)], ['model.timeout', true])
  })

  const replies: readonly (readonly [string, number, string, ErrorCode])[] = [
    [
      'a context error',
      400,
      '{"error":"the input exceeds the context length: Dear Mary"}',
      'model.input_too_long',
    ],
    ['another bad request', 400, '{"error":"invalid format: Dear Mary"}', 'model.request_rejected'],
    ['a proxy’s page', 502, '<html>Dear Mary</html>', 'model.unavailable'],
    ['a login page', 401, '<html>', 'model.unauthorised'],
    [
      'lines that are no JSON',
      200,
      '{"message":{"content":"Dear Mary"}}\nDear Mary\n',
      'model.unavailable',
    ],
    ['nothing at all', 200, '', 'model.unavailable'],
  ]
  for (const [what, status, body, code] of replies)
    test(`${what} is ${code}, and nothing of it is told or printed`, async (t) => {
      const printed = ['log', 'warn', 'error'] as const
      const spies = printed.map((method) => t.mock.method(console, method, () => undefined))
      const port = await rawServer(t, (_request, response) => {
        response.writeHead(status, {
          'content-type': body.startsWith('<') ? 'text/html' : 'application/json',
        })
        response.end(body)
      })
      const models = await openModels({ local: `ollama://127.0.0.1:${port}/llama3.2` })
      assert.equal((await failureOf(models.complete(aRequest()))).code, code)
      assert.deepEqual(
        spies.map((spy) => spy.mock.callCount()),
        [0, 0, 0],
      )
    })

  test('a server that is not there has billed nothing', async () => {
    const models = await openModels({ local: `ollama://127.0.0.1:${await closedPort()}/llama3.2` })
    const error = await failureOf(models.complete(aRequest()))
    assert.deepEqual([error.code, error.usage], ['model.unavailable', null])
    assert.match(error.message, /ECONNREFUSED/)
  })

  test('a redirect is not followed: it could lead out of the private network', async (t) => {
    let reached = 0
    const elsewhere = await rawServer(t, (_request, response) => {
      reached += 1
      response.end()
    })
    const port = await rawServer(t, (_request, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${elsewhere}/` })
      response.end()
    })
    const models = await openModels({ local: `ollama://127.0.0.1:${port}/llama3.2` })
    await failureOf(models.complete(aRequest()))
    assert.equal(reached, 0)
  })
})

suite('ollama: cancelling', () => {
  test('closes the connection in the middle of an answer, with the caller’s own reason', async (t) => {
    const { server, ask } = await ollamaRig(t, { behaviour: { next: ['stall'] } })
    const caller = new AbortController()
    const running = ask({ signal: caller.signal })
    running.catch(() => undefined)
    await eventually(() => server.streaming() === 1)
    const reason = new Error('lease lost')
    caller.abort(reason)
    await assert.rejects(running, (thrown) => thrown === reason)
    await eventually(() => server.closedEarly() === 1)
    await eventually(() => server.bill.lines[0]?.outcome === 'cut')
  })

  test('one call leaves the others alone', async (t) => {
    const query = 'concurrency=2'
    const { server, ask } = await ollamaRig(t, { query, behaviour: { latency_ms: 100 } })
    const caller = new AbortController()
    const cancelled = ask({ signal: caller.signal })
    cancelled.catch(() => undefined)
    const other = ask()
    await eventually(() => server.load.now === 2)
    caller.abort(new Error('lease lost'))
    await assert.rejects(cancelled, { message: 'lease lost' })
    assert.equal((await other).model, 'llama3.2')
  })
})

suite('ollama: being ready', () => {
  test('means that every configured model is there, with or without its tag', async (t) => {
    const ready = await ollamaRig(t, { query: 'structure-agent=mixtral:latest' })
    await ready.models.ping()
    const lacking = await ollamaRig(t, { query: 'structure-agent=qwen3' })
    await assert.rejects(lacking.models.ping(), { code: 'model.missing', message: /qwen3/ })
    const error = await failureOf(lacking.ask({ agent: 'structure-agent' }))
    assert.deepEqual([error.code, error.usage], ['model.missing', null])
  })

  test('is told apart from a server that is not there', async () => {
    const models = await openModels({ local: `ollama://127.0.0.1:${await closedPort()}/llama3.2` })
    await assert.rejects(models.ping(), { code: 'model.unavailable', message: /ECONNREFUSED/ })
  })
})

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
