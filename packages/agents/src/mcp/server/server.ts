import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import {
  CallToolRequestSchema,
  ErrorCode as McpErrorCode,
  ListToolsRequestSchema,
  McpError,
  type Tool as Listed,
} from '@modelcontextprotocol/sdk/types.js'
import type { Agent } from '../../agent.ts'
import { definitionHash } from '../../definition.ts'
import { jsonSchemaValidator } from '../wire/json-schema.ts'
import { traceparentIn } from '../wire/trace.ts'
import { createCallHandler, type AgentServerOptions } from './call-handler.ts'
import { createModernServer, type ModernServer } from './modern-server.ts'
import { progressFor } from './progress.ts'
import { listed } from './served-tool.ts'

export type { AgentServerOptions } from './call-handler.ts'

/** The servers of one agent, for clients of either era: they share its tools and its limit of calls at once. */
export interface AgentServers {
  /** A new one, for clients that begin with a handshake. A stateless transport needs one for each request. */
  legacy: () => McpServer
  modern: ModernServer
}

/**
 * Handlers are our own: those that `registerTool` makes would pass thrown text on to clients, and validate in zod's
 * asynchronous mode, which costs several times as much.
 */
export function createAgentServers(agent: Agent, options: AgentServerOptions): AgentServers {
  const handler = createCallHandler(agent, options)
  const identity = { name: agent.name, title: agent.title, version: definitionHash(agent) }
  let all: Listed[] | undefined
  const tools = (): Listed[] => (all ??= handler.tools.map(listed))
  return {
    modern: createModernServer({ identity, handler, tools }),
    legacy: () => {
      const mcp = new McpServer(identity, { jsonSchemaValidator })
      const { server } = mcp
      server.registerCapabilities({ tools: {} })
      server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools() }))
      server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal, ...extra }) => {
        const tool = handler.toolNamed(params.name)
        if (tool === undefined)
          throw new McpError(McpErrorCode.InvalidParams, `Unknown tool: ${params.name}`)
        const onProgress = progressFor(extra._meta?.progressToken, (told) => {
          // A client that has gone away must not bring the server down.
          extra
            .sendNotification({ method: 'notifications/progress', params: told })
            .catch(() => undefined)
        })
        return handler.call(tool, params.arguments ?? {}, {
          ...{ signal, onProgress },
          traceparent: traceparentIn(extra._meta),
        })
      })
      return mcp
    },
  }
}

/** A server of an agent for clients that begin with a handshake, on a transport that keeps its connection. */
export const createAgentServer = (agent: Agent, options: AgentServerOptions): McpServer =>
  createAgentServers(agent, options).legacy()
