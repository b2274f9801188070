import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { suite, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { agentAudience } from '../../../src/mcp/wire/audience.ts'
import { ERROR_META } from '../../../src/mcp/wire/envelope.ts'
import { agentNamed, aRequest, watchedModels } from '../../letter.ts'
import { agentContract, AGENT_NAMES, call } from '../contract.ts'
import { connectOverHttp, serveAgent, serveEndpoint, serviceToken, tokenFor } from '../serve.ts'

const metadata = agentNamed('metadata-agent')
const toModel = { ...aRequest(metadata, { tiers: ['local'] }) }
const listTools = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} })
const HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
}

for (const name of AGENT_NAMES)
  suite(`${name} over HTTP`, () => {
    agentContract(name, async (t) => {
      const { url } = await serveAgent(t, name)
      return await connectOverHttp(t, url, serviceToken(agentAudience(name)))
    })
  })

suite('who may call an agent over HTTP', () => {
  for (const [name, token, status, code] of [
    ['nobody without a token', undefined, 401, 'auth.required'],
    ['a token for another agent', tokenFor('agent:entity-agent'), 401, 'auth.required'],
    ['a person’s token', tokenFor('agent:metadata-agent', ['operator']), 403, 'auth.forbidden'],
    ['a service', tokenFor('agent:metadata-agent'), 200, undefined],
  ] as const)
    test(name, async (t) => {
      const { url } = await serveAgent(t, 'metadata-agent')
      const response = await fetch(`${url}/mcp`, {
        method: 'POST',
        headers: { ...HEADERS, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
        body: listTools,
      })
      assert.equal(response.status, status)
      const text = await response.text()
      if (code === undefined) return
      assert.equal((JSON.parse(text) as { code?: string }).code, code)
      assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer /)
    })

  test('health and metrics need no token', async (t) => {
    const { url } = await serveAgent(t, 'metadata-agent')
    for (const path of ['/healthz', '/readyz', '/metrics'])
      assert.equal((await fetch(url + path)).status, 200, path)
  })

  test('without keys it runs for a developer on loopback, and nowhere else', async (t) => {
    const none = { JWT_SECRET: undefined }
    for (const [settings, code] of [
      [{ ...none }, 'config.insecure'],
      // An identity provider makes no tokens for agents.
      [{ ...none, JWT_JWKS_URL: 'https://id.example.org/keys' }, 'config.insecure'],
      [{ ...none, NODE_ENV: 'development', HOST: '0.0.0.0' }, 'config.insecure'],
      [{ JWT_SECRET: 'change-me' }, 'config.insecure'],
    ] as const)
      await assert.rejects(serveAgent(t, 'metadata-agent', settings), { code })
    const { url } = await serveAgent(t, 'metadata-agent', { ...none, NODE_ENV: 'development' })
    const response = await fetch(`${url}/mcp`, {
      method: 'POST',
      headers: HEADERS,
      body: listTools,
    })
    assert.equal(response.status, 200)
    await response.text()
  })
})

suite('what an agent over HTTP refuses', () => {
  test('methods that belong to sessions', async (t) => {
    const { url } = await serveAgent(t, 'metadata-agent')
    const authorization = `Bearer ${tokenFor('agent:metadata-agent')}`
    for (const method of ['GET', 'DELETE', 'PUT']) {
      const response = await fetch(`${url}/mcp`, { method, headers: { authorization } })
      assert.equal(response.status, 405)
      assert.equal(response.headers.get('allow'), 'POST')
      await response.text()
    }
  })

  test('bodies over the limit, told so and not cut off', async (t) => {
    const { url } = await serveAgent(t, 'metadata-agent', { MAX_BODY_BYTES: 200_000 })
    const authorization = `Bearer ${tokenFor('agent:metadata-agent')}`
    const body = JSON.stringify({ padding: 'x'.repeat(8_000_000) })
    const response = await fetch(`${url}/mcp`, {
      method: 'POST',
      headers: { ...HEADERS, authorization },
      body,
    })
    assert.equal(response.status, 413)
    assert.match(await response.text(), /200000 bytes/)
  })

  test('bodies over the limit that do not say how long they are', async (t) => {
    const { url } = await serveEndpoint(t, metadata, { ...watchedModels(), maxBodyBytes: 50_000 })
    const pieces = async function* () {
      for (let i = 0; i < 10; i++) {
        await delay(1)
        yield Buffer.alloc(10_000, 'x')
      }
    }
    const init = { method: 'POST', headers: HEADERS, body: pieces(), duplex: 'half' }
    const response = await fetch(url, init as unknown as RequestInit)
    assert.equal(response.status, 413)
    await response.text()
  })

  const patience = { timeout: 60_000 }
  test(
    'large bodies that there is no room for, before they are read, until others have ended',
    patience,
    async (t) => {
      const ended: string[] = []
      const { port } = await serveEndpoint(t, metadata, {
        ...watchedModels(),
        maxBodyBytes: 1_000,
        onEnd: ({ tool, outcome }) => ended.push(`${tool} ${outcome}`),
      })
      /** A request whose body never comes: were it waited for, nothing would be answered. */
      const announce = (headers: Record<string, string>) => {
        const options = { host: '127.0.0.1', port, method: 'POST', agent: false as const }
        const sent = httpRequest({ ...options, headers: { ...HEADERS, ...headers } })
        sent.on('error', () => undefined)
        t.after(() => sent.destroy())
        sent.flushHeaders()
        return sent
      }
      const whole = { 'content-length': '1000' }
      const held = [whole, whole, whole, { 'transfer-encoding': 'chunked' }].map((headers) =>
        announce({ ...headers, expect: '100-continue' }),
      )
      await Promise.all(held.map((each) => once(each, 'continue')))
      const [refused] = (await once(announce(whole), 'response')) as [IncomingMessage]
      assert.equal(refused.statusCode, 429)
      assert.match(refused.headers['retry-after'] ?? '', /^[12]$/)
      assert.match(await text(refused), /"message":"Busy: /)
      assert.deepEqual(ended, ['unread agent.busy'])

      for (const each of held) each.destroy()
      const ask = async () => {
        const init = { method: 'POST', headers: HEADERS, body: listTools }
        const response = await fetch(`http://127.0.0.1:${port}/mcp`, init)
        await response.text()
        return response.status
      }
      // Their ends have to reach the server.
      let status = await ask()
      while (status === 429) status = await ask()
      assert.equal(status, 200)
    },
  )

  for (const [name, headers] of [
    ['a host name that is not its own', { host: 'evil.example.org' }],
    ['a web page of elsewhere', { origin: 'http://evil.example.org' }],
    ['a page without an origin', { origin: 'null' }],
  ] as const)
    test(name, async (t) => {
      const { port } = await serveEndpoint(t, metadata, watchedModels())
      const status = await new Promise((resolve, reject) => {
        const options = { port, method: 'POST', headers: { ...HEADERS, ...headers } }
        const sent = httpRequest({ host: '127.0.0.1', ...options }, (response) => {
          response.resume()
          resolve(response.statusCode)
        })
        sent.once('error', reject)
        sent.end(listTools)
      })
      assert.equal(status, 403)
    })

  test('what is not JSON-RPC, in its own form', async (t) => {
    const { url } = await serveEndpoint(t, metadata, watchedModels())
    const response = await fetch(url, { method: 'POST', headers: HEADERS, body: '{"secret' })
    assert.equal(response.status, 400)
    const text = await response.text()
    assert.equal((JSON.parse(text) as { error: { code: number } }).error.code, -32_700)
    assert.doesNotMatch(text, /secret/)
  })
})

suite('an agent over HTTP at work', () => {
  test('calls over the limit are told that it is busy, and when to come back', async (t) => {
    const { models, asked } = watchedModels({ latencyMs: 60_000 })
    const running: number[] = []
    const { url } = await serveEndpoint(t, metadata, {
      models,
      maxConcurrency: 2,
      onRunning: (now) => running.push(now),
    })
    const client = await connectOverHttp(t, url)
    const stop = new AbortController()
    const held = [1, 2].map(() =>
      client.callTool({ name: 'enrich', arguments: toModel }, undefined, { signal: stop.signal }),
    )
    for (const each of held) each.catch(() => undefined)
    while (asked.length < 2) await delay(1)
    const refused = await call(client, 'enrich', toModel)
    const envelope = refused._meta?.[ERROR_META]
    assert.deepEqual([envelope?.['code'], envelope?.['retryable']], ['agent.busy', true])
    const waitMs = Number(envelope?.['retryAfterMs'])
    assert.ok(waitMs >= 500 && waitMs <= 2_000, String(waitMs))
    assert.deepEqual(running, [1, 2])
    stop.abort()
  })

  test('the end of a client’s connection ends the model’s call', async (t) => {
    const { models, asked } = watchedModels({ latencyMs: 60_000 })
    const ended: string[] = []
    const { port } = await serveEndpoint(t, metadata, {
      models,
      onEnd: ({ outcome }) => ended.push(outcome),
    })
    const sent = httpRequest({ host: '127.0.0.1', port, method: 'POST', headers: HEADERS })
    sent.on('error', () => undefined)
    const params = { name: 'enrich', arguments: toModel }
    sent.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }))
    while (asked.length === 0) await delay(1)
    const aborted = new Promise<void>((resolve) => {
      asked[0]?.signal.addEventListener('abort', () => {
        resolve()
      })
    })
    sent.destroy()
    await aborted
    while (ended.length === 0) await delay(1)
    assert.deepEqual(ended, ['aborted'])
  })

  test('metrics count calls by tool and outcome', async (t) => {
    const { url } = await serveAgent(t, 'metadata-agent')
    const client = await connectOverHttp(t, url, serviceToken('agent:metadata-agent'))
    await call(client, 'determine_access_level', { text: 'Dear Sir' })
    await call(client, 'determine_access_level', {})
    const shown = await (await fetch(`${url}/metrics`)).text()
    for (const line of [
      'colophon_agent_requests_total{tool="determine_access_level",outcome="ok"} 1',
      'colophon_agent_requests_total{tool="determine_access_level",outcome="agent.invalid_arguments"} 1',
      'colophon_agent_running_requests 0',
    ])
      assert.ok(shown.includes(line), line)
  })

  test('an agent that drains is not ready, and says so', async (t) => {
    const { url } = await serveAgent(t, 'metadata-agent', {}, { ready: () => false })
    const response = await fetch(`${url}/readyz`)
    assert.equal(response.status, 503)
    assert.equal(((await response.json()) as { status: string }).status, 'draining')
  })
})
