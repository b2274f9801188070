import { formatTable } from '@colophon/cli/table'
import { METRICS } from '@colophon/runtime'
import { createMetrics, MAX_SERIES, type Metrics } from '@colophon/runtime/metrics'
import { median, runOnce } from './child.ts'
import type { RunResult, RunTask } from './task.ts'

const RUN_ONCE = new URL('run-once.ts', import.meta.url)

type AnyHandle = Record<'inc' | 'set' | 'observe', (labels: object, value: number) => void>
const VERBS = { counter: 'inc', gauge: 'set', histogram: 'observe' } as const
/** More values than any label keeps. */
const VALUES = 200

/** All the series that a process may have. */
function fill(metrics: Metrics): void {
  for (const [key, { type, labels }] of Object.entries(METRICS)) {
    const handle = metrics[key as keyof typeof METRICS] as unknown as AnyHandle
    for (let n = 0; n < VALUES; n += 1) {
      handle[VERBS[type]](Object.fromEntries(labels.map((label) => [label, `value-${n}`])), n)
    }
  }
}

/** Milliseconds that nothing else could run in while the metrics were written, the longest stretch of each time. */
async function blocked(metrics: Metrics): Promise<number> {
  let [last, longest, isDone] = [performance.now(), 0, false]
  const tick = (): void => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (!isDone) setImmediate(tick)
  }
  setImmediate(tick)
  await metrics.exposition()
  isDone = true
  return Math.max(longest, performance.now() - last)
}

const SCRAPES = 200
const shown = (ms: number): string => ms.toFixed(2)

async function exposition(): Promise<string[][]> {
  const metrics = createMetrics({ service: 'bench', version: '0', process: true })
  fill(metrics)
  const lines = (await metrics.exposition()).split('\n').filter((line) => line.startsWith('colo'))
  for (let n = 0; n < SCRAPES; n += 1) await blocked(metrics)
  const times: number[] = []
  for (let n = 0; n < SCRAPES; n += 1) times.push(await blocked(metrics))
  times.sort((a, b) => a - b)
  const worst = times[Math.floor(SCRAPES * 0.99)] ?? NaN
  const what = `/metrics, ${String(lines.length)} of ${String(MAX_SERIES)} series`
  return [
    [`${what}, event loop blocked, ms (p50)`, shown(median(times)), '< 5'],
    [`${what}, event loop blocked, ms (p99)`, shown(worst), ''],
  ]
}

const WORK: RunTask = { documents: 2_000, inFlight: 64, latencyMs: 0, rules: false, warmUp: 300 }
const RULES: RunTask = { documents: 1_500, inFlight: 16, latencyMs: null, rules: true, warmUp: 60 }

/** With metrics and logs against without, in turns: each round is compared with itself, since no machine is quiet. */
async function overhead(name: string, work: RunTask, rounds: number): Promise<string[][]> {
  const [cpu, time]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    // Whoever comes second may find a warmer machine: they change places.
    const order = round % 2 === 0 ? [false, true] : [true, false]
    const runs = new Map<boolean, RunResult>()
    for (const observed of order) {
      runs.set(observed, (await runOnce(RUN_ONCE, { ...work, observed })) as RunResult)
    }
    const [without, withAll] = [runs.get(false), runs.get(true)]
    if (without === undefined || withAll === undefined) continue
    cpu.push(withAll.cpuMs / without.cpuMs)
    time.push(withAll.seconds / without.seconds)
    process.stderr.write(`${name}: round ${String(round + 1)} of ${String(rounds)}\n`)
  }
  return [
    [
      `${name}: time with metrics and logs, against without`,
      `${median(time).toFixed(3)} x`,
      '< 1.03',
    ],
    [`${name}: CPU with metrics and logs, against without`, `${median(cpu).toFixed(3)} x`, ''],
  ]
}

/** What it costs that others can see what a process does. */
export async function benchMetrics({ short }: { short: boolean }): Promise<void> {
  const rounds = short ? 2 : 7
  const shownFirst = await exposition()
  for (const row of shownFirst) process.stderr.write(`${row.join('  ')}\n`)
  const rows = [
    ['what', 'figure', 'goal'],
    ...shownFirst,
    ...(await overhead('rules', RULES, rounds)),
    ...(await overhead('scripted models, 0 ms', WORK, rounds)),
  ]
  process.stdout.write(formatTable(rows, { align: ['left', 'right', 'left'] }))
}
