import { openBus } from '@colophon/adapters/bus'
import { openModels } from '@colophon/adapters/models'
import { openStore } from '@colophon/adapters/store'
import { LETTER_AGENTS, openAgentsInMemory } from '@colophon/agents'
import { createCoordinator, type Coordinator } from '@colophon/coordinator'
import {
  PRICE_LIST,
  TIERS,
  type Bus,
  type ModelClient,
  type Store,
  type Tier,
} from '@colophon/domain'
import { lettersProfile } from '@colophon/domain/letters'
import { createWorker } from '@colophon/enrichment-worker'
import { isDeadLocalOwner, newId, processOwner, type Logger } from '@colophon/runtime'
import { createMetrics, type Metrics } from '@colophon/runtime/metrics'
import type { Config } from './config.ts'
import { VERSION } from './version.ts'

/** The whole product in one process: what the services are composed of, and what commands talk to. */
export interface Embedded extends AsyncDisposable {
  store: Store
  bus: Bus
  models: ModelClient
  coordinator: Coordinator
  metrics: Metrics
  /** Rejects when coordinator or worker end before they were told to. */
  running: Promise<void>
}

/** Tiers an agent may use. The context agent adds knowledge from elsewhere: a small local model only when asked for. */
export function tiersOf(
  config: Pick<Config, 'RULES' | 'CONTEXT_LOCAL'>,
): (agent: string) => Tier[] {
  const allowed = TIERS.filter((tier) => tier !== 'rules' || config.RULES === 'on')
  const contextual = allowed.filter((tier) => tier !== 'local' || config.CONTEXT_LOCAL === 'on')
  return (agent) => (agent === 'context-agent' ? contextual : allowed)
}

/** Starts everything; disposing drains the worker, then closes in reverse order. */
export async function startEmbedded(config: Config, log: Logger): Promise<Embedded> {
  await using stack = new AsyncDisposableStack()
  const store = stack.use(await openStore(config.STORE_URL))
  const bus = stack.use(await openBus(config.BUS_URL))
  const models = stack.use(
    await openModels({
      local: config.MODEL_LOCAL,
      fast: config.MODEL_FAST,
      deep: config.MODEL_DEEP,
    }),
  )
  const agents = stack.use(
    await openAgentsInMemory(LETTER_AGENTS, {
      models,
      onError: (err, tool) => {
        log.warn({ err, tool }, 'agent call failed')
      },
    }),
  )
  const metrics = createMetrics({ service: 'colophon', version: VERSION, process: true })
  const shared = {
    store,
    bus,
    log,
    metrics,
    owner: processOwner('embedded'),
    now: () => Date.now(),
  }
  const coordinator = createCoordinator({
    ...shared,
    isDead: isDeadLocalOwner,
    newJobId: () => newId('job'),
  })
  const worker = createWorker({
    ...shared,
    agents,
    profile: lettersProfile,
    prices: PRICE_LIST,
    newRunId: () => newId('run'),
    tiersOf: tiersOf(config),
    settings: { concurrency: config.WORKER_CONCURRENCY },
  })
  const stop = new AbortController()
  const running = Promise.all([coordinator.run(stop.signal), worker.run(stop.signal)]).then(
    () => undefined,
  )
  // The commands await `running`; until they do, a failure must not count as unhandled.
  running.catch(() => undefined)
  stack.defer(async () => {
    stop.abort()
    await running.catch(() => undefined)
  })
  const owned = stack.move()
  return {
    store,
    bus,
    models,
    coordinator,
    metrics,
    running,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
