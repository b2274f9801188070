import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { suite, test } from 'node:test'
import type { ErrorCode } from '@colophon/domain'
import { startSimulatedAnthropic } from '@colophon/testkit/providers'
import { openModels } from '../../../src/models/index.ts'
import {
  ANTHROPIC,
  aRequest,
  anthropicRig,
  clientAt,
  failureOf,
  KEY,
  LETTER,
  rawServer,
} from '../rig.ts'

suite('anthropic: an answer', () => {
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
      const models = await clientAt(t, ANTHROPIC, port)
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
    const models = await clientAt(t, ANTHROPIC, port)
    const error = await failureOf(models.complete(aRequest({ tier: 'fast' })))
    assert.deepEqual([error.code, error.usage?.usage_complete], ['model.unavailable', false])
    assert.deepEqual(
      spies.map((spy) => spy.mock.callCount()),
      [0, 0, 0],
    )
  })
})

suite('anthropic: what nobody can have billed', () => {
  const pages: readonly (readonly [string, number, Record<string, string>, string])[] = [
    ['a redirect', 302, { location: 'https://elsewhere.example/' }, ''],
    ['a page of something on the way', 200, { 'content-type': 'text/html' }, '<html>Log in'],
    ['an answer without a byte', 200, { 'content-type': 'text/event-stream' }, ''],
    ['an answer that is nothing', 200, {}, ''],
  ]
  for (const [what, status, headers, body] of pages)
    test(`${what} is not charged for`, async (t) => {
      const port = await rawServer(t, (_request, response) => {
        response.writeHead(status, headers)
        response.end(body)
      })
      const models = await clientAt(t, ANTHROPIC, port)
      const error = await failureOf(models.complete(aRequest({ tier: 'fast' })))
      assert.deepEqual([error.code, error.usage], ['model.unavailable', null])
    })

  test('a kept connection that is closed as it is used again: the call is sent once more', async (t) => {
    const server = await startSimulatedAnthropic()
    t.after(() => server[Symbol.asyncDispose]())
    let open: Socket[] = []
    let reset = 0
    const proxy = createServer((caller) => {
      const provider = connect(server.port, '127.0.0.1')
      open.push(caller)
      for (const [from, to] of [
        [caller, provider],
        [provider, caller],
      ] as const)
        from.on('error', () => undefined).on('data', (piece) => to.write(piece))
      caller.once('close', () => provider.destroy())
    }).listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    t.after(() => {
      for (const socket of open) socket.destroy()
      proxy.close()
    })
    const models = await clientAt(t, ANTHROPIC, (proxy.address() as AddressInfo).port)
    await models.complete(aRequest({ tier: 'fast' }))
    // Whatever comes on the connection now is answered with a reset.
    const [kept] = open
    open = []
    kept?.removeAllListeners('data').on('data', () => {
      reset += 1
      kept.resetAndDestroy()
    })
    await models.complete(aRequest({ tier: 'fast' }))
    assert.deepEqual([reset, server.bill.lines.length], [1, 2])
  })
})

suite('anthropic: what a stream says', () => {
  const streaming =
    (lines: string): RequestListener =>
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(lines)
    }
  const event = (type: string, of: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...of })}\n\n`
  const usage = { input_tokens: 9, output_tokens: 1 }
  const start = event('message_start', { message: { id: 'msg_1', content: [], usage } })
  const answerOf = (text: string): string =>
    start +
    event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }) +
    event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } }) +
    event('message_stop', {})

  for (const fence of ['```json\n{"name":"Mary"}\n```', '\n```\n{"name":"Mary"}```\n'])
    test(`JSON in a fence is read: ${JSON.stringify(fence)}`, async (t) => {
      const models = await clientAt(t, ANTHROPIC, await rawServer(t, streaming(answerOf(fence))))
      const { json } = await models.complete(aRequest({ tier: 'fast' }))
      assert.deepEqual(json, { name: 'Mary' })
    })

  for (const [message, code] of [
    ['messages: something else', 'model.request_rejected'],
    ['prompt is too long', 'model.input_too_long'],
  ] as const)
    test(`an invalid request is one inside a stream too: ${message}`, async (t) => {
      const error = event('error', { error: { type: 'invalid_request_error', message } })
      const models = await clientAt(t, ANTHROPIC, await rawServer(t, streaming(start + error)))
      const failure = await failureOf(models.complete(aRequest({ tier: 'fast' })))
      assert.deepEqual([failure.code, failure.class], [code, 'permanent'])
    })

  test('a ping is a sign of life: a model that thinks says nothing else', async (t) => {
    const port = await rawServer(t, (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(start)
      let pings = 0
      const timer = setInterval(() => {
        pings += 1
        if (pings < 20) response.write(event('ping', {}))
        else response.end(answerOf('{"name":"Mary"}').slice(start.length))
      }, 50)
      response.once('close', () => {
        clearInterval(timer)
      })
    })
    const models = await clientAt(t, ANTHROPIC, port, 'idle_ms=500')
    const { json } = await models.complete(aRequest({ tier: 'fast' }))
    assert.deepEqual(json, { name: 'Mary' })
  })
})

suite('anthropic: limits', () => {
  test('tiers that use the same model share its places', async (t) => {
    const server = await startSimulatedAnthropic({ behaviour: { latency_ms: 20 } })
    t.after(() => server[Symbol.asyncDispose]())
    const url = `anthropic:claude-sonnet-5-5?base_url=${server.url}&concurrency=2`
    const models = await openModels({ fast: url, deep: url }, { keys: { ANTHROPIC_API_KEY: KEY } })
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
