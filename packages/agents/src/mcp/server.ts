import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import {
  CallToolRequestSchema,
  ErrorCode as McpErrorCode,
  ListToolsRequestSchema,
  McpError,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js'
import type { Agent } from '../agent.ts'
import { definitionHash } from '../definition.ts'
import { createCallHandler, type AgentServerOptions, type CallContext } from './call-handler.ts'
import { listed } from './served-tool.ts'

export type { AgentServerOptions } from './call-handler.ts'

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>

/** Progress for a client that asked for it. */
function progressFor(extra: Extra): CallContext['onProgress'] {
  const progressToken = extra._meta?.progressToken
  if (progressToken === undefined) return undefined
  return (progress) => {
    // A client that has gone away must not bring the server down.
    extra
      .sendNotification({ method: 'notifications/progress', params: { progressToken, progress } })
      .catch(() => undefined)
  }
}

/**
 * One MCP server per agent. Tools have no side effects. Its handlers are its own: those that `registerTool` makes would
 * pass thrown text on to clients, and validate in zod's asynchronous mode, which costs several times as much.
 */
export function createAgentServer(agent: Agent, options: AgentServerOptions): McpServer {
  const handler = createCallHandler(agent, options)
  const mcp = new McpServer({
    name: agent.name,
    title: agent.title,
    version: definitionHash(agent),
  })
  const { server } = mcp
  server.registerCapabilities({ tools: {} })
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: handler.tools.map(listed) }))
  server.setRequestHandler(CallToolRequestSchema, ({ params }, extra) => {
    const tool = handler.toolNamed(params.name)
    if (tool === undefined)
      throw new McpError(McpErrorCode.InvalidParams, `Unknown tool: ${params.name}`)
    const context = { signal: extra.signal, onProgress: progressFor(extra) }
    return handler.call(tool, params.arguments ?? {}, context)
  })
  return mcp
}
