import type { Agent } from '../agent.ts'
import type { AgentServerOptions } from './call-handler.ts'

/** Serves one agent on stdin and stdout, for any MCP host. Resolves when the host has gone. */
export async function serveAgentOverStdio(
  agent: Agent,
  options: AgentServerOptions,
): Promise<void> {
  // Loaded when it is needed: the SDK takes a good part of the time that the whole product needs to start.
  const { StdioServerTransport } = await import('@modelcontextprotocol/sdk/server/stdio.js')
  const { createAgentServer } = await import('./server.ts')
  const server = createAgentServer(agent, options)
  const closed = new Promise<void>((resolve) => {
    server.server.onclose = resolve
    process.stdin.once('end', resolve)
  })
  await server.connect(new StdioServerTransport())
  await closed
  await server.close()
}
