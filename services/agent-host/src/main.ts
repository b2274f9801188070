import { MODEL_RULES, openModels } from '@colophon/adapters/models'
import {
  agentAudience,
  calibratedBy,
  CALIBRATION_RULE,
  openRules,
  STALE,
  type Agent,
  type RulesModules,
  type RulesRunner,
} from '@colophon/agents'
import { createAgentEndpoint, type AgentEndpointOptions } from '@colophon/agents/endpoint'
import { ColophonError, untilAborted, VERSION, type ModelClient } from '@colophon/domain'
import { AGENT_MODULES, loadAgents } from '@colophon/profiles'
import { AGENT_PORTS } from '@colophon/profiles/ports'
import {
  createLogger,
  InsecureHostError,
  isLoopback,
  modelMetrics,
  rulesEvents,
  serveHttp,
  shutdownSignal,
  type HttpServer,
  type Logger,
} from '@colophon/runtime'
import { bearerAuth, createTokenVerifier, readTokenKeys } from '@colophon/runtime/auth'
import { createOpsApp } from '@colophon/runtime/http'
import { createMetrics, type Metrics } from '@colophon/runtime/metrics'
import { readRules, readSettings } from '@colophon/runtime/settings'
import { Config } from './config.ts'

export interface StartOptions {
  log: Logger
  /** False while the process is draining. */
  ready: () => boolean
  /** Where threads find the agents of a profile. @default those of the product */
  modules?: RulesModules
}

/** One agent as a service. Disposing it lets calls in progress end within the grace time. */
export async function startAgent(
  agent: Agent,
  config: Config,
  { log, ready, modules = AGENT_MODULES }: StartOptions,
): Promise<HttpServer> {
  const verifier = verifierOf(agent, config)
  await using stack = new AsyncDisposableStack()
  const { MODEL_LOCAL: local, MODEL_FAST: fast, MODEL_DEEP: deep } = config
  const metrics = createMetrics({ service: agent.name, version: VERSION, process: true })
  const onEnded = rulesEvents(metrics, log)
  const rules = stack.use(openRules({ ...readRules(config, 1), modules, onEnded }))
  const options = { keys: config, events: modelMetrics(metrics) }
  const models = stack.use(await openModels({ local, fast, deep }, options))
  const endpoint = createAgentEndpoint(
    agent,
    endpointOptions(config, { models, rules, metrics, log }),
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

interface EndpointDeps {
  models: ModelClient
  rules: RulesRunner
  metrics: Metrics
  log: Logger
}

function endpointOptions(
  { HOST, ALLOWED_HOSTS, MAX_CONCURRENCY, MAX_BODY_BYTES }: Config,
  { models, rules, metrics, log }: EndpointDeps,
): AgentEndpointOptions {
  const named = ALLOWED_HOSTS?.split(',').map((name) => name.trim())
  const allowedHosts = named?.includes('*') || (!named && !isLoopback(HOST)) ? 'any' : named
  return {
    models,
    rules,
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

const ACCESS = ['HOST', 'NODE_ENV', 'JWT_SECRET', 'JWT_PUBLIC_KEY', 'JWT_ISSUER'] as const

async function run(given: string | undefined): Promise<void> {
  const known = await loadAgents()
  const agent = known.find(({ name }) => name === given || name === `${given ?? ''}-agent`)
  if (agent === undefined) {
    const names = known.map(({ name }) => name).join(', ')
    throw new ColophonError('config.invalid', `Name the agent to run: ${names}`)
  }
  process.title = agent.name
  const config = await readSettings(Config, process.env, [
    { of: ACCESS, check: (settings) => verifierOf(agent, settings) },
    ...MODEL_RULES,
    CALIBRATION_RULE,
  ])
  const log = createLogger({ service: agent.name, level: config.LOG_LEVEL })
  const { agents, stale } = calibratedBy(config.MODEL_CALIBRATION, [agent])
  for (const measured of stale) log.warn({ measured }, STALE)
  using stop = shutdownSignal()
  {
    await using server = await startAgent(agents[0] ?? agent, config, {
      log,
      ready: () => !stop.aborted,
    })
    log.info({ url: server.url, auth: readTokenKeys(config) !== undefined }, 'ready')
    await untilAborted(stop)
    log.info({ reason: String(stop.reason) }, 'draining')
  }
  log.info('drained')
}

if (import.meta.main) {
  try {
    await run(process.argv[2])
  } catch (thrown) {
    const { code, message, stack } = thrown as NodeJS.ErrnoException
    // Errors of the catalogue and of the system say what is wrong; the rest are defects.
    process.stderr.write(code === undefined ? `${String(stack)}\n` : `${message} [${code}]\n`)
    process.exitCode = 1
  }
}
