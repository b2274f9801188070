import assert from 'node:assert/strict'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { suite, test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { AgentCallError, noModels, type AgentCaller, type ErrorCode } from '@colophon/domain'
import { openAgentsOverHttp } from '../../../src/index.ts'
import type { HttpCallerOptions } from '../../../src/mcp/client/over-http.ts'
import { agentNamed, aRequest, watchedModels } from '../../letter.ts'
import { serve, serveAgent, serveEndpoint, serviceToken, type Served } from '../serve.ts'

const NAME = 'metadata-agent'
const metadata = agentNamed(NAME)
const request = aRequest(metadata)
const toModel = aRequest(metadata, { tiers: ['local'] })
const { signal } = new AbortController()

function open(t: TestContext, url: string, options: Partial<HttpCallerOptions> = {}): AgentCaller {
  const caller = openAgentsOverHttp({ [NAME]: url }, { token: serviceToken, ...options })
  t.after(() => caller[Symbol.asyncDispose]())
  return caller
}

const rejectsWith = async (running: Promise<unknown>, code: ErrorCode): Promise<AgentCallError> => {
  const thrown: unknown = await running.then(
    () => assert.fail('it did not fail'),
    (error: unknown) => error,
  )
  assert.ok(thrown instanceof AgentCallError, String(thrown))
  assert.equal(thrown.code, code, thrown.message)
  assert.ok(thrown.message.includes(NAME), thrown.message)
  return thrown
}

/** An agent that answers its handshake, and then as the test says. */
async function serveThen(t: TestContext, then: RequestListener): Promise<Served> {
  const good = await serveEndpoint(t, metadata, watchedModels())
  const endpoint = good.server.listeners('request')[0] as RequestListener
  let seen = 0
  return await serve(t, (incoming, response) => {
    seen += 1
    ;(seen <= 2 ? endpoint : then)(incoming, response)
  })
}

suite('an agent that is away', () => {
  test('is unavailable, by name, for describing and for enriching', async (t) => {
    const gone = await serve(t, () => undefined)
    await gone.kill()
    const caller = open(t, gone.url)
    const described = await rejectsWith(caller.describe(NAME), 'agent.unavailable')
    const enriched = await rejectsWith(
      caller.enrich(NAME, request, { signal }),
      'agent.unavailable',
    )
    assert.deepEqual([described.class, enriched.class], ['transient', 'transient'])
    assert.doesNotMatch(enriched.message, /127\.0\.0\.1|http/)
  })

  test('is not asked again and again, and noticed when it is back', async (t) => {
    const gone = await serve(t, () => undefined)
    await gone.kill()
    const caller = open(t, gone.url)
    for (let i = 0; i < 3; i++)
      await rejectsWith(caller.enrich(NAME, request, { signal }), 'agent.unavailable')
    let asked = 0
    const back = await serveEndpoint(t, metadata, { models: noModels }, gone.port)
    back.server.on('request', () => (asked += 1))
    const refused = await rejectsWith(caller.enrich(NAME, request, { signal }), 'agent.unavailable')
    assert.ok((refused.retryAfterMs ?? 0) > 0)
    assert.equal(asked, 0)
    await delay(1_050)
    assert.equal((await caller.enrich(NAME, request, { signal })).status, 'ok')
  })

  test('that is back within the call answers it', async (t) => {
    const gone = await serve(t, () => undefined)
    await gone.kill()
    const running = open(t, gone.url).enrich(NAME, request, { signal })
    running.catch(() => undefined)
    await delay(20)
    await serveEndpoint(t, metadata, { models: noModels }, gone.port)
    assert.equal((await running).status, 'ok')
  })

  test('that dies under a call is lost at once, and the call with it', async (t) => {
    const { models, asked } = watchedModels({ latencyMs: 60_000 })
    const served = await serveEndpoint(t, metadata, { models })
    const running = open(t, served.url).enrich(NAME, toModel, { signal })
    running.catch(() => undefined)
    while (asked.length === 0) await delay(1)
    await served.kill()
    const error = await rejectsWith(running, 'agent.lost')
    assert.equal(error.class, 'transient')
    // Not made again within the call: the model may have been paid.
    assert.equal(asked.length, 1)
  })

  test('behind an address that swallows everything is given up', async (t) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      t.after(() => socket.destroy())
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    t.after(() => server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const caller = open(t, url, { limits: { idleMs: 50 } })
    // Nothing was asked yet that could have cost anything.
    await rejectsWith(caller.enrich(NAME, request, { signal }), 'agent.unavailable')
    const stop = new AbortController()
    const waiting = open(t, url).enrich(NAME, request, { signal: stop.signal })
    waiting.catch(() => undefined)
    const reason = new Error('the lease is lost')
    stop.abort(reason)
    await assert.rejects(waiting, (thrown) => thrown === reason)
  })

  test('a connection that goes silent half-way is given up', async (t) => {
    const { url } = await serveThen(t, (_incoming, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': keepalive\n\n')
    })
    const caller = open(t, url, { limits: { idleMs: 50 } })
    await rejectsWith(caller.enrich(NAME, request, { signal }), 'agent.timeout')
  })

  test('a caller that is closed has no agents', async (t) => {
    const { url } = await serveEndpoint(t, metadata, { models: noModels })
    const caller = open(t, url)
    await caller.enrich(NAME, request, { signal })
    await caller[Symbol.asyncDispose]()
    await rejectsWith(caller.enrich(NAME, request, { signal }), 'agent.unavailable')
    await caller[Symbol.asyncDispose]()
  })
})

suite('answers that are none', () => {
  for (const [name, code, answer] of [
    ['another token setting', 'agent.refused', (r) => r.writeHead(401).end('{}')],
    ['a proxy that lost its server', 'agent.lost', (r) => r.writeHead(502).end('<html>')],
    ['a server that is not ready', 'agent.unavailable', (r) => r.writeHead(503).end()],
    ['a limit of the body', 'input.too_large', (r) => r.writeHead(413).end()],
    ['no room for the body', 'agent.busy', (r) => r.writeHead(429).end('{}')],
    ['an address of something else', 'agent.unavailable', (r) => r.writeHead(404).end()],
    [
      'a web page',
      'agent.invalid_answer',
      (r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    ],
    [
      'broken JSON',
      'agent.invalid_answer',
      (r) => r.writeHead(200, { 'content-type': 'application/json' }).end('{"secret'),
    ],
    [
      'a stream that ends without an answer',
      'agent.lost',
      (r) => r.writeHead(200, { 'content-type': 'text/event-stream' }).end(': nothing\n\n'),
    ],
    ['a connection that is cut', 'agent.lost', (r) => r.destroy()],
  ] as [string, ErrorCode, (response: Parameters<RequestListener>[1]) => unknown][])
    test(`${name} is ${code}`, async (t) => {
      const { url } = await serveThen(t, (incoming, response) => {
        incoming.resume()
        answer(response)
      })
      const error = await rejectsWith(open(t, url).enrich(NAME, request, { signal }), code)
      assert.doesNotMatch(error.message, /secret|html/)
    })

  test('an agent that is busy is not taken for one that is away', async (t) => {
    let busy = true
    const good = await serveEndpoint(t, metadata, { models: noModels })
    const endpoint = good.server.listeners('request')[0] as RequestListener
    const { url } = await serve(t, (incoming, response) => {
      if (!busy) {
        endpoint(incoming, response)
        return
      }
      incoming.resume()
      response.writeHead(429, { 'retry-after': '2' }).end()
    })
    const caller = open(t, url)
    // More than an agent that is away is asked.
    for (let i = 0; i < 5; i++) {
      const error = await rejectsWith(caller.enrich(NAME, request, { signal }), 'agent.busy')
      assert.equal(error.retryAfterMs, 2_000)
    }
    busy = false
    assert.equal((await caller.enrich(NAME, request, { signal })).status, 'ok')
  })

  test('a time to come back is passed on', async (t) => {
    const { url } = await serveThen(t, (incoming, response) => {
      incoming.resume()
      response.writeHead(503, { 'retry-after': '7' }).end()
    })
    const error = await rejectsWith(
      open(t, url).enrich(NAME, request, { signal }),
      'agent.unavailable',
    )
    assert.equal(error.retryAfterMs, 7_000)
  })

  test('an answer of another form still says what it cost', async (t) => {
    const usage = {
      call_id: 'run_1:local',
      tier: 'local',
      provider: 'ollama',
      model: 'm',
      tool: null,
      tokens: { input: 1, output: 1, cache_read: 0, cache_write_5m: 0, cache_write_1h: 0 },
      duration_ms: 1,
      usage_complete: true,
    }
    const { url } = await serveThen(t, (incoming, response) => {
      let body = ''
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()))
      incoming.on('end', () => {
        const { id } = JSON.parse(body) as { id: number }
        const result = { content: [], structuredContent: { fields: 'none', usage: [usage] } }
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ jsonrpc: '2.0', id, result }))
      })
    })
    const error = await rejectsWith(
      open(t, url).enrich(NAME, request, { signal }),
      'agent.invalid_answer',
    )
    assert.deepEqual(error.usage, [usage])
  })

  test('a token that the agent does not accept names the agent and no secret', async (t) => {
    const { url } = await serveAgent(t, NAME)
    const caller = open(t, url, { token: () => 'hunter2' })
    const error = await rejectsWith(caller.enrich(NAME, request, { signal }), 'agent.refused')
    assert.equal(error.class, 'transient')
    assert.doesNotMatch(error.message, /hunter2/)
    await rejectsWith(caller.describe(NAME), 'agent.refused')
  })

  test('an address of another agent is not this one', async (t) => {
    const { url } = await serveEndpoint(t, agentNamed('entity-agent'), { models: noModels })
    await rejectsWith(open(t, url).describe(NAME), 'agent.unavailable')
  })

  for (const url of ['nonsense', 'ftp://127.0.0.1/', 'http://ada:hunter2@127.0.0.1/'])
    test(`${url.slice(0, 10)}… is no address of an agent`, () => {
      assert.throws(
        () => openAgentsOverHttp({ [NAME]: url }, { token: serviceToken }),
        (error: Error) => /metadata-agent/.test(error.message) && !/hunter2/.test(error.message),
      )
    })
})
