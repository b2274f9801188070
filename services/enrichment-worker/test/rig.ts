import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { PRICE_LIST } from '@colophon/adapters/prices'
import { openBus } from '@colophon/adapters/bus'
import { createScriptedModels, type ScriptedOptions } from '@colophon/adapters/models/scripted'
import { openStore } from '@colophon/adapters/store'
import { openAgentsInMemory, type CallLimits } from '@colophon/agents'
import {
  noModels,
  DEFAULT_BUDGET,
  TIERS,
  TOPICS,
  type AgentCaller,
  type BudgetSettings,
  type Bus,
  type DocumentRecord,
  type PriceList,
  type ModelClient,
  type ModelTier,
  type Priority,
  type Profile,
  type Store,
  type Tier,
} from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/letters'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { createLogger } from '@colophon/runtime'
import { createMetrics, type Metrics } from '@colophon/runtime/metrics'
import { aDocument, aJob, temporaryFolder } from '@colophon/testkit'
import { createWorker, type WorkerSettings } from '../src/index.ts'

export interface RigOptions {
  models?: ScriptedOptions | null
  /** Models that are not scripted. */
  client?: ModelClient
  tiersOf?: (agent: string) => Tier[]
  /** How many fields a model of a tier is asked for at once. */
  maxFields?: Partial<Record<ModelTier, number>>
  /** How long calls of agents may take. */
  limits?: Partial<CallLimits>
  /** How long `ended` and `putOff` wait. */
  patienceMs?: number
  agents?: (real: AgentCaller) => AgentCaller
  settings?: Partial<WorkerSettings>
  /** @default letters alone */
  profiles?: readonly Profile[]
  budget?: Partial<BudgetSettings>
  /** @default as providers list them */
  prices?: PriceList
  /** Wraps the store, to watch it or to make it fail. */
  store?: (real: Store) => Store
}

export interface Rig {
  store: Store
  bus: Bus
  log: string[]
  metrics: Metrics
  submit(texts: readonly string[], priority?: Priority): Promise<string[]>
  /** Tells the bus of documents, as the coordinator does. */
  tell(ids: readonly string[], priority?: Priority): Promise<void>
  ended(id: string): Promise<DocumentRecord>
  /** Waits until a document has been put off, for the reason it says. */
  putOff(id: string): Promise<DocumentRecord>
  stop(): Promise<void>
}

/** A worker over a real SQLite file, the local bus and the real agents behind MCP; models are scripted or absent. */
export async function startRig(t: TestContext, options: RigOptions = {}): Promise<Rig> {
  const folder = temporaryFolder(t)
  const stack = new AsyncDisposableStack()
  const store = stack.use(await openStore(`sqlite:${join(folder, 'worker.db')}`))
  const bus = stack.use(await openBus('local:'))
  const models =
    options.client ?? (options.models ? createScriptedModels(options.models) : noModels)
  const real = stack.use(
    await openAgentsInMemory(LETTER_AGENTS, { models, limits: options.limits ?? {} }),
  )
  const log: string[] = []
  const stop = new AbortController()
  const metrics = createMetrics({ service: 'test', version: '0' })
  const worker = createWorker({
    store: options.store?.(store) ?? store,
    bus,
    agents: options.agents?.(real) ?? real,
    profiles: options.profiles ?? [lettersProfile],
    prices: options.prices ?? PRICE_LIST,
    budget: { ...DEFAULT_BUDGET, ...options.budget },
    newRunId: () => `run_${Math.random().toString(36).slice(2)}`,
    tiersOf: options.tiersOf ?? (() => [...TIERS]),
    ...(options.maxFields !== undefined && { maxFields: options.maxFields }),
    owner: 'worker@test',
    now: () => Date.now(),
    log: createLogger({
      service: 'test',
      level: 'debug',
      stream: { write: (line) => log.push(line) },
    }),
    metrics,
    settings: {
      concurrency: 4,
      graceMs: 200,
      storeRetryMs: 20,
      retryBaseMs: 1,
      ...options.settings,
    },
  })
  const running = worker.run(stop.signal)
  const until = async (
    id: string,
    what: string,
    holds: (document: DocumentRecord) => boolean,
  ): Promise<DocumentRecord> => {
    for (let look = 0; look < (options.patienceMs ?? 10_000) / 10; look++) {
      const document = await store.documents.get('default', id)
      if (document !== null && holds(document)) return document
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error(`${id} is not ${what}`)
  }
  let stopping: Promise<void> | undefined
  const rig: Rig = {
    store,
    bus,
    log,
    metrics,
    async submit(texts, priority = 'normal') {
      const job = aJob({ priority })
      await store.jobs.create(job)
      const documents = texts.map((text) => aDocument({ text }))
      await store.jobs.submit(job, documents)
      return documents.map((document) => document.document_id)
    },
    async tell(ids, priority = 'normal') {
      const bodies = ids.map((id) =>
        JSON.stringify({ v: 1, tenant_id: 'default', document_id: id, attempt: 0 }),
      )
      await bus.publish(TOPICS[priority], bodies)
    },
    ended: (id) => until(id, 'ended', ({ status }) => ['completed', 'failed'].includes(status)),
    putOff: (id) =>
      until(id, 'put off', ({ status, error }) => status === 'queued' && error !== null),
    stop: () => {
      stop.abort()
      return (stopping ??= running)
    },
  }
  t.after(async () => {
    await rig.stop()
    await stack.disposeAsync()
  })
  return rig
}

export const LETTER = `Edinburgh, 4th February 1862

Dear Mr. Alexander Lockhart,

I thank you for your letter of the 2nd instant, and beg to say that the books which you were so good as to send by
the carrier have come to hand in good order. My sister Mrs. Robertson sends her kind regards to your family in London.

I remain, dear Sir,
your obedient servant,
William Robertson

To Mr. Alexander Lockhart, Glasgow
`
