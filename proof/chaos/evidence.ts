import { setTimeout as delay } from 'node:timers/promises'
import type { CostRecord, DocumentRecord, PageOf, PageRequest } from '@colophon/domain'
import { openStoredRecords } from '@colophon/testkit'
import type { ProviderBillLine } from '@colophon/testkit/providers'
import { readLogs, type LogFinding } from '../evidence/troubles.ts'
import type { Plan } from './plan.ts'
import type { Run } from './run.ts'
import type { Stage } from './stage.ts'
import type { Recovery } from './watch.ts'

const TENANT = 'default'
const PAGE = 500
const POLL_MS = 500

/** Parts of the records as they are stored, which the ports do not show. */
export interface StoredStep {
  key: string
  document_id: string
  agent: string
  created_at: string
  output: { usage: { call_id: string; tier: string }[] }
}
export interface StoredAudit {
  document_id: string
  action: string
  path: string | null
  revision: number
}
export interface StoredBudget {
  key: string
  reserved: bigint
  spent: bigint
  /** Runs whose reservation still stands. */
  reservations: number
}
/** What a document still carries of work that was begun. */
export interface Leftover {
  document_id: string
  runs: number
  effects: number
}

export interface QueueState {
  depth: number
  inFlight: number
  deferred: number
  /** How long it took after the last document had ended. */
  afterMs: number
  backlog: number
}

export interface Evidence {
  plan: Plan
  run: Run
  documents: DocumentRecord[]
  ledger: CostRecord[]
  bill: ProviderBillLine[]
  steps: StoredStep[]
  audit: StoredAudit[]
  budgets: StoredBudget[]
  leftovers: Leftover[]
  queue: QueueState
  recoveries: Recovery[]
  /** Sums over the processes that were alive at the end. */
  metrics: Record<string, number>
  troubles: LogFinding[]
}

async function allPages<T>(list: (page: PageRequest) => Promise<PageOf<T>>): Promise<T[]> {
  const all: T[] = []
  let cursor: string | undefined
  do {
    const page = await list({ limit: PAGE, cursor })
    all.push(...page.items)
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined)
  return all
}

/** The collections themselves: what is asked here no port answers. */
async function readCollections(url: string) {
  await using records = await openStoredRecords(url)
  const steps = await records.all<StoredStep>('step_results', {
    'output.fields': 0,
    'output.rivals': 0,
  })
  const audit = await records.all<StoredAudit>('audit_events', { from: 0, to: 0 })
  const budgets = await records.all<Record<string, unknown>>('budgets', {})
  const documents = await records.all<Record<string, unknown>>('enriched_documents', {
    document_id: 1,
    runs: 1,
    effects: 1,
  })
  const entries = (value: unknown): number => Object.keys(value ?? {}).length
  return {
    steps,
    audit,
    budgets: budgets.map((each) => ({
      key: String(each['key']),
      reserved: BigInt(String(each['reserved_pico_usd'])),
      spent: BigInt(String(each['spent_pico_usd'])),
      reservations: entries(each['reservations']),
    })),
    leftovers: documents.flatMap((each) => {
      const [runs, effects] = [entries(each['runs']), entries(each['effects'])]
      return runs + effects === 0
        ? []
        : [{ document_id: String(each['document_id']), runs, effects }]
    }),
  }
}

interface NsqStats {
  topics: {
    depth: number
    channels: { depth: number; in_flight_count: number; deferred_count: number }[]
  }[]
}

async function lookAtQueue({ stack }: Stage): Promise<Omit<QueueState, 'afterMs' | 'backlog'>> {
  const sums = { depth: 0, inFlight: 0, deferred: 0 }
  for (const { url } of stack.nsqds) {
    const answer = await fetch(`${url}/stats?format=json`)
    for (const topic of ((await answer.json()) as NsqStats).topics) {
      sums.depth += topic.depth
      for (const channel of topic.channels) {
        sums.depth += channel.depth
        sums.inFlight += channel.in_flight_count
        sums.deferred += channel.deferred_count
      }
    }
  }
  return sums
}

/** Messages of workers that were killed come back when their time is up, and somebody has to finish them then. */
async function untilEmpty(stage: Stage, { times }: Plan): Promise<QueueState> {
  const startedAt = performance.now()
  for (;;) {
    const state = await lookAtQueue(stage)
    const afterMs = performance.now() - startedAt
    if (state.depth + state.inFlight + state.deferred === 0 || afterMs > times.queueEmpty) {
      const { queued, processing } = await stage.store.dispatch.backlog()
      return { ...state, afterMs, backlog: queued + processing }
    }
    await delay(POLL_MS)
  }
}

const COUNTED = /^colophon_(leases_lost_total|reconciler_redispatched_total\{[^}]*\}) (\d+)$/gm

async function readMetrics({ stack }: Stage): Promise<Record<string, number>> {
  const sums: Record<string, number> = {}
  for (const { url } of [stack.coordinator, ...stack.workers]) {
    const answer = await fetch(`${url}/metrics`)
    for (const [, name = '', value] of (await answer.text()).matchAll(COUNTED)) {
      const short = name.replace(/\{.*reason="(\w+)".*\}/, ' $1').replace(/\{.*\}/, '')
      sums[short] = (sums[short] ?? 0) + Number(value)
    }
  }
  return sums
}

export interface EvidenceOptions {
  plan: Plan
  run: Run
  recoveries: Recovery[]
}

/** Looks at everything while it still runs, ends it, and reads the logs. */
export async function gather(
  stage: Stage,
  { plan, run, recoveries }: EvidenceOptions,
): Promise<Evidence> {
  const { store } = stage
  const queue = await untilEmpty(stage, plan)
  const metrics = await readMetrics(stage)
  const documents = await allPages((page) => store.documents.list(TENANT, {}, page))
  const ledger = await allPages((page) => store.ledger.list(TENANT, {}, page))
  const collections = await readCollections(stage.stack.storeUrl)
  await stage.stop()
  const ended = { deaths: stage.deaths, logFolder: stage.logFolder }
  return {
    ...{ plan, run, recoveries, queue, metrics, documents, ledger },
    ...collections,
    bill: stage.bill(),
    troubles: readLogs(ended),
  }
}
