import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { CLIENT, describeAgent } from '../../../src/mcp/client/call.ts'
import {
  DEFINITION_META,
  LARGEST_CALL_META,
  MODELS_META,
} from '../../../src/mcp/wire/description.ts'

/** A client of an agent of another make, which says this of itself. */
async function clientOf(t: TestContext, _meta: Record<string, unknown>): Promise<Client> {
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair()
  const { server } = new McpServer({ name: 'other-agent', version: '1' })
  server.registerCapabilities({ tools: {} })
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: [{ name: 'enrich', inputSchema: { type: 'object' as const }, _meta }],
  }))
  const client = new Client(CLIENT)
  await server.connect(serverSide)
  await client.connect(clientSide)
  t.after(() => client.close())
  return client
}

suite('the description of an agent of another make', () => {
  const said = { [DEFINITION_META]: 'abc', [MODELS_META]: ['rules'] }
  const known = { agent: 'other-agent', definition_hash: 'abc', models: ['rules'] }
  const size = { prompt_bytes: 100, found_bytes: 0, answer_tokens: 50 }

  test('may leave out how large its calls are', async (t) => {
    const client = await clientOf(t, said)
    assert.deepEqual(await describeAgent(client, 'other-agent'), known)
  })

  test('is believed when it says so', async (t) => {
    const client = await clientOf(t, { ...said, [LARGEST_CALL_META]: size })
    const description = await describeAgent(client, 'other-agent')
    assert.deepEqual(description, { ...known, largest_call: size })
  })

  for (const wrong of [{}, { ...size, prompt_bytes: -1 }, { ...size, answer_tokens: '9' }, 'small'])
    test(`has not said so when nobody can read it: ${JSON.stringify(wrong)}`, async (t) => {
      const client = await clientOf(t, { ...said, [LARGEST_CALL_META]: wrong })
      assert.deepEqual(await describeAgent(client, 'other-agent'), known)
    })

  test('must say what it is', async (t) => {
    const client = await clientOf(t, { [MODELS_META]: ['rules'] })
    await assert.rejects(describeAgent(client, 'other-agent'), { code: 'agent.invalid_answer' })
  })
})
