import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { PRICE_LIST } from '@colophon/adapters/prices'
import { openBus } from '@colophon/adapters/bus'
import { openStore } from '@colophon/adapters/store'
import { openAgentsInMemory } from '@colophon/agents'
import { createCoordinator, type CoordinatorDeps } from '@colophon/coordinator'
import {
  DEFAULT_BUDGET,
  noModels,
  TIERS,
  type AgentCaller,
  type JobCounts,
  type Store,
} from '@colophon/domain'
import { createWorker } from '@colophon/enrichment-worker'
import { lettersProfile } from '@colophon/profiles/letters'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { createLogger } from '@colophon/runtime'
import { createMetrics, type Metrics } from '@colophon/runtime/metrics'
import { aDocument, temporaryFolder } from '@colophon/testkit'
import { until } from './e2e/command.ts'

const DAY_MS = 86_400_000
const LEASE_MS = 600
const TIMES = {
  dispatchEveryMs: 5,
  dispatchIdleMs: 50,
  reconcileEveryMs: 100,
  leaseMs: LEASE_MS,
}

/** A clock that goes, and that is set. */
function clockThatIsSet() {
  let setBy = 0
  return {
    now: () => Date.now() + setBy,
    jump: (ms: number) => {
      setBy += ms
    },
  }
}
type SetClock = ReturnType<typeof clockThatIsSet>

interface Machine {
  store: Store
  metrics: Metrics
  log: string[]
  coordinator: ReturnType<typeof createCoordinator>
  agents: AgentCaller
}

/** A process with a coordinator over a store file, on a clock of its own. */
async function startMachine(
  t: TestContext,
  file: string,
  clock: SetClock,
  options: { worker: boolean; agents?: (real: AgentCaller) => AgentCaller },
): Promise<Machine> {
  const stack = new AsyncDisposableStack()
  const store = stack.use(await openStore(`sqlite:${file}`, { clock }))
  const bus = stack.use(await openBus('local:'))
  const real = stack.use(await openAgentsInMemory(LETTER_AGENTS, { models: noModels }))
  const agents = options.agents?.(real) ?? real
  const metrics = createMetrics({ service: 'test', version: '0' })
  const log: string[] = []
  const stream = { write: (line: string) => log.push(line) }
  const shared: CoordinatorDeps = {
    profiles: [lettersProfile],
    store,
    bus,
    metrics,
    log: createLogger({ service: 'test', level: 'info', stream }),
    now: clock.now,
    owner: `machine-${Math.random()}`,
    isDead: () => false,
    newJobId: () => `job_${Math.random().toString(36).slice(2)}`,
    settings: TIMES,
  }
  const coordinator = createCoordinator(shared)
  const worker = createWorker({
    ...shared,
    agents,
    prices: PRICE_LIST,
    budget: DEFAULT_BUDGET,
    newRunId: () => `run_${Math.random().toString(36).slice(2)}`,
    tiersOf: () => [...TIERS],
    settings: { concurrency: 2, leaseMs: LEASE_MS, renewMs: 100, graceMs: 200 },
  })
  const stop = new AbortController()
  const running = [
    coordinator.run(stop.signal),
    ...(options.worker ? [worker.run(stop.signal)] : []),
  ]
  t.after(async () => {
    stop.abort()
    await Promise.all(running)
    await stack.disposeAsync()
  })
  return { store, metrics, log, coordinator, agents }
}

async function submit({ coordinator }: Machine, count: number): Promise<string> {
  const job = await coordinator.openJob({
    tenantId: 'default',
    collectionId: 'letters',
    profile: 'letters',
    priority: 'normal',
  })
  await job.add(
    Array.from({ length: count }, (_, n) => aDocument({ text: `Dear Sir,\n\nNo. ${n}.` })),
  )
  await job.seal()
  return job.job.enrichment_job_id
}

const waitFor = ({ store }: Machine, jobId: string, holds: (counts: JobCounts) => boolean) =>
  until('the job is where it should be', 30_000, async () => {
    const counts = await store.jobs.counts('default', jobId)
    return holds(counts) ? counts : undefined
  })

const allDone = ({ total, completed }: JobCounts): boolean => completed === total

test('a clock that goes back by a day in mid-run keeps no document waiting, and is said', async (t) => {
  const clock = clockThatIsSet()
  const file = join(temporaryFolder(t), 'store.db')
  const machine = await startMachine(t, file, clock, { worker: true })
  const jobId = await submit(machine, 60)
  await waitFor(machine, jobId, ({ completed }) => completed >= 5)
  clock.jump(-DAY_MS)
  await waitFor(machine, jobId, allDone)
  assert.ok(machine.log.some((line) => line.includes('the clock was set')))
  assert.match(
    await machine.metrics.exposition(),
    /colophon_clock_jumps_total\{direction="back"\} 1/,
  )
})

test('what a process left whose clock was a day ahead is done by the next, whose clock is right', async (t) => {
  const file = join(temporaryFolder(t), 'store.db')
  const ahead = clockThatIsSet()
  ahead.jump(DAY_MS)
  const submitter = await startMachine(t, file, ahead, { worker: false })
  const jobId = await submit(submitter, 10)
  // It has told its own bus of them, which nobody else hears, and one was begun by somebody who is gone.
  const [first] = (await submitter.store.documents.list('default', { jobId }, { limit: 1 })).items
  await submitter.store.work.claim('default', first?.document_id ?? '', 'gone', LEASE_MS)
  const machine = await startMachine(t, file, clockThatIsSet(), { worker: true })
  await waitFor(machine, jobId, allDone)
})

test('a clock that goes forward, here or in another process, takes no document from a worker that lives', async (t) => {
  const file = join(temporaryFolder(t), 'store.db')
  const clock = clockThatIsSet()
  const gate = Promise.withResolvers<undefined>()
  const machine = await startMachine(t, file, clock, {
    worker: true,
    agents: (real) => ({
      describe: (agent) => real.describe(agent),
      enrich: async (...asked) => {
        await gate.promise
        return real.enrich(...asked)
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
  })
  const jobId = await submit(machine, 2)
  await waitFor(machine, jobId, ({ processing }) => processing === 2)
  const ahead = clockThatIsSet()
  ahead.jump(DAY_MS)
  await startMachine(t, file, ahead, { worker: false })
  clock.jump(2 * DAY_MS)
  // Many rounds of both, and several times of a lease.
  await new Promise((resolve) => setTimeout(resolve, 4 * LEASE_MS))
  const { items } = await machine.store.documents.list('default', { jobId }, { limit: 10 })
  assert.deepEqual(
    items.map(({ status, attempts }) => [status, attempts]),
    [
      ['processing', 1],
      ['processing', 1],
    ],
  )
  gate.resolve(undefined)
  await waitFor(machine, jobId, allDone)
  const exposition = await machine.metrics.exposition()
  assert.match(exposition, /colophon_clock_jumps_total\{direction="forward"\} 1/)
  assert.doesNotMatch(exposition, /colophon_leases_lost_total [1-9]/)
})
