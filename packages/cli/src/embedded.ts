import { busStats, openBus, type BusStats } from '@colophon/adapters/bus'
import { openImages } from '@colophon/adapters/images'
import { openStore } from '@colophon/adapters/store'
import { openAgentsInProcess } from '@colophon/agent-host'
import type { RulesModules } from '@colophon/agents'
import { composeCoordinator, type Coordinator } from '@colophon/coordinator'
import {
  PIPELINE_CHANNELS,
  VERSION,
  type AgentCaller,
  type Bus,
  type ImageStore,
  type Profile,
  type Store,
} from '@colophon/domain'
import { composeWorker } from '@colophon/enrichment-worker'
import { PROFILES, type ProfileFolder } from '@colophon/profiles'
import { busEvents, componentLog, processOwner, storeEvents, type Logger } from '@colophon/runtime'
import { createMetrics, type Metrics } from '@colophon/runtime/metrics'
import { NO_TRACER, tracedStore, type Tracer } from '@colophon/runtime/tracing'
import type { Config } from './config.ts'
import type { ImageKeeper } from './input/page-images.ts'

/** The whole product in one process: what the services are composed of, and what commands talk to. */
export interface Embedded extends AsyncDisposable {
  store: Store
  /** Images of pages; null where there is no place for them. */
  images: ImageStore | null
  bus: Bus
  coordinator: Coordinator
  /** The kinds of records that it enriches; the first where none is named. */
  profiles: readonly Profile[]
  metrics: Metrics
  tracer: Tracer
  /** Rejects when coordinator or worker end before they were told to. */
  running: Promise<void>
}

export const hasModels = (config: Config): boolean =>
  [config.MODEL_LOCAL, config.MODEL_FAST, config.MODEL_DEEP].some((url) => url !== undefined)

/** Coordinator and worker over what was opened, running until `stop` aborts. */
function startServices(
  config: Config,
  log: Logger,
  parts: Pick<Embedded, 'profiles' | 'store' | 'bus' | 'metrics' | 'tracer'> & {
    agents: AgentCaller
    busStats: BusStats | null
  },
  stop: AbortSignal,
) {
  const owner = processOwner('embedded')
  const shared = (name: string) => ({
    ...{ ...parts, owner },
    log: componentLog(log, name, config.LOG_LEVEL),
  })
  const coordinator = composeCoordinator(shared('coordinator'), config)
  const worker = composeWorker(shared('enrichment-worker'), config)
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
  /** @default nothing is traced */
  tracer?: Tracer | undefined
  /** @default those of this process */
  metrics?: Metrics | undefined
}

const ownMetrics = (): Metrics =>
  createMetrics({ service: 'colophon', version: VERSION, process: true })

/** Starts everything; disposing drains the worker, then closes in reverse order. */
export async function startEmbedded(
  config: Config,
  log: Logger,
  options: EmbeddedOptions = {},
): Promise<Embedded> {
  const { rulesThreads: threads, profiles: folders = PROFILES, modules } = options
  const { tracer = NO_TRACER, metrics = ownMetrics() } = options
  await using stack = new AsyncDisposableStack()
  // First: a thread for rules takes as long to start as everything else.
  const agents = stack.use(
    await openAgentsInProcess(config, {
      log,
      metrics,
      threads,
      modules,
      profiles: folders,
      tracer,
    }),
  )
  const store = stack.use(
    tracedStore(tracer, await openStore(config.STORE_URL, { events: storeEvents(metrics) })),
  )
  const events = busEvents(metrics, log)
  const bus = stack.use(await openBus(config.BUS_URL, { channels: PIPELINE_CHANNELS, ...events }))
  const stats = await busStats(config.BUS_URL, PIPELINE_CHANNELS)
  const stop = new AbortController()
  const profiles = folders.map(({ record }) => record)
  const parts = { profiles, store, bus, agents, metrics, tracer }
  const { coordinator, running } = startServices(
    config,
    log,
    { ...parts, busStats: stats },
    stop.signal,
  )
  stack.defer(async () => {
    stop.abort()
    await running.catch(() => undefined)
  })
  const owned = stack.move()
  const dispose = (): Promise<void> => owned.disposeAsync()
  const images = openImages(config)
  return { ...parts, images, coordinator, running, [Symbol.asyncDispose]: dispose }
}

/** Where images of this run go. */
export const imageKeeper = (
  { images }: Pick<Embedded, 'images'>,
  { TENANT_ID: tenantId }: Pick<Config, 'TENANT_ID'>,
): ImageKeeper | null => images && { store: images, tenantId }
