/** The distributed form: `npm run bench -- --distributed`. Bounded: every run ends by its clock. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startFerretDb } from '@colophon/testkit'
import { backlogOf, type BacklogResult, type BacklogTask } from './distributed/backlog.ts'
import { throughputOf, type Throughput, type ThroughputTask } from './distributed/throughput.ts'

/** `met` null: a figure without a goal. */
export interface Measure {
  name: string
  goal: string
  measured: string
  met: boolean | null
}

const AGENT_CALLS = fileURLToPath(new URL('agent-calls.ts', import.meta.url))
const LATENCIES_MS = [0, 200]
/** The latency of models that the goal is said of. */
const LATENCY_MS = 200
/** The goal is said of so many documents in work at once. */
const IN_FLIGHT = 64
/** FerretDB has them wait for each other at the budget of the day: with more it only stands still. */
const IN_FLIGHT_OF_FERRETDB = 8
/** Phases with a model, one after the other. */
const PHASES = 3
const EFFICIENCY = 0.9
const MOST_CHANGE = 0.2

interface Size {
  workers: readonly number[]
  /** How long documents are counted, after the warm-up. */
  windowMs: number
  /** Queued documents without the backlog and with it. */
  few: number
  many: number
  calls: number
}
const FULL: Size = {
  workers: [1, 2, 4],
  windowMs: 20_000,
  few: 1_000,
  many: 100_000,
  calls: 1_000,
}
/** Shows that it runs; its figures are no basis for anything. */
const SHORT: Size = { workers: [1, 2], windowMs: 5_000, few: 200, many: 2_000, calls: 100 }

interface StoreUnderTest {
  name: string
  /** For throughput. */
  url: string
  inFlight: number
  /** More workers would only wait for it. */
  isSlow: boolean
  backlog(folder: string, size: Pick<BacklogTask, 'few' | 'many'>): Promise<BacklogResult>
}

const SQLITE: StoreUnderTest = {
  name: 'SQLite',
  url: 'sqlite:FOLDER/bench.db',
  inFlight: IN_FLIGHT,
  isSlow: false,
  backlog: (folder, size) => backlogOf({ url: `sqlite:${join(folder, 'backlog.db')}`, ...size }),
}

const FERRETDB: StoreUnderTest = {
  name: 'FerretDB',
  url: 'ferretdb',
  inFlight: IN_FLIGHT_OF_FERRETDB,
  isSlow: true,
  async backlog(_folder, size) {
    await using stack = new AsyncDisposableStack()
    const scope = {
      name: 'bench',
      after: (end: () => void | Promise<void>): void => {
        stack.defer(end)
      },
    }
    const server = await startFerretDb(scope)
    const prepared = (): void => {
      server.indexIds()
    }
    return await backlogOf({ url: server.url('bench'), prepared, ...size })
  },
}

const mongoDb = (url: string): StoreUnderTest => ({
  name: 'MongoDB',
  url,
  inFlight: IN_FLIGHT,
  isSlow: false,
  backlog: (_folder, size) => backlogOf({ url, ...size }),
})

/** A MongoDB somebody runs counts more than FerretDB, which decodes whole collections for most questions. */
function storesUnderTest(env: NodeJS.ProcessEnv): StoreUnderTest[] {
  const url = env['MONGO_URL'] ?? ''
  return [SQLITE, url === '' ? FERRETDB : mongoDb(url)]
}

type Tell = (measure: Measure) => void

interface Bench {
  size: Size
  folder: string
  tell: Tell
}

const measured = (name: string, figure: string): Measure => ({
  name,
  goal: '',
  measured: figure,
  met: null,
})

function cpuInWords({ cpuMs }: Throughput): string {
  if (cpuMs === null) return 'no document ended'
  const total = Object.values(cpuMs).reduce((sum, ms) => sum + ms, 0)
  const parts = Object.entries(cpuMs).map(([group, ms]) => `${group} ${ms.toFixed(1)}`)
  return `${total.toFixed(1)}: ${parts.join(', ')}`
}

type Variant = Pick<ThroughputTask, 'workers' | 'latencyMs' | 'agents' | 'inFlight'>

/** Variants measured with a store: the promised form, half as many documents at once, and agents without HTTP. */
function variantsOf({ inFlight, isSlow }: StoreUnderTest, { workers }: Size): Variant[] {
  const services = { agents: 'services', inFlight } as const
  const promised = LATENCIES_MS.flatMap((latencyMs) =>
    workers.map((count) => ({ ...services, workers: count, latencyMs })),
  )
  if (isSlow) return promised.filter((variant) => variant.workers === 1)
  const half = { ...services, workers: 1, latencyMs: LATENCY_MS, inFlight: inFlight / 2 }
  const memory = { agents: 'memory', inFlight, latencyMs: LATENCY_MS } as const
  return [...promised, half, ...workers.map((count) => ({ ...memory, workers: count }))]
}

async function throughputs(store: StoreUnderTest, { size, folder, tell }: Bench): Promise<void> {
  for (const [n, variant] of variantsOf(store, size).entries()) {
    const { workers, latencyMs, agents, inFlight } = variant
    const task = { ...variant, store: store.url, windowMs: size.windowMs }
    const run = await throughputOf(task, join(folder, `${store.name}-${n}`))
    const plural = workers > 1 ? 's' : ''
    const where = agents === 'memory' ? ' with agents inside' : ''
    const form = `${workers} worker${plural}${where}, ${inFlight} in flight`
    const name = `${store.name}, ${latencyMs} ms models, ${form}, documents/s`
    tell(measured(name, run.perSecond.toFixed(1)))
    tell(measured('  CPU per document, ms', cpuInWords(run)))
    if (latencyMs === 0) continue
    const efficiency = (run.perSecond * PHASES * latencyMs) / (inFlight * 1000)
    const isPromised = inFlight === IN_FLIGHT && agents === 'services'
    tell({
      name: '  efficiency',
      goal: isPromised ? `≥ ${EFFICIENCY}` : '',
      measured: efficiency.toFixed(3),
      met: isPromised ? efficiency >= EFFICIENCY : null,
    })
  }
}

const count = (n: number): string => n.toLocaleString('en')

async function backlog(store: StoreUnderTest, { size, folder, tell }: Bench): Promise<void> {
  const { few, many } = size
  const found = await store.backlog(folder, { few, many })
  const shown = ({ p50Ms, p95Ms }: BacklogResult['with']): string =>
    `${p50Ms.toFixed(2)} / ${p95Ms.toFixed(2)}`
  const change = found.with.p50Ms / found.without.p50Ms - 1
  const title = `${store.name}, claim, 16 at once`
  tell(measured(`${title}, ${count(few)} queued, p50 / p95 ms`, shown(found.without)))
  tell(measured(`${title}, ${count(found.queued)} queued, p50 / p95 ms`, shown(found.with)))
  const percent = `${change < 0 ? '−' : '+'}${Math.abs(change * 100).toFixed(0)} %`
  tell({
    name: `${store.name}, change of the median by the backlog`,
    goal: '< +20 %',
    // Fewer than were to be queued show nothing of the goal.
    measured: found.queued < many ? `${percent}, at ${count(found.queued)} only` : percent,
    met: found.queued < many ? null : change < MOST_CHANGE,
  })
}

interface AddedMs {
  p50Ms: number
  p95Ms: number
}
interface AgentCalls {
  added: { one: AddedMs; sixteen: AddedMs; fiftyASecond: AddedMs }
}

async function agentCalls({ size, tell }: Bench): Promise<void> {
  const child = spawn(process.execPath, [AGENT_CALLS, String(size.calls)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`agent-calls.ts ended with ${String(code)}`)
  const { added } = JSON.parse(output) as AgentCalls
  const row = (what: string, { p50Ms, p95Ms }: AddedMs): void => {
    tell(measured(`agent call over HTTP, ${what}, added p50 / p95 ms`, `${p50Ms} / ${p95Ms}`))
  }
  row('one at a time', added.one)
  row('16 at once', added.sixteen)
  row('50 a second', added.fiftyASecond)
}

/** The measures as a table of docs/benchmarks.md. */
function markdown(measures: readonly Measure[]): string {
  const verdict = { true: 'yes', false: 'no', null: '' } as const
  const rows = [
    ['measure', 'goal', 'measured', 'met'],
    ...measures.map(({ name, goal, measured: figure, met }) => [
      name,
      goal,
      figure,
      verdict[`${met}`],
    ]),
  ]
  const widths = [0, 1, 2, 3].map((n) => Math.max(4, ...rows.map((row) => row[n]?.length ?? 0)))
  const line = (cells: readonly string[], fill = ' '): string =>
    `| ${cells.map((cell, n) => cell.padEnd(widths[n] ?? 0, fill)).join(' | ')} |`
  const [head = [], ...body] = rows
  return [line(head), line(['', '', '', ''], '-'), ...body.map((row) => line(row)), ''].join('\n')
}

/** Prints the figures as they come, and all of them as a table at the end. */
export async function benchDistributed(
  env: NodeJS.ProcessEnv,
  { short }: { short: boolean },
): Promise<void> {
  const measures: Measure[] = []
  const tell: Tell = (measure) => {
    measures.push(measure)
    process.stderr.write(`${measure.name}: ${measure.measured}\n`)
  }
  const folder = mkdtempSync(join(tmpdir(), 'colophon-bench-'))
  try {
    const bench = { size: short ? SHORT : FULL, folder, tell }
    await agentCalls(bench)
    for (const store of storesUnderTest(env)) {
      await throughputs(store, bench)
      await backlog(store, bench)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.versions.node}`
  process.stdout.write(`\n${machine}\n\n${markdown(measures)}`)
}
