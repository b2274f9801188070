import { agentAudience, type Agent, type RulesModules } from '@colophon/agents'
import { createAgentEndpoint, type AgentEndpointOptions } from '@colophon/agents/endpoint'
import { ColophonError, VERSION } from '@colophon/domain'
import type { ProfileFolder } from '@colophon/profiles'
import { AGENT_PORTS } from '@colophon/profiles/ports'
import {
  InsecureHostError,
  isLoopback,
  serveHttp,
  type HttpServer,
  type Logger,
} from '@colophon/runtime'
import { bearerAuth, createTokenVerifier, readTokenKeys } from '@colophon/runtime/auth'
import { createOpsApp } from '@colophon/runtime/http'
import { createMetrics, type Metrics } from '@colophon/runtime/metrics'
import type { SettingRule } from '@colophon/runtime/settings'
import { NO_TRACER, tracedCalls, type Tracer } from '@colophon/runtime/tracing'
import { openAgents, type OpenedAgents } from './compose.ts'
import type { Config } from './config.ts'

export interface StartOptions {
  log: Logger
  /** @default nothing is traced */
  tracer?: Tracer | undefined
  /** False while the process is draining. */
  ready: () => boolean
  /** @default those of the product */
  profiles?: readonly ProfileFolder[]
  /** Where threads find the agents of a profile. @default as the profiles say */
  modules?: RulesModules
}

/** One agent as a service. Disposing it lets calls in progress end within the grace time. */
export async function startAgent(
  agent: Agent,
  config: Config,
  { log, tracer, ready, profiles, modules }: StartOptions,
): Promise<HttpServer> {
  const verifier = verifierOf(agent, config)
  await using stack = new AsyncDisposableStack()
  const metrics = createMetrics({ service: agent.name, version: VERSION, process: true })
  const opened = stack.use(
    await openAgents(() => [agent], config, { log, metrics, tracer, profiles, modules }),
  )
  const [calibrated = agent] = opened.agents
  const { models } = opened
  const endpoint = createAgentEndpoint(
    calibrated,
    endpointOptions(config, { ...opened, metrics, log, tracer }),
  )
  const app = createOpsApp({
    service: agent.name,
    version: VERSION,
    log,
    metrics,
    // Its own: a model that only other agents have may be missing.
    checks: { models: () => models.ping(agent.name) },
    ready,
    auth: verifier && { verifier },
    extend: (express) => {
      // Before the endpoint reads a byte of the body.
      if (verifier !== undefined) express.use('/mcp', bearerAuth(verifier, { roles: ['service'] }))
      express.all('/mcp', endpoint)
    },
  })
  const { HOST: host, PORT: port = AGENT_PORTS[agent.name] ?? 0, DRAIN_GRACE_MS: graceMs } = config
  const server = stack.use(
    await serveHttp(app, { host, port, graceMs, allowRemote: verifier !== undefined }),
  )
  const owned = stack.move()
  return { ...server, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** Undefined: the agent answers anybody, which only a developer's own machine may have. */
function verifierOf(agent: Agent, config: Config) {
  const keys = readTokenKeys(config)
  if (keys !== undefined)
    return createTokenVerifier(keys, {
      issuer: config.JWT_ISSUER,
      audience: agentAudience(agent.name),
    })
  if (!isLoopback(config.HOST)) throw new InsecureHostError(config.HOST)
  if (config.NODE_ENV !== 'development')
    throw new ColophonError(
      'config.insecure',
      'JWT_SECRET (or JWT_PUBLIC_KEY) is required; NODE_ENV=development runs without on loopback',
    )
  return undefined
}

/** For what the program of this agent holds against its settings: who may call it. */
export const accessRule = (agent: Agent): SettingRule<Config> => ({
  of: ['HOST', 'NODE_ENV', 'JWT_SECRET', 'JWT_PUBLIC_KEY', 'JWT_ISSUER'],
  check: (env) => verifierOf(agent, env),
})

interface EndpointDeps extends Pick<OpenedAgents, 'models' | 'rules'> {
  metrics: Metrics
  log: Logger
  tracer: Tracer | undefined
}

function endpointOptions(
  { HOST, ALLOWED_HOSTS, MAX_CONCURRENCY, MAX_BODY_BYTES }: Config,
  { models, rules, metrics, log, tracer = NO_TRACER }: EndpointDeps,
): AgentEndpointOptions {
  const named = ALLOWED_HOSTS?.split(',').map((name) => name.trim())
  const allowedHosts = named?.includes('*') || (!named && !isLoopback(HOST)) ? 'any' : named
  return {
    models,
    rules,
    traced: tracedCalls(tracer),
    maxConcurrency: MAX_CONCURRENCY,
    maxBodyBytes: MAX_BODY_BYTES,
    ...(allowedHosts !== undefined && { allowedHosts }),
    onError: (err, tool) => {
      log.warn({ err, tool }, 'call failed')
    },
    onRunning: (running) => {
      metrics.agentRunning.set({}, running)
    },
    onEnd: ({ tool, outcome, seconds }) => {
      metrics.agentRequests.inc({ tool, outcome })
      metrics.agentRequestSeconds.observe({ tool }, seconds)
    },
  }
}
