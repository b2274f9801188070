import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import {
  AgentCallError,
  type AgentCaller,
  type AgentDescription,
  type EnrichResponse,
} from '@colophon/domain'
import type { Agent } from '../../agent.ts'
import { callEnrich, CLIENT, DEFAULT_LIMITS, describeAgent, type CallLimits } from './call.ts'
import { createAgentServer, type AgentServerOptions } from '../server/server.ts'

interface Connected {
  client: Client
  description: AgentDescription
  close: () => Promise<void>
}

async function connectInMemory(agent: Agent, options: AgentServerOptions): Promise<Connected> {
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair()
  const server = createAgentServer(agent, options)
  const client = new Client(CLIENT)
  await server.connect(serverSide)
  await client.connect(clientSide)
  return {
    client,
    description: await describeAgent(client, agent.name),
    async close() {
      await client.close()
      await server.close()
    },
  }
}

/** All agents in this process, each an MCP server behind an in-memory transport, called through a real MCP client. */
export async function openAgentsInMemory(
  agents: readonly Agent[],
  options: AgentServerOptions & { limits?: Partial<CallLimits> },
): Promise<AgentCaller> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const connections = new Map<string, Connected>()
  for (const agent of agents) connections.set(agent.name, await connectInMemory(agent, options))

  const connection = (agent: string): Connected => {
    const found = connections.get(agent)
    if (found === undefined)
      throw new AgentCallError('agent.unavailable', `No agent is called ${agent}`, [])
    return found
  }

  return {
    describe: (agent) => Promise.resolve(connection(agent).description),
    async enrich(agent, request, course) {
      course.signal.throwIfAborted()
      const { client } = connection(agent)
      // The server, in this very process, has checked it against EnrichResponse.
      const call = { agent, request, course, limits }
      return (await callEnrich(client, call)) as EnrichResponse
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...connections.values()].map((connected) => connected.close()))
      connections.clear()
    },
  }
}
