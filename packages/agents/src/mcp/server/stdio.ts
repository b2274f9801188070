import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { Agent } from '../../agent.ts'
import { takeModernFrom } from './both-eras.ts'
import type { AgentServerOptions } from './call-handler.ts'
import { createAgentServers } from './server.ts'

/** Serves one agent on stdin and stdout, for any MCP host. Resolves when the host has gone. */
export async function serveAgentOverStdio(
  agent: Agent,
  options: AgentServerOptions,
): Promise<void> {
  const servers = createAgentServers(agent, options)
  const server = servers.legacy()
  const closed = new Promise<void>((resolve) => {
    server.server.onclose = resolve
    process.stdin.once('end', resolve)
  })
  await server.connect(takeModernFrom(new StdioServerTransport(), servers.modern))
  await closed
  await server.close()
}
