import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import {
  ErrorCode as McpErrorCode,
  ListToolsResultSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js'
import {
  AgentCallError,
  type AgentCaller,
  type AgentDescription,
  type EnrichRequest,
  type EnrichResponse,
} from '@colophon/domain'
import type { Agent } from '../agent.ts'
import { failureOf } from './envelope.ts'
import { DEFINITION_META, MODELS_META } from './served-tool.ts'
import { createAgentServer, type AgentServerOptions } from './server.ts'

export interface CallLimits {
  /** Silence (no answer, no progress) after which a call is given up. */
  idleMs: number
  /** Longest time a call may take in all. */
  deadlineMs: number
}
export const DEFAULT_LIMITS: CallLimits = { idleMs: 30_000, deadlineMs: 600_000 }

interface Connected {
  client: Client
  description: AgentDescription
  close: () => Promise<void>
}

async function connectInMemory(agent: Agent, options: AgentServerOptions): Promise<Connected> {
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair()
  const server = createAgentServer(agent, options)
  const client = new Client({ name: 'colophon-worker', version: '0.1.0' })
  await server.connect(serverSide)
  await client.connect(clientSide)
  // Not `listTools`, which also compiles a validator per tool: the server of this very process checks its answers.
  const { tools } = await client.request({ method: 'tools/list' }, ListToolsResultSchema)
  const meta = tools.find((tool) => tool.name === 'enrich')?._meta ?? {}
  return {
    client,
    description: {
      agent: agent.name,
      definition_hash: String(meta[DEFINITION_META]),
      models: meta[MODELS_META] as string[],
    },
    async close() {
      await client.close()
      await server.close()
    },
  }
}

/**
 * A signal for one call that follows the caller's. The SDK never takes its listener off a signal it was given, so a
 * signal that lives as long as the worker would collect one for each call.
 */
function following(signal: AbortSignal): { signal: AbortSignal; stop: () => void } {
  const own = new AbortController()
  const abort = (): void => {
    own.abort(signal.reason)
  }
  signal.addEventListener('abort', abort, { once: true })
  return {
    signal: own.signal,
    stop: () => {
      signal.removeEventListener('abort', abort)
    },
  }
}

function toCallError(agent: string, thrown: unknown): AgentCallError {
  if (thrown instanceof AgentCallError) return thrown
  if (thrown instanceof McpError) {
    const timeout = thrown.code === (McpErrorCode.RequestTimeout as number)
    const gone = thrown.code === (McpErrorCode.ConnectionClosed as number)
    if (timeout || gone) {
      return new AgentCallError(timeout ? 'agent.timeout' : 'agent.unavailable', agent, [], {
        cause: thrown,
      })
    }
    return new AgentCallError('agent.invalid_answer', agent, [], { cause: thrown })
  }
  return new AgentCallError('agent.failed', agent, [], { cause: thrown })
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
    async enrich(
      agent: string,
      request: EnrichRequest,
      signal: AbortSignal,
    ): Promise<EnrichResponse> {
      signal.throwIfAborted()
      const { client } = connection(agent)
      if (client.transport === undefined) throw new AgentCallError('agent.unavailable', agent, [])
      const call = following(signal)
      try {
        const result = await client.callTool(
          { name: 'enrich', arguments: { ...request } },
          undefined,
          {
            signal: call.signal,
            timeout: limits.idleMs,
            resetTimeoutOnProgress: true,
            maxTotalTimeout: limits.deadlineMs,
            onprogress: () => undefined,
          },
        )
        const failed = failureOf(agent, result)
        if (failed !== null) throw failed
        // The server has checked it against EnrichResponse.
        return result['structuredContent'] as EnrichResponse
      } catch (thrown) {
        if (signal.aborted) throw signal.reason
        throw toCallError(agent, thrown)
      } finally {
        call.stop()
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...connections.values()].map((connected) => connected.close()))
      connections.clear()
    },
  }
}
