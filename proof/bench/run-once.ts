/**
 * One measured run in a process of its own, so that nothing warmed up or filled by another run counts. Reads its task
 * from the first argument (JSON), prints its result as one JSON line.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Config } from '@colophon/cli/config'
import { startEmbedded, type Embedded } from '@colophon/cli/embedded'
import { warmUp } from '@colophon/cli/warm-up'
import { VERSION, type NewDocument } from '@colophon/domain'
import { createLogger } from '@colophon/runtime'
import { openTracer } from '@colophon/runtime/tracing'
import { observe } from './observe.ts'
import type { RunResult, RunTask } from './task.ts'

const SAMPLES = fileURLToPath(new URL('../../samples/letters', import.meta.url))

/** Letters of the samples, each made a text of its own: equal texts would share their answers. */
function letter(samples: readonly string[], n: number): NewDocument {
  const text = `${samples[n % samples.length] ?? ''}\n\nNo. ${String(n)} of the letter-book.\n`
  return {
    document_id: `bench-${String(n).padStart(6, '0')}`,
    collection_id: 'bench',
    source: { text, pages: [{ number: 1, start: 0, end: text.length }], ocr: {}, facts: {} },
    source_hash: createHash('sha256').update(text).digest('hex'),
  }
}

const readSamples = (): string[] =>
  readdirSync(SAMPLES)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => readFileSync(join(SAMPLES, name), 'utf8'))

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

interface Measured {
  seconds: number
  cpuMs: number
  /** Seconds for each tenth of the documents, in the order they ended. */
  tenths: number[]
}

async function work(system: Embedded, from: number, count: number): Promise<Measured> {
  const samples = readSamples()
  const startedAt = performance.now()
  const cpuAt = cpuMs()
  const job = await system.coordinator.openJob({
    tenantId: 'default',
    collectionId: 'bench',
    profile: 'letters',
    priority: 'normal',
  })
  for (let n = 0; n < count; n += 500) {
    await job.add(
      Array.from({ length: Math.min(500, count - n) }, (_, i) => letter(samples, from + n + i)),
    )
  }
  await job.seal()
  const tenths: number[] = []
  let last = startedAt
  for (;;) {
    const { completed, failed } = await system.store.jobs.counts(
      'default',
      job.job.enrichment_job_id,
    )
    while (tenths.length < Math.floor(((completed + failed) * 10) / count)) {
      tenths.push((performance.now() - last) / 1000)
      last = performance.now()
    }
    if (completed + failed >= count) {
      if (failed > 0) throw new Error(`${String(failed)} documents failed`)
      break
    }
    await delay(count < 200 ? 1 : 20)
  }
  return { seconds: (performance.now() - startedAt) / 1000, cpuMs: cpuMs() - cpuAt, tenths }
}

async function measure(task: RunTask): Promise<RunResult> {
  const folder = mkdtempSync(join(tmpdir(), 'colophon-bench-'))
  const model =
    task.latencyMs === null ? undefined : `scripted:?latency_ms=${String(task.latencyMs)}`
  const config = Config.parse({
    STORE_URL: `sqlite:${join(folder, 'bench.db')}`,
    RULES: task.rules ? 'on' : 'off',
    ...(model !== undefined && { MODEL_LOCAL: model, MODEL_FAST: model, MODEL_DEEP: model }),
    WORKER_CONCURRENCY: task.inFlight,
    ...task.env,
  })
  try {
    if (task.served) await warmUp(config, createLogger({ service: 'bench', level: 'error' }))
    await using tracer = await openTracer(config, { service: 'bench', version: VERSION })
    using observed = observe(task, folder)
    const { metrics, ...logged } = observed
    const log = createLogger({ service: 'bench', ...logged, tracer })
    await using system = await startEmbedded(config, log, { tracer, metrics })
    if (task.warmUp > 0) await work(system, 1_000_000, task.warmUp)
    const measured = await work(system, 0, task.documents)
    return { ...measured, peakRssMb: process.resourceUsage().maxRSS / 1024 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const task = JSON.parse(process.argv[2] ?? '{}') as RunTask
process.stdout.write(`${JSON.stringify(await measure(task))}\n`)
