import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { startAgent, type StartOptions } from '@colophon/agent-host/serve'
import { Config } from '@colophon/agent-host/config'
import { createLogger, type HttpServer } from '@colophon/runtime'
import { createServiceTokens, createTokenSigner } from '@colophon/runtime/auth'
import type { Agent } from '../../src/agent.ts'
import { createAgentEndpoint, type AgentEndpointOptions } from '../../src/mcp/server/http.ts'
import { agentNamed } from '../letter.ts'
import { CLIENT } from './connect.ts'

export const SECRET = 'VsJv0q3nY8mKc5Tz1LwXa7RbE4uHgP9dFi6oNyQk2Zs'
const signer = createTokenSigner({ secret: SECRET }, { issuer: 'colophon' })
export const serviceToken = createServiceTokens(signer, { sub: 'worker', tenant: 'default' })
export const tokenFor = (aud: string, roles: ('service' | 'operator')[] = ['service']): string =>
  signer.sign({ sub: 'worker', tenant: 'default', aud, roles, ttlS: 60 })

/** An agent as its main composes it, on a free port. */
export async function serveAgent(
  t: TestContext,
  name: string,
  settings: Record<string, unknown> = {},
  options: Partial<StartOptions> = {},
): Promise<HttpServer> {
  const config = Config.parse({ PORT: 0, JWT_SECRET: SECRET, ...settings })
  const log = createLogger({ service: name, level: 'silent' })
  const server = await startAgent(agentNamed(name), config, { log, ready: () => true, ...options })
  t.after(() => server[Symbol.asyncDispose]())
  return server
}

export interface Served {
  url: string
  port: number
  server: Server
  /** Ends it at once, as a crash does. */
  kill: () => Promise<void>
}

/** Any handler on a port, closed with the test. */
export async function serve(t: TestContext, listener: RequestListener, port = 0): Promise<Served> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const kill = async (): Promise<void> => {
    if (!server.listening) return
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
    // The client's end, in this very process, has yet to hear of it.
    await delay(10)
  }
  t.after(kill)
  const { port: bound } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${bound}`, port: bound, server, kill }
}

/** The endpoint alone, for whoever asks. */
export function serveEndpoint(
  t: TestContext,
  agent: Agent,
  options: AgentEndpointOptions,
  port = 0,
): Promise<Served> {
  const endpoint = createAgentEndpoint(agent, options)
  return serve(t, (request, response) => void endpoint(request, response), port)
}

/** The SDK's own client, closed with the test. */
export async function connectOverHttp(t: TestContext, url: string, token = ''): Promise<Client> {
  const client = new Client(CLIENT)
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  })
  await client.connect(transport)
  t.after(() => client.close())
  return client
}
