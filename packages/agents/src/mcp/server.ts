import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import type { ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js'
import { ColophonError, EnrichRequest, EnrichResponse, type ModelClient } from '@colophon/domain'
import type { Agent, Tool } from '../agent.ts'
import { definitionHash } from '../definition.ts'
import { runAgent, usableTiers } from '../run-agent.ts'
import { callTool } from '../call-tool.ts'
import { failure } from './envelope.ts'

export const DEFINITION_META = 'colophon/definition_hash'
export const MODELS_META = 'colophon/models'
const PROGRESS_EVERY_MS = 10_000

export interface AgentServerOptions {
  models: ModelClient
  /** Told of every failure before it becomes a safe envelope. */
  onError?: (error: unknown, tool: string) => void
}

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>

/** Tells a waiting client that work goes on, so that its timeout does not end a slow model's call. */
function reportProgress(extra: Extra): () => void {
  const progressToken = extra._meta?.progressToken
  if (progressToken === undefined) return () => undefined
  let progress = 0
  const timer = setInterval(() => {
    progress += 1
    // A client that has gone away must not bring the server down.
    extra
      .sendNotification({ method: 'notifications/progress', params: { progressToken, progress } })
      .catch(() => undefined)
  }, PROGRESS_EVERY_MS)
  timer.unref()
  return () => {
    clearInterval(timer)
  }
}

const READ_ONLY = {
  readOnlyHint: true,
  idempotentHint: true,
  openWorldHint: false,
  destructiveHint: false,
}

/** One MCP server per agent: every tool of it for any client, and `enrich` for the pipeline. Tools have no side effects. */
export function createAgentServer(agent: Agent, options: AgentServerOptions): McpServer {
  const { models, onError } = options
  const server = new McpServer({
    name: agent.name,
    title: agent.title,
    version: definitionHash(agent),
  })

  const answer = async (
    extra: Extra,
    tool: string,
    run: () => Promise<Record<string, unknown>>,
  ) => {
    const stopProgress = reportProgress(extra)
    try {
      const structuredContent = await run()
      // The text form repeats the answer for clients that cannot read structured content; `enrich` has none such.
      const text = tool === 'enrich' ? 'enriched' : JSON.stringify(structuredContent)
      return { content: [{ type: 'text' as const, text }], structuredContent }
    } catch (thrown) {
      if (extra.signal.aborted) throw thrown
      onError?.(thrown, tool)
      // A defect is the same at every attempt: it degrades the document at once instead of being tried again.
      return failure(thrown instanceof ColophonError ? thrown : new ColophonError('agent.failed', agent.name))
    } finally {
      stopProgress()
    }
  }

  const register = (tool: Tool): void => {
    const { name, title, description, input, output } = tool
    server.registerTool(
      name,
      { title, description, inputSchema: input, outputSchema: output, annotations: READ_ONLY },
      (args: Record<string, unknown>, extra: Extra) =>
        answer(extra, name, () => callTool(agent, tool, args, { models, signal: extra.signal })),
    )
  }
  agent.tools.forEach(register)

  server.registerTool(
    'enrich',
    {
      title: `${agent.title}: all fields`,
      description: `${agent.description} Answers all wanted fields of one document at once, with provenance and usage.`,
      inputSchema: EnrichRequest,
      outputSchema: EnrichResponse,
      annotations: READ_ONLY,
      _meta: {
        [DEFINITION_META]: definitionHash(agent),
        [MODELS_META]: usableTiers(agent, models, agent.tiers).flatMap((tier) =>
          tier === 'rules' ? ['rules'] : [`${tier}:${models.modelFor(tier, agent.name) ?? ''}`],
        ),
      },
    },
    (request: EnrichRequest, extra: Extra) =>
      answer(extra, 'enrich', async () => ({
        ...(await runAgent(agent, request, { models, signal: extra.signal })),
      })),
  )
  return server
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
