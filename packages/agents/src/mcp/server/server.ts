import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import {
  CallToolRequestSchema,
  ErrorCode as McpErrorCode,
  ListToolsRequestSchema,
  McpError,
  type ServerNotification,
  type ServerRequest,
  type Tool as Listed,
} from '@modelcontextprotocol/sdk/types.js'
import type { Agent } from '../../agent.ts'
import { definitionHash } from '../../definition.ts'
import { createCallHandler, type AgentServerOptions, type CallContext } from './call-handler.ts'
import { jsonSchemaValidator } from '../wire/json-schema.ts'
import { listed } from './served-tool.ts'
import { WAITING_MESSAGE, WAITING_META } from '../wire/waiting.ts'

export type { AgentServerOptions } from './call-handler.ts'

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>

/** Progress for a client that asked for it. */
function progressFor(extra: Extra): CallContext['onProgress'] {
  const progressToken = extra._meta?.progressToken
  if (progressToken === undefined) return undefined
  return (progress, waiting) => {
    const told = {
      progressToken,
      progress,
      ...(waiting.now && { message: WAITING_MESSAGE }),
      _meta: { [WAITING_META]: waiting },
    }
    // A client that has gone away must not bring the server down.
    extra
      .sendNotification({ method: 'notifications/progress', params: told })
      .catch(() => undefined)
  }
}

/**
 * Makes servers of one agent that share its tools and its limit of calls at once: a stateless transport needs a new one
 * for each request. Their handlers are our own: those that `registerTool` makes would pass thrown text on to clients,
 * and validate in zod's asynchronous mode, which costs several times as much.
 */
export function createServerFactory(agent: Agent, options: AgentServerOptions): () => McpServer {
  const handler = createCallHandler(agent, options)
  let tools: Listed[] | undefined
  return () => {
    const mcp = new McpServer(
      { name: agent.name, title: agent.title, version: definitionHash(agent) },
      { jsonSchemaValidator },
    )
    const { server } = mcp
    server.registerCapabilities({ tools: {} })
    server.setRequestHandler(ListToolsRequestSchema, () => ({
      tools: (tools ??= handler.tools.map(listed)),
    }))
    server.setRequestHandler(CallToolRequestSchema, ({ params }, extra) => {
      const tool = handler.toolNamed(params.name)
      if (tool === undefined)
        throw new McpError(McpErrorCode.InvalidParams, `Unknown tool: ${params.name}`)
      const context = { signal: extra.signal, onProgress: progressFor(extra) }
      return handler.call(tool, params.arguments ?? {}, context)
    })
    return mcp
  }
}

/** One MCP server of an agent, for a transport that keeps its connection. Tools have no side effects. */
export const createAgentServer = (agent: Agent, options: AgentServerOptions): McpServer =>
  createServerFactory(agent, options)()
