import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import type { TestContext } from 'node:test'
import type { Agent } from '../../src/agent.ts'
import { createAgentServer, type AgentServerOptions } from '../../src/mcp/server/server.ts'

export const CLIENT = { name: 'any-mcp-client', version: '1.0.0' }

/** A standard client of an agent's server, closed with the test. */
export async function connect(
  t: TestContext,
  agent: Agent,
  options: AgentServerOptions,
): Promise<Client> {
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair()
  const server = createAgentServer(agent, options)
  const client = new Client(CLIENT)
  await server.connect(serverSide)
  await client.connect(clientSide)
  t.after(() => client.close())
  return client
}
