import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import {
  CallToolRequestSchema,
  ErrorCode as McpErrorCode,
  ListToolsRequestSchema,
  McpError,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js'
import { ColophonError, type ModelClient } from '@colophon/domain'
import type { Agent } from '../agent.ts'
import { definitionHash } from '../definition.ts'
import { failure } from './envelope.ts'
import { callServed, listed, servedTools } from './served-tool.ts'

export interface AgentServerOptions {
  models: ModelClient
  /** Told of every failure before it becomes a safe envelope. */
  onError?: (error: unknown, tool: string) => void
  /** How often a waiting client hears that work goes on. @default 10 s */
  progressEveryMs?: number
}
const PROGRESS_EVERY_MS = 10_000

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>

/** Tells a waiting client that work goes on, so that its timeout does not end a slow model's call. */
function reportProgress(extra: Extra, everyMs: number): () => void {
  const progressToken = extra._meta?.progressToken
  if (progressToken === undefined) return () => undefined
  let progress = 0
  const timer = setInterval(() => {
    progress += 1
    // A client that has gone away must not bring the server down.
    extra
      .sendNotification({ method: 'notifications/progress', params: { progressToken, progress } })
      .catch(() => undefined)
  }, everyMs)
  timer.unref()
  return () => {
    clearInterval(timer)
  }
}

/**
 * One MCP server per agent. Tools have no side effects. Its handlers are its own: those that `registerTool` makes would
 * pass thrown text on to clients, and validate in zod's asynchronous mode, which costs several times as much.
 */
export function createAgentServer(agent: Agent, options: AgentServerOptions): McpServer {
  const { models, onError, progressEveryMs = PROGRESS_EVERY_MS } = options
  const tools = servedTools(agent, models)
  const byName = new Map(tools.map((tool) => [tool.name, tool]))
  const mcp = new McpServer({
    name: agent.name,
    title: agent.title,
    version: definitionHash(agent),
  })
  const { server } = mcp
  server.registerCapabilities({ tools: {} })
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(listed) }))
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const tool = byName.get(params.name)
    if (tool === undefined)
      throw new McpError(McpErrorCode.InvalidParams, `Unknown tool: ${params.name}`)
    const stopProgress = reportProgress(extra, progressEveryMs)
    try {
      return await callServed(tool, params.arguments ?? {}, extra.signal)
    } catch (thrown) {
      // The client has gone: there is nobody to answer.
      if (extra.signal.aborted) throw thrown
      onError?.(thrown, tool.name)
      // A defect is the same at every attempt: it degrades the document at once instead of being tried again.
      return failure(
        thrown instanceof ColophonError ? thrown : new ColophonError('agent.failed', agent.name),
      )
    } finally {
      stopProgress()
    }
  })
  return mcp
}

/** Serves one agent on stdin and stdout, for any MCP host. Resolves when the host has gone. */
export async function serveAgentOverStdio(
  agent: Agent,
  options: AgentServerOptions,
): Promise<void> {
  const server = createAgentServer(agent, options)
  const closed = new Promise<void>((resolve) => {
    server.server.onclose = resolve
    process.stdin.once('end', resolve)
  })
  await server.connect(new StdioServerTransport())
  await closed
  await server.close()
}
