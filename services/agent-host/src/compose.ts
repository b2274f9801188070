import { MODEL_RULES, openModels } from '@colophon/adapters/models'
import { readPrices } from '@colophon/adapters/prices'
import {
  calibratedBy,
  CALIBRATION_RULE,
  openAgentsInMemory,
  openRules,
  STALE,
  type Agent,
  type OpenRules,
  type RulesModules,
} from '@colophon/agents'
import type { AgentCaller, ModelClient } from '@colophon/domain'
import { loadAgents, modulesOf, PROFILES, type ProfileFolder } from '@colophon/profiles'
import { modelMetrics, rulesEvents, type Logger } from '@colophon/runtime'
import type { Metrics } from '@colophon/runtime/metrics'
import { logSettings, MODEL_SETTINGS, readRules, rulesSettings } from '@colophon/runtime/settings'
import {
  modelSpanNames,
  NO_TRACER,
  tracedAgents,
  tracedCalls,
  tracedModels,
  tracedRules,
  type Tracer,
} from '@colophon/runtime/tracing'
import type { z } from 'zod'

/** The settings of agents, in whatever form they run. `threads`: how many rules have unless it is said, in words. */
export const agentSettings = (threads: string) => ({ ...MODEL_SETTINGS, ...rulesSettings(threads) })
const AGENT_SETTINGS = agentSettings('1')
type AgentEnv = z.infer<z.ZodObject<typeof AGENT_SETTINGS>>
type TracedAgentEnv = AgentEnv & { OTEL_SEMCONV_STABILITY_OPT_IN?: string | undefined }

/** For what a program that runs agents holds against its settings. */
export const AGENT_RULES = [...MODEL_RULES, CALIBRATION_RULE]

/** The models of all tiers, or none: running without is normal. */
export const openConfiguredModels = (env: AgentEnv, metrics?: Metrics): Promise<ModelClient> =>
  openModels(
    { local: env.MODEL_LOCAL, fast: env.MODEL_FAST, deep: env.MODEL_DEEP },
    {
      keys: env,
      events: metrics === undefined ? undefined : modelMetrics(metrics),
      prices: readPrices(env),
    },
  )

export interface AgentDeps {
  log: Logger
  metrics: Metrics
  /** @default nothing is traced */
  tracer?: Tracer | undefined
  /** Threads for the rules, unless the settings say. @default 1 */
  threads?: number | undefined
  /** @default those of the product */
  profiles?: readonly ProfileFolder[] | undefined
  /** Where threads find the agents of a profile. @default as the profiles say */
  modules?: RulesModules | undefined
}

export interface OpenedAgents extends AsyncDisposable {
  /** With what was measured of their models. */
  agents: readonly Agent[]
  models: ModelClient
  rules: OpenRules
}

const LOOK_MS = 30_000

/** A model that was taken away is noticed before a document needs it. Costs nothing; what is found is told as an event. */
function lookAtModels(models: ModelClient, agents: readonly Agent[]): Disposable {
  const timer = setInterval(() => {
    for (const { name } of agents) models.ping(name).catch(() => undefined)
  }, LOOK_MS)
  timer.unref()
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer)
    },
  }
}

/** Agents with everything they need to run, closed together. */
export async function openAgents(
  load: () => readonly Agent[] | Promise<readonly Agent[]>,
  env: TracedAgentEnv,
  deps: AgentDeps,
): Promise<OpenedAgents> {
  const { log, metrics, threads = 1, tracer = NO_TRACER } = deps
  const { profiles = PROFILES, modules = modulesOf(profiles) } = deps
  logSettings(log, 'agents', AGENT_SETTINGS, env)
  await using stack = new AsyncDisposableStack()
  const onEnded = rulesEvents(metrics, log)
  // First: a thread takes as long to start as everything else.
  const rules = stack.use(
    tracedRules(
      tracer,
      openRules({ ...readRules(env, threads), modules, onEnded, bind: tracer.bind }),
    ),
  )
  const models = stack.use(
    tracedModels(
      tracer,
      await openConfiguredModels(env, metrics),
      modelSpanNames(env.OTEL_SEMCONV_STABILITY_OPT_IN),
    ),
  )
  const known = calibratedBy(env.MODEL_CALIBRATION, await load())
  for (const measured of known.stale) log.warn({ measured }, STALE)
  stack.use(lookAtModels(models, known.agents))
  const owned = stack.move()
  const dispose = (): Promise<void> => owned.disposeAsync()
  return { agents: known.agents, models, rules, [Symbol.asyncDispose]: dispose }
}

/** All agents inside of the process that calls them. Closes what they need with them. */
export async function openAgentsInProcess(
  env: TracedAgentEnv & { RULES: 'on' | 'off' },
  { threads = 1, ...deps }: AgentDeps,
): Promise<AgentCaller> {
  await using stack = new AsyncDisposableStack()
  // Rules that nobody runs need no threads.
  const most = env.RULES === 'on' ? threads : 0
  const opened = stack.use(
    await openAgents(() => loadAgents(deps.profiles), env, { ...deps, threads: most }),
  )
  const { agents, models, rules } = opened
  const onError = (err: unknown, tool: string): void => {
    deps.log.warn({ err, tool }, 'agent call failed')
  }
  const { tracer = NO_TRACER } = deps
  const traced = tracedCalls(tracer)
  const inMemory = await openAgentsInMemory(agents, { models, rules, onError, traced })
  const caller = stack.use(tracedAgents(tracer, inMemory))
  const owned = stack.move()
  return {
    describe: (agent) => caller.describe(agent),
    enrich: (agent, request, course) => caller.enrich(agent, request, course),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
