import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { takeModernFrom } from '../../../src/mcp/server/both-eras.ts'
import { createAgentServers, type AgentServerOptions } from '../../../src/mcp/server/server.ts'
import { CLIENT_CAPABILITIES_META, PROTOCOL_VERSION_META } from '../../../src/mcp/wire/modern.ts'
import { agentNamed, aRequest, watchedModels } from '../../letter.ts'
import { CLIENT } from '../connect.ts'

const metadata = agentNamed('metadata-agent')
const _meta = { [PROTOCOL_VERSION_META]: '2026-07-28', [CLIENT_CAPABILITIES_META]: {} }
const enrich = {
  name: 'enrich',
  arguments: { ...aRequest(metadata, { tiers: ['local'] }) },
}

/** One connection that stays, and what comes back on it. */
async function open(t: TestContext, options: AgentServerOptions) {
  const [client, connection] = InMemoryTransport.createLinkedPair()
  const { legacy, modern } = createAgentServers(metadata, options)
  const server = legacy()
  await server.connect(takeModernFrom(connection, modern))
  t.after(() => client.close())
  const heard: JSONRPCMessage[] = []
  client.onmessage = (message) => heard.push(message)
  await client.start()
  return {
    client,
    heard,
    ask: (id: number, method: string, params: Record<string, unknown>) =>
      client.send({ jsonrpc: '2.0', id, method, params }),
    answerTo: async (id: number): Promise<unknown> => {
      for (;;) {
        const found = heard.find((each) => 'id' in each && each.id === id)
        if (found !== undefined) return found
        await delay(1)
      }
    },
  }
}

suite('a connection that stays', () => {
  test('serves requests of both eras side by side', async (t) => {
    const { ask, answerTo } = await open(t, watchedModels())
    await ask(1, 'tools/list', { _meta })
    const handshake = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: CLIENT }
    await ask(2, 'initialize', handshake)
    await ask(3, 'tools/list', {})
    await ask(4, 'server/discover', { _meta })
    const [modern, legacy] = [await answerTo(1), await answerTo(3)] as {
      result: { tools: unknown; resultType?: string }
    }[]
    assert.equal(modern?.result.resultType, 'complete')
    assert.equal(legacy?.result.resultType, undefined)
    assert.deepEqual(modern.result.tools, legacy?.result.tools)
    const { result } = (await answerTo(4)) as { result: { supportedVersions: string[] } }
    assert.deepEqual(result.supportedVersions, ['2026-07-28'])
  })

  for (const [why, method, meta, code] of [
    [
      'a revision that is not served',
      'tools/list',
      { [PROTOCOL_VERSION_META]: '1900-01-01' },
      -32_022,
    ],
    ['a method that is not there', 'ping', {}, -32_601],
    ['what its client can is missing', 'tools/list', { [CLIENT_CAPABILITIES_META]: null }, -32_602],
  ] as const)
    test(`refuses a request without a handshake: ${why}`, async (t) => {
      const { ask, answerTo } = await open(t, watchedModels())
      await ask(1, method, { _meta: { ..._meta, ...meta } })
      const { error } = (await answerTo(1)) as { error: { code: number; status?: number } }
      assert.equal(error.code, code)
      assert.equal(error.status, undefined)
    })

  test('a cancelled request ends the model’s call, is not answered, and leaves others alone', async (t) => {
    const { models, asked } = watchedModels({ latencyMs: 200 })
    const ended: string[] = []
    const { client, ask, answerTo, heard } = await open(t, {
      models,
      onEnd: ({ outcome }) => ended.push(outcome),
    })
    await ask(1, 'tools/call', { ...enrich, _meta })
    await ask(2, 'tools/call', { ...enrich, _meta })
    while (asked.length < 2) await delay(1)
    const params = { requestId: 1, reason: 'enough' }
    await client.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params })
    assert.ok('result' in ((await answerTo(2)) as object))
    assert.deepEqual(ended, ['aborted', 'ok'])
    assert.ok(!heard.some((each) => 'id' in each && each.id === 1))
  })

  test('its end ends what is asked of models', async (t) => {
    const { models, asked } = watchedModels({ latencyMs: 60_000 })
    const { client, ask } = await open(t, { models })
    await ask(1, 'tools/call', { ...enrich, _meta })
    while (asked.length === 0) await delay(1)
    await client.close()
    assert.equal(asked[0]?.signal.aborted, true)
  })

  test('progress comes with the token that was given', async (t) => {
    const { ask, answerTo, heard } = await open(t, {
      ...watchedModels({ latencyMs: 120 }),
      progressEveryMs: 20,
    })
    await ask(1, 'tools/call', { ...enrich, _meta: { ..._meta, progressToken: 'mine' } })
    await answerTo(1)
    const told = heard.filter((each) => 'method' in each)
    assert.ok(told.length >= 2, String(told.length))
    for (const { method, params } of told)
      assert.deepEqual([method, params?.['progressToken']], ['notifications/progress', 'mine'])
  })
})
