import { AgentCallError, ColophonError, type AgentCaller } from '@colophon/domain'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { agentAudience } from '../wire/audience.ts'
import { DEFAULT_LIMITS, type CallLimits } from './call.ts'
import { createRemoteAgent, type RemoteAgent } from './remote-agent.ts'

export interface HttpCallerOptions {
  /** A token for an audience (`agent:<name>`); asked for every request, so it should keep what it made for a while. */
  token: (audience: string) => string
  limits?: Partial<CallLimits>
  /** Connections to one agent at once; further calls wait for one. @default 256 */
  maxConnections?: number
  /** How long an agent's description is believed. @default 30 s */
  describeEveryMs?: number
  /** @default 2 s */
  connectTimeoutMs?: number
}

const MAX_CONNECTIONS = 256
/** Connections without work are closed by us, before the agent's end does it under a request. */
const IDLE_SOCKET_MS = 4_000
const DESCRIBE_EVERY_MS = 30_000
const CONNECT_TIMEOUT_MS = 2_000

/**
 * Agents that run as services, each at its address. Opens nothing: an agent that is away is an error of the calls that
 * need it, and of no other.
 */
export function openAgentsOverHttp(
  agents: Readonly<Record<string, string>>,
  options: HttpCallerOptions,
): AgentCaller {
  const { token, maxConnections = MAX_CONNECTIONS } = options
  const { describeEveryMs = DESCRIBE_EVERY_MS, connectTimeoutMs = CONNECT_TIMEOUT_MS } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const sockets = { keepAlive: true, maxSockets: maxConnections, timeout: IDLE_SOCKET_MS }
  const pools = { 'http:': new HttpAgent(sockets), 'https:': new HttpsAgent(sockets) }
  const remote = new Map<string, RemoteAgent>()
  for (const [name, address] of Object.entries(agents)) {
    const url = endpointOf(name, address)
    const pool = pools[url.protocol as keyof typeof pools]
    const own = { name, url, sockets: pool, token: () => token(agentAudience(name)) }
    remote.set(name, createRemoteAgent({ ...own, limits, describeEveryMs, connectTimeoutMs }))
  }
  const agentNamed = (name: string): RemoteAgent => {
    const found = remote.get(name)
    if (found === undefined)
      throw new AgentCallError('agent.unavailable', `No address is set for ${name}`, [])
    return found
  }
  return {
    describe: async (agent) => await agentNamed(agent).describe(),
    enrich: async (agent, request, course) => await agentNamed(agent).enrich(request, course),
    async [Symbol.asyncDispose]() {
      await Promise.all([...remote.values()].map((agent) => agent.close()))
      for (const pool of Object.values(pools)) pool.destroy()
    },
  }
}

/** `http://metadata-agent:8001` is as good as the whole address of its endpoint. */
function endpointOf(agent: string, address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new ColophonError('config.invalid', `The address of ${agent} is not an http or https URL`)
  if (url.username !== '' || url.password !== '')
    throw new ColophonError('config.insecure', `The address of ${agent} holds credentials`)
  if (url.pathname === '/') url.pathname = '/mcp'
  return url
}
