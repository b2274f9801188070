import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Usage, type ErrorCode } from '@colophon/domain'
import { startSimulatedAnthropic, type Fate } from '@colophon/testkit/providers'
import { openModels } from '../../../src/models/index.ts'
import {
  aRequest,
  anthropicRig,
  closedPort,
  eventually,
  failureOf,
  KEY,
  LETTER,
  rawServer,
} from '../rig.ts'

suite('anthropic: an answer', () => {
  test('has the form that was asked for, and its usage is what the server billed', async (t) => {
    const { server, ask } = await anthropicRig(t)
    const { json, model, usage } = await ask()
    assert.deepEqual(json, { name: 'Dear Mary,', place: 'Dear Mary,', sure: 0.9 })
    assert.equal(model, 'claude-sonnet-5-5')
    const [line] = server.bill.lines
    assert.deepEqual(usage.tokens, line?.tokens)
    assert.deepEqual([usage.request_id, usage.call_id], [line?.request_id, line?.call_id])
    assert.ok(usage.usage_complete && usage.tokens.input > 0 && usage.tokens.output > 0)
    assert.deepEqual(Usage.parse(usage), usage)
  })

  test('is asked for with a grammar, little effort, a cached static part, and nothing models refuse', async (t) => {
    const { server, ask } = await anthropicRig(t)
    await ask()
    const { output_config: output, ...sent } = server.requests[0] as Record<string, unknown>
    assert.deepEqual(sent, {
      model: 'claude-sonnet-5-5',
      max_tokens: 500,
      stream: true,
      system: [{ type: 'text', text: 'You read letters.', cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: aRequest().prompt }],
    })
    const { effort, format } = output as {
      effort: string
      format: { type: string; schema: object }
    }
    assert.deepEqual([effort, format.type], ['low', 'json_schema'])
    assert.doesNotMatch(JSON.stringify(Object.keys(format.schema)), /\$schema/)
  })

  test('tells cache writes and reads apart from plain input', async (t) => {
    const { server, ask } = await anthropicRig(t)
    const system = 'You read letters. '.repeat(400)
    const [first, second] = [await ask({ system }), await ask({ system })]
    assert.ok(first.usage.tokens.cache_write_5m > 1_024 && first.usage.tokens.cache_read === 0)
    assert.ok(second.usage.tokens.cache_read > 1_024 && second.usage.tokens.cache_write_5m === 0)
    assert.deepEqual(
      [first.usage.tokens, second.usage.tokens],
      server.bill.lines.map(({ tokens }) => tokens),
    )
  })

  test('read to its end leaves its connection for the next one', async (t) => {
    const { server, ask } = await anthropicRig(t)
    for (let call = 0; call < 5; call += 1) await ask()
    assert.equal(server.closedEarly(), 0)
    assert.ok(server.connections() <= 2, `${server.connections()} connections`)
  })

  test('tells what is left of the provider’s rate limit', async (t) => {
    const told: unknown[] = []
    const { ask } = await anthropicRig(t, { events: { headroom: (event) => told.push(event) } })
    await ask()
    const name = { provider: 'anthropic', model: 'claude-sonnet-5-5' }
    assert.deepEqual(told, [{ ...name, kind: 'requests', limit: 4_000, remaining: 3_999 }])
  })

  test('to a schema the provider has no grammar for is asked for in words, then and later', async (t) => {
    const { server, ask } = await anthropicRig(t, { refuseGrammar: true })
    const { schema } = aRequest()
    for (let call = 0; call < 2; call += 1)
      assert.deepEqual((await ask({ schema })).json, {
        name: 'Dear Mary,',
        place: 'Dear Mary,',
        sure: 0.9,
      })
    assert.deepEqual(
      server.requests.map((sent) => 'format' in (sent as { output_config: object }).output_config),
      [true, false, false],
    )
    assert.equal(server.bill.lines.length, 2)
  })
})

suite('anthropic: a call that fails', () => {
  const cases: readonly (readonly [Fate, ErrorCode, 'nothing' | 'exact' | 'bound'])[] = [
    ['rate_limited', 'model.rate_limited', 'nothing'],
    ['overloaded', 'model.overloaded', 'nothing'],
    ['server_error', 'model.unavailable', 'nothing'],
    ['truncated_stream', 'model.unavailable', 'bound'],
    ['stream_error', 'model.overloaded', 'bound'],
    ['half_open', 'model.timeout', 'bound'],
    ['stall', 'model.timeout', 'bound'],
    ['invalid_json', 'model.invalid_answer', 'exact'],
    ['refusal', 'model.refused', 'exact'],
    ['max_tokens', 'model.truncated', 'exact'],
  ]
  for (const [fate, code, billed] of cases)
    test(`${fate} is ${code}, its usage ${billed}`, async (t) => {
      const isSilent = fate === 'half_open' || fate === 'stall'
      const query = isSilent ? 'first_token_ms=1000&idle_ms=1000' : ''
      const { server, ask } = await anthropicRig(t, {
        query,
        behaviour: { next: [fate], retry_after_s: 7 },
      })
      const error = await failureOf(ask())
      assert.equal(error.code, code)
      assert.match(error.message, /anthropic claude-sonnet-5-5/)
      if (fate !== 'half_open') assert.match(error.message, /request req_000001/)
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
        const onBill = server.bill.lines[0]?.tokens
        // The start of a message tells the input exactly; without it only a bound is known.
        if (onBill !== undefined) assert.equal(error.usage.tokens.input, onBill.input)
        assert.ok(error.usage.tokens.output >= (onBill?.output ?? 500))
      }
      await ask()
    })

  test('each failure is one request: the job store retries, not the library', async (t) => {
    const { server, ask } = await anthropicRig(t, {
      query: 'breaker_failures=100',
      behaviour: { next: ['rate_limited', 'overloaded', 'server_error'] },
    })
    for (let call = 0; call < 3; call += 1) await failureOf(ask())
    assert.equal(server.requests.length, 3)
  })

  test('a wrong key is told without telling the key', async (t) => {
    const { ask } = await anthropicRig(t, { key: `${KEY}-wrong` })
    const error = await failureOf(ask())
    assert.deepEqual(
      [error.code, error.class, error.usage],
      ['model.unauthorised', 'permanent', null],
    )
  })

  test('a model that is not there, and one that is', async (t) => {
    const here = await anthropicRig(t, { models: ['claude-sonnet-5-5'] })
    await here.models.ping()
    const away = await anthropicRig(t, { models: ['claude-opus-5-5'] })
    await assert.rejects(away.models.ping(), { code: 'model.missing' })
    assert.equal((await failureOf(away.ask())).code, 'model.missing')
  })

  test('a text beyond the limit is never sent', async (t) => {
    const { server, ask } = await anthropicRig(t, { query: 'max_input_tokens=100' })
    const error = await failureOf(ask())
    assert.deepEqual(
      [error.code, error.usage, server.requests.length],
      ['model.input_too_long', null, 0],
    )
  })

  const replies: readonly (readonly [number, string, string, ErrorCode])[] = [
    [
      400,
      'invalid_request_error',
      'prompt is too long: 201212 tokens > 200000 maximum',
      'model.input_too_long',
    ],
    [400, 'invalid_request_error', 'Your credit balance is too low', 'model.unauthorised'],
    [400, 'invalid_request_error', 'messages: something else', 'model.request_rejected'],
    [403, 'permission_error', 'not allowed', 'model.unauthorised'],
    [408, 'timeout_error', 'too slow', 'model.timeout'],
    [409, 'conflict_error', 'conflict', 'model.unavailable'],
    [413, 'request_too_large', 'too large', 'model.input_too_long'],
    [422, 'invalid_request_error', 'unprocessable', 'model.request_rejected'],
    [503, 'api_error', 'unavailable', 'model.overloaded'],
  ]
  for (const [status, type, message, code] of replies)
    test(`${status}, ${message} is ${code}; a provider that repeats all it was sent is not repeated`, async (t) => {
      const port = await rawServer(t, (request, response) => {
        const echo = `${message} ${request.headers.authorization ?? ''} ${LETTER}`
        response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_1' })
        response.end(JSON.stringify({ type: 'error', error: { type, message: echo } }))
      })
      const models = await openModels(
        { fast: `anthropic:claude-sonnet-5-5?base_url=http://127.0.0.1:${port}` },
        { anthropicApiKey: KEY },
      )
      const error = await failureOf(models.complete(aRequest({ tier: 'fast' })))
      assert.deepEqual([error.code, error.usage], [code, null])
      assert.match(error.message, new RegExp(`HTTP ${status}, ${type} \\(request req_1\\)`))
    })

  test('events that are no JSON are a broken answer, and nothing of them is printed', async (t) => {
    const spies = (['log', 'warn', 'error'] as const).map((method) =>
      t.mock.method(console, method, () => undefined),
    )
    const port = await rawServer(t, (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(`event: message_start\ndata: ${LETTER}\n\n`)
    })
    const models = await openModels(
      { fast: `anthropic:claude-sonnet-5-5?base_url=http://127.0.0.1:${port}` },
      { anthropicApiKey: KEY },
    )
    const error = await failureOf(models.complete(aRequest({ tier: 'fast' })))
    assert.deepEqual([error.code, error.usage?.usage_complete], ['model.unavailable', false])
    assert.deepEqual(
      spies.map((spy) => spy.mock.callCount()),
      [0, 0, 0],
    )
  })

  test('a redirect is not followed: it could take letter and key elsewhere', async (t) => {
    let reached = 0
    const elsewhere = await rawServer(t, (_request, response) => {
      reached += 1
      response.end()
    })
    const port = await rawServer(t, (_request, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${elsewhere}/` })
      response.end()
    })
    const models = await openModels(
      { fast: `anthropic:claude-sonnet-5-5?base_url=http://127.0.0.1:${port}` },
      { anthropicApiKey: KEY },
    )
    await failureOf(models.complete(aRequest({ tier: 'fast' })))
    assert.equal(reached, 0)
  })

  test('a server that is not there has billed nothing', async () => {
    const models = await openModels(
      { fast: `anthropic:claude-sonnet-5-5?base_url=http://127.0.0.1:${await closedPort()}` },
      { anthropicApiKey: KEY },
    )
    const error = await failureOf(models.complete(aRequest({ tier: 'fast' })))
    assert.deepEqual([error.code, error.usage], ['model.unavailable', null])
    assert.match(error.message, /ECONNREFUSED/)
  })
})

suite('anthropic: cancelling', () => {
  test('closes the connection in the middle of an answer, with the caller’s own reason', async (t) => {
    const { server, ask } = await anthropicRig(t, { behaviour: { next: ['stall'] } })
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
})

suite('anthropic: limits', () => {
  test('tiers that use the same model share its places', async (t) => {
    const server = await startSimulatedAnthropic({ behaviour: { latency_ms: 20 } })
    t.after(() => server[Symbol.asyncDispose]())
    const url = `anthropic:claude-sonnet-5-5?base_url=${server.url}&concurrency=2`
    const models = await openModels({ fast: url, deep: url }, { anthropicApiKey: KEY })
    const calls = Array.from({ length: 8 }, (_, index) =>
      models.complete(aRequest({ tier: index % 2 === 0 ? 'fast' : 'deep' })),
    )
    await Promise.all(calls)
    assert.equal(server.load.most, 2)
  })

  test('calls beyond the rate wait until they are cancelled or due', async (t) => {
    const { server, ask } = await anthropicRig(t, { query: 'rpm=1' })
    await ask()
    const caller = new AbortController()
    const waiting = ask({ signal: caller.signal })
    caller.abort(new Error('lease lost'))
    await assert.rejects(waiting, { message: 'lease lost' })
    assert.equal(server.requests.length, 1)
  })
})
