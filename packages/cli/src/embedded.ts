import { openBus } from '@colophon/adapters/bus'
import { openStore } from '@colophon/adapters/store'
import { openAgentsInProcess } from '@colophon/agent-host'
import type { RulesModules } from '@colophon/agents'
import { composeCoordinator, type Coordinator } from '@colophon/coordinator'
import {
  PIPELINE_CHANNELS,
  VERSION,
  type AgentCaller,
  type Bus,
  type Profile,
  type Store,
} from '@colophon/domain'
import { composeWorker } from '@colophon/enrichment-worker'
import { PROFILES, type ProfileFolder } from '@colophon/profiles'
import { busEvents, processOwner, type Logger } from '@colophon/runtime'
import { createMetrics, type Metrics } from '@colophon/runtime/metrics'
import type { Config } from './config.ts'

/** The whole product in one process: what the services are composed of, and what commands talk to. */
export interface Embedded extends AsyncDisposable {
  store: Store
  bus: Bus
  coordinator: Coordinator
  /** The kinds of records that it enriches; the first where none is named. */
  profiles: readonly Profile[]
  metrics: Metrics
  /** Rejects when coordinator or worker end before they were told to. */
  running: Promise<void>
}

export const hasModels = (config: Config): boolean =>
  [config.MODEL_LOCAL, config.MODEL_FAST, config.MODEL_DEEP].some((url) => url !== undefined)

/** Coordinator and worker over what was opened, running until `stop` aborts. */
function startServices(
  config: Config,
  log: Logger,
  parts: Pick<Embedded, 'profiles' | 'store' | 'bus' | 'metrics'> & { agents: AgentCaller },
  stop: AbortSignal,
) {
  const shared = { ...parts, log, owner: processOwner('embedded') }
  const coordinator = composeCoordinator(shared, config)
  const worker = composeWorker(shared, config)
  const running = Promise.all([coordinator.run(stop), worker.run(stop)]).then(() => undefined)
  // The commands await `running`; until they do, a failure must not count as unhandled.
  running.catch(() => undefined)
  return { coordinator, running }
}

export interface EmbeddedOptions {
  /** Threads for the rules, unless the settings say. @default 1 */
  rulesThreads?: number | undefined
  /** @default those of the product */
  profiles?: readonly ProfileFolder[] | undefined
  /** Where those threads find the agents of a profile. @default as the profiles say */
  modules?: RulesModules | undefined
}

/** Starts everything; disposing drains the worker, then closes in reverse order. */
export async function startEmbedded(
  config: Config,
  log: Logger,
  { rulesThreads: threads, profiles: folders = PROFILES, modules }: EmbeddedOptions = {},
): Promise<Embedded> {
  await using stack = new AsyncDisposableStack()
  const metrics = createMetrics({ service: 'colophon', version: VERSION, process: true })
  // First: a thread for rules takes as long to start as everything else.
  const agents = stack.use(
    await openAgentsInProcess(config, { log, metrics, threads, modules, profiles: folders }),
  )
  const store = stack.use(await openStore(config.STORE_URL))
  const onEvent = busEvents(metrics, log)
  const bus = stack.use(await openBus(config.BUS_URL, { channels: PIPELINE_CHANNELS, onEvent }))
  const stop = new AbortController()
  const profiles = folders.map(({ record }) => record)
  const parts = { profiles, store, bus, agents, metrics }
  const { coordinator, running } = startServices(config, log, parts, stop.signal)
  stack.defer(async () => {
    stop.abort()
    await running.catch(() => undefined)
  })
  const owned = stack.move()
  const dispose = (): Promise<void> => owned.disposeAsync()
  return { ...parts, coordinator, running, [Symbol.asyncDispose]: dispose }
}
