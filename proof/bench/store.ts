/**
 * The store's work for one document, without agents: submit (500 at once), dispatch (256 at once), claim, mark three
 * runs, keep five answers with a ledger row each, commit (every fourth with a review task). On a real file, every
 * acknowledged write durable.
 *
 *   node proof/bench/store.ts [documents=20000] [in flight=64] [url]
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openStore } from '@colophon/adapters/store'
import type { ClaimRef, DispatchItem, JobRecord, Store } from '@colophon/domain'
import {
  aCompletion,
  aCost,
  aDocument,
  aJob,
  aProvenance,
  aReview,
  aRun,
  anAnswer,
  anAuditEvent,
  sha256,
} from '@colophon/testkit'

const SUBMIT_BATCH = 500
const DISPATCH_BATCH = 256
const STEPS = 5
const LEASE_MS = 60_000
const LETTER = `Boston, 3 May 1864\n\nDear Mary,\n\n${'All is well with us “here”. '.repeat(100)}\n\nJohn`
const FILLER = 'x'.repeat(60)

/** Made once: what is measured is the store, not the making of its input. */
const FIELDS = Array.from({ length: 6 }, (_, n) => ({
  path: `analysis.people.${String(n)}`,
  value: FILLER,
  provenance: aProvenance({ reason: FILLER }),
}))
const DATA = { analysis: Array.from({ length: 80 }, (_, n) => ({ n, text: FILLER })) }

function createStep(id: string, n: number) {
  const step = anAnswer({ document_id: id, key: sha256(`${id} ${String(n)}`) })
  return { ...step, output: { ...step.output, fields: FIELDS } }
}

function createCompletion({ document_id }: ClaimRef, job: JobRecord, reviewed: boolean) {
  const { enrichment_job_id } = job
  const review = aReview({ review_id: `rev-${document_id}`, document_id, enrichment_job_id })
  return aCompletion({
    enriched_data: DATA,
    review_status: reviewed ? 'pending' : 'not_required',
    review: reviewed ? review : null,
    audit: [anAuditEvent({ document_id })],
  })
}

async function submitAll(store: Store, job: JobRecord, count: number): Promise<void> {
  for (let start = 0; start < count; start += SUBMIT_BATCH) {
    const size = Math.min(SUBMIT_BATCH, count - start)
    const documents = Array.from({ length: size }, (_, n) =>
      aDocument({ document_id: `letter-${String(start + n)}`, text: `${LETTER} ${String(n)}` }),
    )
    await store.jobs.submit(job, documents)
  }
}

async function processOne(store: Store, job: JobRecord, id: string): Promise<void> {
  const claim = await store.work.claim(job.tenant_id, id, 'bench', LEASE_MS)
  if (claim === null) throw new Error(`${id} cannot be claimed`)
  const { ref } = claim
  const { enrichment_job_id } = job
  const runs = [1, 2, 3].map((n) => aRun({ run_id: `${id}-${String(n)}`, document_id: id }))
  await store.work.beginRuns(ref, runs)
  for (let n = 1; n <= STEPS; n++) {
    const cost = aCost({ document_id: id, enrichment_job_id, agent: `agent-${String(n)}` })
    await store.work.putAnswer(ref, createStep(id, n), [cost], `${id}-${String(n)}`)
  }
  await store.work.commit(ref, createCompletion(ref, job, Number(id.split('-')[1]) % 4 === 0))
}

/** Hands out what is pending, a batch at a time, as the dispatcher does. */
function createDispatch(store: Store): () => Promise<DispatchItem | undefined> {
  let items: DispatchItem[] = []
  let refill: Promise<void> | null = null
  const fill = async (): Promise<void> => {
    const pending = await store.dispatch.pending(DISPATCH_BATCH)
    await store.dispatch.markSent(pending, 'bench')
    items = pending.reverse()
    refill = null
  }
  return async () => {
    if (items.length === 0) {
      refill ??= fill()
      await refill
    }
    return items.pop()
  }
}

async function processAll(store: Store, job: JobRecord, inFlight: number): Promise<void> {
  const next = createDispatch(store)
  const run = async (): Promise<void> => {
    for (let item = await next(); item !== undefined; item = await next()) {
      await processOne(store, job, item.document_id)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, run))
}

interface Measured {
  seconds: number
  /** CPU seconds of the whole process, and of the thread the work runs in. */
  cpu: number
  mainCpu: number
}

const total = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1e6

async function timed(work: () => Promise<void>): Promise<Measured> {
  const before = [process.cpuUsage(), process.threadCpuUsage()] as const
  const start = performance.now()
  await work()
  return {
    seconds: (performance.now() - start) / 1000,
    cpu: total(process.cpuUsage(before[0])),
    mainCpu: total(process.threadCpuUsage(before[1])),
  }
}

const [count = 20_000, inFlight = 64] = process.argv.slice(2, 4).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'colophon-bench-'))
const file = join(folder, 'store.db')
const url = process.argv[4] ?? `sqlite:${file}`
const print = (line: string): boolean => process.stdout.write(`${line}\n`)
const perDocument = (seconds: number): string => ((seconds / count) * 1e6).toFixed(0).padStart(6)
const row = (name: string, { seconds, cpu, mainCpu }: Measured): boolean =>
  print(
    `${name.padEnd(10)} ${seconds.toFixed(2).padStart(8)} s ${(count / seconds).toFixed(0).padStart(8)} documents/s` +
      ` ${perDocument(cpu)} us CPU each, of which ${perDocument(mainCpu)} in the main thread`,
  )

try {
  await using store = await openStore(url)
  const job = aJob()
  await store.jobs.create(job)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const submitted = await timed(() => submitAll(store, job, count))
  const processed = await timed(() => processAll(store, job, inFlight))
  const all = {
    seconds: submitted.seconds + processed.seconds,
    cpu: submitted.cpu + processed.cpu,
    mainCpu: submitted.mainCpu + processed.mainCpu,
  }
  row('submit', submitted)
  row('process', processed)
  row('all', all)
  const counts = await store.jobs.counts(job.tenant_id, job.enrichment_job_id)
  print(
    `completed ${String(counts.completed)} of ${String(count)}, to review ${String(counts.to_review)}`,
  )
  const memory = Math.round(process.memoryUsage.rss() / 2 ** 20)
  print(
    `event loop delay p50 ${(delay.percentile(50) / 1e6).toFixed(1)} ms, p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms`,
  )
  print(`memory ${String(memory)} MiB`)
  if (url.endsWith(file)) print(`file ${(statSync(file).size / count / 1024).toFixed(1)} KiB each`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
