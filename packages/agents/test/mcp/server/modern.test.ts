import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import fc from 'fast-check'
import { definitionHash } from '../../../src/definition.ts'
import { modernFaultOf } from '../../../src/mcp/server/modern-faults.ts'
import {
  CLIENT_CAPABILITIES_META as CAPABILITIES,
  PROTOCOL_VERSION_META as VERSION,
} from '../../../src/mcp/wire/modern.ts'
import { agentNamed, watchedModels } from '../../letter.ts'
import { serveAgent, serveEndpoint, tokenFor } from '../serve.ts'

const metadata = agentNamed('metadata-agent')
const META = { [VERSION]: '2026-07-28', [CAPABILITIES]: {} }

interface Sent {
  method?: string
  params?: Record<string, unknown>
  meta?: Record<string, unknown> | undefined
  /** Null: not sent. */
  headers?: Record<string, string | null>
}

const messageOf = ({ method = 'tools/list', params, meta = META }: Sent) => ({
  jsonrpc: '2.0' as const,
  id: 'a-7',
  method,
  params: { ...params, _meta: meta },
})

/** Headers of a request of the newer protocol, unless the test says otherwise. */
function headersOf({ method = 'tools/list', headers }: Sent): [string, string][] {
  const all = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    ...headers,
  }
  return Object.entries<string | null>(all).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as [string, string]],
  )
}

interface Answer {
  id: unknown
  result?: Record<string, unknown>
  error?: { code: number; message: string; data?: unknown }
}

async function ask(t: TestContext, sent: Sent | object[]) {
  const { url } = await serveEndpoint(t, metadata, watchedModels())
  const body = JSON.stringify(Array.isArray(sent) ? sent : messageOf(sent))
  const headers = headersOf(Array.isArray(sent) ? {} : sent)
  const response = await fetch(url, { method: 'POST', headers, body })
  const text = await response.text()
  const data = /^data: (.*)$/m.exec(text)?.[1] ?? text
  return { status: response.status, ...(JSON.parse(data) as Answer) }
}

suite('a request without a handshake', () => {
  test('learns which revisions there are, what the server can, and who it is', async (t) => {
    const { status, id, result } = await ask(t, { method: 'server/discover' })
    assert.deepEqual([status, id], [200, 'a-7'])
    assert.deepEqual(result, {
      resultType: 'complete',
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: {} },
      ttlMs: 30_000,
      cacheScope: 'private',
      _meta: {
        'io.modelcontextprotocol/serverInfo': {
          name: 'metadata-agent',
          title: metadata.title,
          version: definitionHash(metadata),
        },
      },
    })
  })

  test('gets each result whole, and its list with how long to keep it', async (t) => {
    const { result: list } = await ask(t, {})
    assert.deepEqual(
      [list?.['resultType'], list?.['ttlMs'], list?.['cacheScope']],
      ['complete', 30_000, 'private'],
    )
    const name = 'determine_access_level'
    const params = { name, arguments: { text: 'Dear Sir' } }
    const headers = { 'mcp-name': name }
    const { result } = await ask(t, { method: 'tools/call', params, headers })
    assert.equal(result?.['resultType'], 'complete')
    assert.ok(result['structuredContent'])
  })

  test('needs to say nothing of its client', async (t) => {
    const { status } = await ask(t, { meta: { ...META, 'io.example/else': 1 } })
    assert.equal(status, 200)
  })

  test('may have a name that is no header, encoded', async (t) => {
    const name = 'größe'
    const headers = { 'mcp-name': `=?base64?${Buffer.from(name).toString('base64')}?=` }
    const answer = await ask(t, { method: 'tools/call', params: { name }, headers })
    assert.deepEqual([answer.status, answer.error?.code], [200, -32_602])
    assert.equal(answer.error?.message, 'Unknown tool: größe')
  })

  test('needs the same token as any other', async (t) => {
    const { url } = await serveAgent(t, 'metadata-agent')
    const status = async (token: string) => {
      const headers = [...headersOf({}), ['authorization', `Bearer ${token}`]] as [string, string][]
      const body = JSON.stringify(messageOf({}))
      const response = await fetch(`${url}/mcp`, { method: 'POST', headers, body })
      await response.text()
      return response.status
    }
    assert.equal(await status(tokenFor('agent:metadata-agent')), 200)
    assert.equal(await status(tokenFor('agent:entity-agent')), 401)
  })

  test('is refused for its page, its size and its form like any other', async (t) => {
    const { url } = await serveEndpoint(t, metadata, { ...watchedModels(), maxBodyBytes: 2_000 })
    const statusOf = async (sent: Sent) => {
      const body = JSON.stringify(messageOf(sent))
      const response = await fetch(url, { method: 'POST', headers: headersOf(sent), body })
      await response.text()
      return response.status
    }
    assert.equal(await statusOf({}), 200)
    assert.equal(await statusOf({ headers: { origin: 'http://evil.example.org' } }), 403)
    assert.equal(await statusOf({ headers: { accept: 'application/json' } }), 406)
    assert.equal(await statusOf({ headers: { 'content-type': 'text/plain' } }), 415)
    assert.equal(await statusOf({ params: { cursor: 'x'.repeat(2_000) } }), 413)
  })

  test('that is a notification is taken, and nothing comes of it', async (t) => {
    const { url } = await serveEndpoint(t, metadata, watchedModels())
    const body = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: {} })
    const response = await fetch(url, { method: 'POST', headers: headersOf({}), body })
    assert.deepEqual([response.status, await response.text()], [202, ''])
  })
})

suite('what a request without a handshake is refused for', () => {
  const later = { ...META, [VERSION]: '2027-01-01' }
  const call = { method: 'tools/call', params: { name: 'enrich' } }
  const cases: [string, Sent, number, number][] = [
    ['it says nothing of itself', { meta: undefined }, 400, -32_602],
    ['it does not say its revision', { meta: { [CAPABILITIES]: {} } }, 400, -32_602],
    ['its revision is no text', { meta: { ...META, [VERSION]: 7 } }, 400, -32_602],
    ['it does not say what its client can', { meta: { [VERSION]: '2026-07-28' } }, 400, -32_602],
    [
      'it asks what there is and does not say its revision, nor does its header',
      { method: 'server/discover', meta: {}, headers: { 'mcp-protocol-version': null } },
      400,
      -32_602,
    ],
    [
      'its revision is not served',
      { meta: later, headers: { 'mcp-protocol-version': '2027-01-01' } },
      400,
      -32_022,
    ],
    ['its header names another revision', { meta: later }, 400, -32_020],
    ['a header says no revision', { headers: { 'mcp-protocol-version': null } }, 400, -32_020],
    ['a header says no method', { headers: { 'mcp-method': null } }, 400, -32_020],
    ['its header names another method', { headers: { 'mcp-method': 'Tools/List' } }, 400, -32_020],
    ['a header says no tool', call, 400, -32_020],
    ['its header names another tool', { ...call, headers: { 'mcp-name': 'x' } }, 400, -32_020],
    ['its method is unknown', { method: '__proto__' }, 404, -32_601],
    ...['initialize', 'ping', 'subscriptions/listen', 'prompts/list'].map(
      (method): [string, Sent, number, number] => [
        `the newer protocol or this agent has no ${method}`,
        { method },
        404,
        -32_601,
      ],
    ),
  ]
  for (const [why, sent, status, code] of cases)
    test(why, async (t) => {
      const given = 'meta' in sent && sent.meta === undefined ? { ...sent, meta: {} } : sent
      const answer = await ask(t, given)
      assert.deepEqual([answer.status, answer.error?.code, answer.id], [status, code, 'a-7'])
    })

  test('a revision that is not served is told which are', async (t) => {
    const version = 'v999.0.0'
    const headers = { 'mcp-protocol-version': version }
    const { error } = await ask(t, { meta: { ...META, [VERSION]: version }, headers })
    assert.deepEqual(error?.data, { supported: ['2026-07-28'], requested: version })
    assert.match(error.message, /2026-07-28/)
  })

  test('it comes with others', async (t) => {
    const answer = await ask(t, [messageOf({}), messageOf({})])
    assert.deepEqual([answer.status, answer.error?.code], [400, -32_600])
  })

  test('a tool is not named', async (t) => {
    const answer = await ask(t, { method: 'tools/call' })
    assert.deepEqual([answer.status, answer.error?.code], [200, -32_602])
  })

  // The value is as its sender wrote it, the header as something in between may have.
  test('any other name in the header than that of the tool, and for no other', () => {
    const knows = () => true
    const fault = (name: string, header: string) =>
      modernFaultOf({
        request: messageOf({ method: 'tools/call', params: { name } }),
        headers: {
          'mcp-protocol-version': '2026-07-28',
          'mcp-method': 'tools/call',
          'mcp-name': header,
        },
        knows,
      })
    const encode = (name: string) => `=?base64?${Buffer.from(name).toString('base64')}?=`
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (name, other) => {
        assert.equal(fault(name, encode(name)), null)
        assert.equal(fault(name, name), null)
        if (other !== name && other !== encode(name)) {
          assert.equal(fault(name, other)?.code, -32_020)
          assert.equal(fault(name, encode(other))?.code, -32_020)
        }
      }),
    )
  })
})

test('a client that shakes hands and then names a revision that nobody knows is told those there are', async (t) => {
  const { url } = await serveEndpoint(t, metadata, watchedModels())
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} })
  const headers = headersOf({ headers: { 'mcp-protocol-version': '1900-01-01' } })
  const response = await fetch(url, { method: 'POST', headers, body })
  assert.equal(response.status, 400)
  assert.match(await response.text(), /2026-07-28, 2025-11-25/)
})
