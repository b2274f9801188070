import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { Agent } from '../../agent.ts'
import type { AgentServerOptions } from './call-handler.ts'
import { createAgentServer } from './server.ts'

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
