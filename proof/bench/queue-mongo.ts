/**
 * The queue of the desk in MongoDB's protocol: lists, counts, hand-outs and decisions with more and more tasks, one at a
 * time. On a FerretDB of its own, or on the database of a URL, which must be empty. Bounded: it fills no further once a
 * list takes longer than anybody waits.
 *
 *   node proof/bench/queue-mongo.ts [tasks=250,1000,4000] [url]
 */
import { cpus, loadavg } from 'node:os'
import { openStore } from '@colophon/adapters/store'
import { formatTable } from '@colophon/cli/table'
import type { ReviewRecord, Store } from '@colophon/domain'
import { aDocument, aJob, aReview, startFerretDb } from '@colophon/testkit'
import { median } from './child.ts'

const TENANT = 'default'
const SUBMIT_BATCH = 500
const ADD_AT_ONCE = 8
const REPEATS = 3
const LEASE_MS = 15 * 60_000
/** Nobody waits longer for a page. */
const MOST_MS = 10_000
const REASONS = ['low_confidence', 'ungrounded', 'completeness_below_threshold']
const OPEN = { statuses: ['pending', 'in_progress'] } as const

const [counts = '250,1000,4000', givenUrl] = process.argv.slice(2)

const taskOf = (documentId: string, n: number): ReviewRecord =>
  aReview({
    review_id: `rev of ${documentId}`,
    document_id: documentId,
    collection_id: `collection-${String(n % 20)}`,
    reasons: [REASONS[n % REASONS.length] ?? ''],
    risk: ((n * 31) % 1_000) / 1_000,
    gain: n % 9,
    turn: Date.UTC(2026, 0, 1) + ((n * 7_919) % 1_000_000),
  })

async function add(store: Store, first: number, count: number): Promise<void> {
  const job = aJob()
  await store.jobs.create(job)
  const documents = Array.from({ length: count }, () => aDocument({ text: 'Boston, 3 May 1864' }))
  for (let start = 0; start < count; start += SUBMIT_BATCH) {
    await store.jobs.submit(job, documents.slice(start, start + SUBMIT_BATCH))
  }
  const left = [...documents.entries()]
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [n, { document_id }] = next
      await store.desk.addTask(taskOf(document_id, first + n), [])
    }
  }
  await Promise.all(Array.from({ length: ADD_AT_ONCE }, work))
}

const page = { limit: 50 }
let leases = 0
const take = (store: Store) =>
  store.desk.take({
    tenantId: TENANT,
    reviewer: 'eva',
    leaseId: `lease-${String((leases += 1))}`,
    leaseMs: LEASE_MS,
    filter: {},
    order: 'mixed',
  })

async function assign(store: Store): Promise<void> {
  const task = await store.reviews.get(TENANT, (await take(store))?.review_id ?? '')
  if (task === null) throw new Error('there is no task left')
  await store.desk.putTask({ ...task, assigned_to: 'kim', version: task.version + 1 }, [])
}

const MEASURED: Record<string, (store: Store) => Promise<unknown>> = {
  'first page, mixed': (store) => store.desk.list(TENANT, OPEN, 'mixed', page),
  'first page of a reason, riskiest': (store) =>
    store.desk.list(TENANT, { ...OPEN, reason: 'ungrounded' }, 'riskiest', page),
  'how many fit': (store) => store.desk.count(TENANT, OPEN),
  'counts by state and reason': (store) => store.desk.counts(TENANT, {}),
  'next task': take,
  'next task, read and given away': assign,
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < REPEATS; n += 1) {
    const begun = performance.now()
    await work()
    times.push(performance.now() - begun)
  }
  return median(times)
}

async function measure(store: Store, sizes: readonly number[], indexIds: () => void) {
  const figures: number[][] = []
  let there = 0
  for (const size of sizes) {
    await add(store, there, size - there)
    there = size
    indexIds()
    const column: number[] = []
    for (const work of Object.values(MEASURED)) column.push(await timeOf(() => work(store)))
    figures.push(column)
    process.stderr.write(
      `${String(size)} tasks: ${column.map((ms) => ms.toFixed(0)).join(' ')} ms\n`,
    )
    if ((column[0] ?? 0) > MOST_MS) break
  }
  return figures
}

// Whatever ends this process by a signal ends by `exit`, at which what it has started ends too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const ends: (() => void | Promise<void>)[] = []
try {
  const scope = {
    name: 'bench',
    after: (end: () => void | Promise<void>) => {
      ends.unshift(end)
    },
  }
  const ferretDb = givenUrl === undefined ? await startFerretDb(scope) : null
  // What takes a minute here is an answer of the measurement, not a fault of the link.
  const url = givenUrl ?? `${ferretDb?.url('bench') ?? ''}?socketTimeoutMS=120000`
  await using store = await openStore(url)
  const sizes = counts.split(',').map(Number)
  ferretDb?.indexIds()
  const figures = await measure(store, sizes, () => ferretDb?.indexIds())
  const head = ['ms, one at a time', ...figures.map((_, n) => `${String(sizes[n])} tasks`)]
  const rows = Object.keys(MEASURED).map((name, n) => [
    name,
    ...figures.map((column) => (column[n] ?? 0).toFixed(0)),
  ])
  const load = loadavg()[0] ?? 0
  process.stdout.write(
    `${formatTable([head, ...rows])}\n${String(cpus().length)} cores, load ${load.toFixed(1)}\n`,
  )
} finally {
  for (const end of ends) await end()
}
