/**
 * `npm run bench`: bounded, stops by itself, prints the table that docs/benchmarks.md quotes. With `--distributed` that of
 * the distributed form, with `--threads` rules in threads, with `--review` the queue of review tasks, with `--desk` the
 * pages for them, with `--tracing` what traces cost, with `--metrics` what metrics and logs do, with `--costs` the ledger
 * with 5,000,000 records (200,000 in its `--short` form).
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatTable } from '@colophon/cli/table'
import { LAUNCHER, median, runOnce } from './child.ts'
import { benchCosts } from './costs.ts'
import { benchDesk } from './desk.ts'
import { benchDistributed } from './distributed.ts'
import { benchMetrics } from './metrics.ts'
import { benchReview } from './review/queue.ts'
import { benchTracing } from './tracing.ts'
import { benchThreads } from './threads.ts'
import type { RunResult, RunTask } from './task.ts'

const RUN_ONCE = new URL('run-once.ts', import.meta.url)
/** Phases with a model, one after the other: metadata ∥ entity ∥ structure, content, context. */
const PHASES = 3

const runIn = (task: RunTask) => runOnce(RUN_ONCE, task) as Promise<RunResult>

/** Milliseconds from starting the process to its line "ready". */
async function startToReady(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'colophon-start-'))
  const startedAt = performance.now()
  const child = spawn(process.execPath, [LAUNCHER, 'serve'], {
    cwd: folder,
    env: { ...process.env, JOB_PORT: '0', REVIEW_PORT: '0', COST_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ms = await new Promise<number>((resolve, reject) => {
    child.once('exit', () => {
      reject(new Error('serve ended before it was ready'))
    })
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.includes('ready')) resolve(performance.now() - startedAt)
    })
  })
  child.removeAllListeners('exit')
  child.kill('SIGTERM')
  await once(child, 'exit')
  rmSync(folder, { recursive: true, force: true })
  return ms
}

type Row = [what: string, figure: string, goal: string]
const rows: Row[] = []
const add = (what: string, figure: string, goal: string): void => {
  rows.push([what, figure, goal])
  process.stderr.write(`${what}: ${figure}\n`)
}

async function throughput(): Promise<void> {
  const rules = await runIn({
    documents: 600,
    inFlight: 16,
    latencyMs: null,
    rules: true,
    warmUp: 60,
  })
  add('rules only, documents/s', (600 / rules.seconds).toFixed(0), '≥ 60')
  const scripted = await runIn({
    documents: 6_000,
    inFlight: 64,
    latencyMs: 0,
    rules: false,
    warmUp: 500,
  })
  add(
    'scripted models 0 ms, rules off, documents/s',
    (6_000 / scripted.seconds).toFixed(0),
    '≥ 1,500',
  )
  add('  CPU per document, ms', (scripted.cpuMs / 6_000).toFixed(2), '≤ 1')
  const cold = await runIn({
    documents: 64,
    inFlight: 64,
    latencyMs: 0,
    rules: false,
    warmUp: 0,
    served: true,
  })
  add('  CPU per document, first burst of 64 after start, ms', (cold.cpuMs / 64).toFixed(2), '≤ 1')
}

async function addedTime(): Promise<void> {
  for (const latencyMs of [0, 200]) {
    for (const inFlight of [1, 16, 64]) {
      const documents = latencyMs === 0 ? 64 * 16 : inFlight * 8
      const run = await runIn({ documents, inFlight, latencyMs, rules: false, warmUp: 128 })
      const perDocument = (run.seconds * 1000 * inFlight) / documents
      const ideal = PHASES * latencyMs
      const goal = latencyMs > 0 && inFlight === 64
      const name = `scripted ${String(latencyMs)} ms, ${String(inFlight)} in flight`
      add(`${name}, added ms per document`, (perDocument - ideal).toFixed(1), goal ? '≤ 15' : '')
      if (ideal > 0)
        add(`${name}, efficiency`, (ideal / perDocument).toFixed(3), goal ? '≥ 0.97' : '')
    }
  }
}

async function endurance(): Promise<void> {
  const run = await runIn({
    documents: 10_000,
    inFlight: 16,
    latencyMs: null,
    rules: true,
    warmUp: 0,
  })
  add('10,000 letters in one job, rules only, documents/s', (10_000 / run.seconds).toFixed(0), '')
  add('  peak RSS, MB', run.peakRssMb.toFixed(0), '< 350')
  const [first = 1, last = 1] = [run.tenths[0], run.tenths.at(-1)]
  add('  time of the last thousand / the first', (last / first).toFixed(2), 'about 1')
}

async function embedded(): Promise<void> {
  const starts = [await startToReady(), await startToReady(), await startToReady()]
  add('start to ready (median of 3), ms', median(starts).toFixed(0), '< 1,500')
  await throughput()
  await addedTime()
  if (!process.argv.includes('--short')) await endurance()
  const machine = `${String(cpus().length)} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.versions.node}`
  process.stdout.write(
    `\n${machine}\n\n${formatTable([['measure', 'figure', 'goal'], ...rows], { align: ['left', 'right', 'left'] })}`,
  )
}

// Whatever ends this process by a signal ends by `exit`, at which what it has started ends too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const short = process.argv.includes('--short')
if (process.argv.includes('--distributed')) await benchDistributed(process.env, { short })
else if (process.argv.includes('--review')) await benchReview({ short })
else if (process.argv.includes('--desk')) await benchDesk({ short })
else if (process.argv.includes('--metrics')) await benchMetrics({ short })
else if (process.argv.includes('--tracing')) await benchTracing({ short })
else if (process.argv.includes('--threads')) await benchThreads({ short })
else if (process.argv.includes('--costs')) await benchCosts({ short })
else await embedded()
