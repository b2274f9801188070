import { BUS_RULE, openBus } from '@colophon/adapters/bus'
import { MODEL_RULES, openModels } from '@colophon/adapters/models'
import { openStore, STORE_RULE } from '@colophon/adapters/store'
import {
  calibratedBy,
  CALIBRATION_RULE,
  openAgentsInMemory,
  openAgentsOverHttp,
  openRules,
  STALE,
} from '@colophon/agents'
import { DEFAULT_TENANT, PIPELINE_CHANNELS, VERSION, type AgentCaller } from '@colophon/domain'
import { AGENT_MODULES, loadAgents } from '@colophon/profiles'
import { RECORDS } from '@colophon/profiles/records'
import {
  busEvents,
  ConfigError,
  createLogger,
  modelMetrics,
  processOwner,
  rulesEvents,
  serveHttp,
  type Logger,
} from '@colophon/runtime'
import { createServiceTokens, createTokenSigner, readTokenKeys } from '@colophon/runtime/auth'
import { createOpsApp } from '@colophon/runtime/http'
import { createMetrics, type Metrics } from '@colophon/runtime/metrics'
import {
  LEASE_RULE,
  readRules,
  readSettings,
  runMain,
  STORE_SAFETY,
  type SettingRule,
} from '@colophon/runtime/settings'
import { composeWorker } from './compose.ts'
import { Config } from './config.ts'

const service = 'enrichment-worker'

/** Tokens for the agents: short-lived, one per audience, made here. */
function serviceTokens(env: Config): (audience: string) => string {
  const keys = readTokenKeys(env)
  if (keys === undefined) {
    throw new ConfigError([
      'JWT_SECRET is required: agents behind AGENT_URLS accept only signed tokens (or JWT_PRIVATE_KEY with JWT_PUBLIC_KEY)',
    ])
  }
  const signer = createTokenSigner(keys, { issuer: env.JWT_ISSUER })
  return createServiceTokens(signer, { sub: service, tenant: DEFAULT_TENANT })
}

/** Models are asked in this process only when the agents are in it; else their tokens are made here. */
const AGENT_RULES: SettingRule<Config>[] = [
  {
    of: ['AGENT_URLS', 'NODE_ENV', 'JWT_SECRET', 'JWT_PUBLIC_KEY', 'JWT_PRIVATE_KEY', 'JWT_ISSUER'],
    check: (env) => env.AGENT_URLS === 'memory' || serviceTokens(env),
  },
  ...[...MODEL_RULES, CALIBRATION_RULE].map(({ of, check }): SettingRule<Config> => ({
    of: ['AGENT_URLS', ...of],
    check: (env) => (env.AGENT_URLS === 'memory' ? check(env) : undefined),
  })),
]
const RULES = [STORE_SAFETY, STORE_RULE, BUS_RULE, LEASE_RULE, ...AGENT_RULES]

/** The agents with everything they need, closed together. */
async function openAgents(
  env: Config,
  { log, metrics }: { log: Logger; metrics: Metrics },
): Promise<AgentCaller> {
  const places = env.AGENT_URLS
  if (places !== 'memory') {
    const limits = { idleMs: env.AGENT_SILENCE_MS }
    return openAgentsOverHttp(places, { token: serviceTokens(env), limits })
  }
  await using stack = new AsyncDisposableStack()
  const threads = env.RULES === 'on' ? 1 : 0
  const onEnded = rulesEvents(metrics, log)
  const rules = stack.use(
    openRules({ ...readRules(env, threads), modules: AGENT_MODULES, onEnded }),
  )
  const models = stack.use(
    await openModels(
      { local: env.MODEL_LOCAL, fast: env.MODEL_FAST, deep: env.MODEL_DEEP },
      { keys: env, events: modelMetrics(metrics) },
    ),
  )
  const onError = (err: unknown, tool: string): void => {
    log.warn({ err, tool }, 'agent call failed')
  }
  const known = calibratedBy(env.MODEL_CALIBRATION, await loadAgents())
  for (const measured of known.stale) log.warn({ measured }, STALE)
  const agents = stack.use(await openAgentsInMemory(known.agents, { models, rules, onError }))
  const owned = stack.move()
  return {
    describe: (agent) => agents.describe(agent),
    enrich: (agent, request, course) => agents.enrich(agent, request, course),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

await runMain(service, async (stop) => {
  const env = await readSettings(Config, process.env, RULES)
  const log = createLogger({ service, level: env.LOG_LEVEL })
  const metrics = createMetrics({ service, version: VERSION, process: true })

  // Everything opened here is closed in reverse order when this function ends, however it ends.
  await using store = await openStore(env.STORE_URL)
  await using bus = await openBus(env.BUS_URL, {
    channels: PIPELINE_CHANNELS,
    onEvent: busEvents(metrics, log),
  })
  await using agents = await openAgents(env, { log, metrics })
  const ops = createOpsApp({
    service,
    version: VERSION,
    log,
    metrics,
    checks: { store: () => store.ping(), bus: () => bus.ping() },
    // The first step of a drain: not ready, while the worker finishes what it has.
    ready: () => !stop.aborted,
  })
  const { OPS_HOST: host, OPS_PORT: port } = env
  await using server = await serveHttp(ops, { host, port, allowRemote: true })
  const owner = processOwner('worker')
  const worker = composeWorker({ profiles: RECORDS, store, bus, agents, owner, log, metrics }, env)

  log.info({ ops: server.url }, 'ready')
  await worker.run(stop)
  log.info({ reason: String(stop.reason) }, 'drained')
})
