import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { formatTable } from '@colophon/cli/table'
import { median, runOnce } from './child.ts'
import type { RunResult, RunTask } from './task.ts'

const RUN_ONCE = new URL('run-once.ts', import.meta.url)
const COLLECTOR = fileURLToPath(new URL('collector.ts', import.meta.url))

/** What would be told from what is not: the same run once more, a tracer that sends, one that keeps one trace in ten. */
const FORMS = ['off', 'off again', 'on', 'one in ten'] as const
type Form = (typeof FORMS)[number]

/** A collector in a process of its own: what it costs is not ours. */
async function startCollector(): Promise<{ url: string; stop: () => void }> {
  const child = fork(COLLECTOR, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [url] = (await once(child, 'message')) as [string]
  return { url, stop: () => child.kill() }
}

function tracingOf(form: Form, url: string): Record<string, string> {
  if (form.startsWith('off')) return {}
  const ratio = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' }
  return { OTEL_EXPORTER_OTLP_ENDPOINT: url, ...(form === 'one in ten' && ratio) }
}

const WORK = {
  'rules only': { documents: 400, inFlight: 16, latencyMs: null, rules: true, warmUp: 60 },
  'scripted models 0 ms, rules off': {
    ...{ documents: 3_000, inFlight: 64, latencyMs: 0, rules: false, warmUp: 300 },
  },
} as const satisfies Record<string, RunTask>

/** The same work with and without, in turns: each round is compared with itself, since no machine is quiet. */
export async function benchTracing({ short }: { short: boolean }): Promise<void> {
  const collector = await startCollector()
  const rounds = short ? 2 : 5
  const table: string[][] = [
    ['work', 'tracing', 'CPU per document, ms', 'CPU against off', 'time against off'],
  ]
  try {
    for (const [name, work] of Object.entries(WORK)) {
      const ratios = new Map<Form, { cpu: number[]; against: number[]; time: number[] }>(
        FORMS.map((form) => [form, { cpu: [], against: [], time: [] }]),
      )
      for (let round = 0; round < rounds; round++) {
        let base: RunResult | undefined
        for (const form of FORMS) {
          const task = { ...work, env: tracingOf(form, collector.url) }
          const run = (await runOnce(RUN_ONCE, task)) as RunResult
          base ??= run
          const of = ratios.get(form)
          of?.cpu.push(run.cpuMs / work.documents)
          of?.against.push(run.cpuMs / base.cpuMs)
          of?.time.push(run.seconds / base.seconds)
        }
        process.stderr.write(`${name}: round ${String(round + 1)} of ${String(rounds)}\n`)
      }
      for (const [form, { cpu, against, time }] of ratios)
        table.push([name, form, ...[cpu, against, time].map((of) => median(of).toFixed(2))])
    }
  } finally {
    collector.stop()
  }
  process.stdout.write(formatTable(table, { align: ['left', 'left', 'right', 'right', 'right'] }))
}
