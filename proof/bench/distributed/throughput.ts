import { basename } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openStore } from '@colophon/adapters/store'
import type { Store } from '@colophon/domain'
import { soundLetters } from '../../evidence/letters.ts'
import { startStack, type Stack, type StackProcess } from '../../stack/index.ts'
import { cpuMsOf } from './cpu.ts'

export interface ThroughputTask {
  workers: number
  /** How long each model call takes. */
  latencyMs: number
  /** A process for each, called over HTTP, or inside every worker. */
  agents: 'services' | 'memory'
  /** Documents in work at once, over all workers. */
  inFlight: number
  /** `ferretdb` starts one; else a store's URL, where `FOLDER` is a folder of the run. */
  store: string
  /** How long documents are counted. */
  windowMs: number
}

const GROUPS = ['workers', 'agents', 'coordinator', 'servers', 'providers'] as const
type Group = (typeof GROUPS)[number]

export interface Throughput {
  documents: number
  seconds: number
  perSecond: number
  /** Per document, by what used it: the simulated providers share the machine. Null: no document ended. */
  cpuMs: Record<Group, number> | null
}

const TENANT = 'default'
const JOB = 'bench'
const BATCH = 250
const POLL_MS = 200
/** The longest that documents are waited for which end before the clock starts. */
const WARM_UP_MS = 60_000

interface Load {
  warmUp: number
  /** The clock stops when this many have ended, at the latest. */
  documents: number
  env: Readonly<Record<string, string>>
}
/** Processes are as fast as they get after about so many documents: until then they compile. */
const USUAL: Load = { warmUp: 1_000, documents: 4_000, env: {} }
/** It decodes every document for each look at what is due. */
const OF_FERRETDB: Load = { warmUp: 10, documents: 150, env: { DISPATCH_MS: '1000' } }
const loadOf = (store: string): Load => (store === 'ferretdb' ? OF_FERRETDB : USUAL)

const endedOf = async (store: Store): Promise<number> => {
  const { completed, failed } = await store.jobs.counts(TENANT, JOB)
  return completed + failed
}

async function submitAll(stack: Stack, documents: number): Promise<void> {
  const letters = soundLetters(documents)
  for (let from = 0; from < letters.length; from += BATCH) {
    const answer = await fetch(`${stack.coordinator.url}/api/jobs?job_id=${JOB}&keep_open=true`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${stack.token('submitter')}`,
        'content-type': 'application/x-ndjson',
      },
      body: letters
        .slice(from, from + BATCH)
        .map((letter) => `${JSON.stringify(letter)}\n`)
        .join(''),
    })
    if (!answer.ok) throw new Error(`submitting was answered with ${answer.status}`)
  }
}

async function untilEnded(store: Store, wanted: number, limitMs: number): Promise<number> {
  const until = performance.now() + limitMs
  for (;;) {
    const ended = await endedOf(store)
    if (ended >= wanted || performance.now() > until) return ended
    await delay(POLL_MS)
  }
}

function groupsOf(stack: Stack): Record<Group, readonly StackProcess[]> {
  return {
    workers: stack.workers,
    agents: [...stack.agents.values()],
    coordinator: [stack.coordinator],
    servers: stack.processes.filter(({ name }) => /^(?:nsq|ferretdb)/.test(name)),
    providers: stack.processes.filter(({ name }) => name === 'providers'),
  }
}

function cpuNow(stack: Stack): Record<Group, number> {
  const groups = groupsOf(stack)
  const sums = GROUPS.map((group) => [
    group,
    groups[group].reduce((sum, { pid }) => sum + cpuMsOf(pid), 0),
  ])
  return Object.fromEntries(sums) as Record<Group, number>
}

/** So many documents in a window of time, with the queue always full. */
async function measure(
  stack: Stack,
  { store: url, windowMs }: ThroughputTask,
): Promise<Throughput> {
  await using store = await openStore(stack.storeUrl)
  const { warmUp, documents: submitted } = loadOf(url)
  await submitAll(stack, submitted)
  const before = await untilEnded(store, warmUp, WARM_UP_MS)
  const startedAt = performance.now()
  const cpuBefore = cpuNow(stack)
  const after = await untilEnded(store, submitted, windowMs)
  const seconds = (performance.now() - startedAt) / 1000
  const documents = after - before
  const cpuAfter = cpuNow(stack)
  const each = GROUPS.map((group) => [group, (cpuAfter[group] - cpuBefore[group]) / documents])
  return {
    documents,
    seconds,
    perSecond: documents / seconds,
    cpuMs: documents === 0 ? null : (Object.fromEntries(each) as Record<Group, number>),
  }
}

/** A store of this run: a file in its folder, or a database of its own on a server that is there. */
function ofRun(url: string, folder: string): string {
  if (!url.startsWith('mongodb')) return url.replace('FOLDER', folder)
  const at = new URL(url)
  at.pathname = `/bench_${basename(folder).replaceAll(/\W/g, '_')}_${Date.now()}`
  return at.href
}

/** One measured run of a distributed form that is started for it. */
export async function throughputOf(task: ThroughputTask, folder: string): Promise<Throughput> {
  const { workers, latencyMs, agents, inFlight, store } = task
  await using stack = await startStack({
    workers,
    latencyMs,
    agents,
    folder,
    env: {
      RULES: 'off',
      LOG_LEVEL: 'error',
      WORKER_CONCURRENCY: String(Math.ceil(inFlight / workers)),
      // Thousands of made-up calls must not meet the limit of a day.
      BUDGET_DAY_USD: '1000000',
      BUDGET_MONTH_USD: '1000000',
      ...loadOf(store).env,
    },
    ...(store !== 'ferretdb' && { storeUrl: ofRun(store, folder) }),
  })
  return await measure(stack, task)
}
