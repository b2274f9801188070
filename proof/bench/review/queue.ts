/**
 * `npm run bench -- --review`: the queue of review tasks at the store, in the hands of reviewers as they work, and of ones
 * who all ask at once.
 *
 *   node proof/bench/main.ts --review [--short] [--store=<url of a store that was filled before>]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { formatTable } from '@colophon/cli/table'
import { openStore } from '@colophon/adapters/store'
import { DEFAULT_TENANT, type QueueFilter, type QueueOrder, type Store } from '@colophon/domain'
import { fillQueue } from './tasks.ts'

const REVIEWERS = 20
const LEASE_MS = 15 * 60_000
const PAGE = 50
const PENDING: QueueFilter = { statuses: ['pending'] }
const ORDERS = ['mixed', 'oldest', 'riskiest', 'gain'] as const
/** Alone, beside the status. The last are those of a combination. */
const FILTERS: Readonly<Record<string, QueueFilter>> = {
  'no filter': {},
  'a reason': { reason: 'ungrounded' },
  'the least risky reason': { reason: 'review_requested' },
  'a field': { field: 'content.summary' },
  'the last collection': { collectionId: 'collection-39' },
  'the last job': { jobId: 'job_199' },
  'high priority': { priority: 'high' },
  'the last half year': { createdAfter: '2026-04-01T00:00:00.000Z' },
  'completeness below 0.1': { completenessBelow: 0.1 },
  'collection and field': { collectionId: 'collection-39', field: 'content.summary' },
  'three filters': { collectionId: 'collection-20', reason: 'review_requested', priority: 'high' },
}

type Row = [what: string, p50: string, p99: string, goal: string]

const percentile = (sorted: readonly number[], share: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(1)

type Ask = (reviewer: number, n: number) => Promise<unknown>

/** How long it took whoever asked. */
async function timed(
  what: string,
  ask: Ask,
  work: (reviewer: number, asked: Ask) => Promise<void>,
): Promise<Row> {
  const took: number[] = []
  const asked: Ask = async (reviewer, n) => {
    const startedAt = performance.now()
    await ask(reviewer, n)
    took.push(performance.now() - startedAt)
  }
  await Promise.all(Array.from({ length: REVIEWERS }, (_, reviewer) => work(reviewer, asked)))
  took.sort((a, b) => a - b)
  const row: Row = [what, percentile(took, 0.5), percentile(took, 0.99), '< 25']
  process.stderr.write(`${row.join('  ')}\n`)
  return row
}

/** Each reviewer asks as often, and asks again as soon as they have an answer. */
const measure = (what: string, times: number, ask: Ask): Promise<Row> =>
  timed(what, ask, async (reviewer, asked) => {
    for (let n = 0; n < times; n += 1) await asked(reviewer, n)
  })

/** Between one page and the next, on the average. */
const THINK_MS = 1_000

/**
 * Reviewers who look at each page for a while before they ask for the next: the load of as many people, where `measure`
 * is that of as many machines.
 */
const measureThinking = (what: string, seconds: number, ask: Ask): Promise<Row> => {
  const endsAt = performance.now() + seconds * 1_000
  return timed(what, ask, async (reviewer, asked) => {
    await delay(Math.random() * THINK_MS)
    for (let n = 0; performance.now() < endsAt; n += 1) {
      await asked(reviewer, n)
      await delay(THINK_MS * (0.5 + Math.random()))
    }
  })
}

/** Takes what comes next, and gives it back: the queue is afterwards what it was. */
async function takeAndGiveBack(store: Store, reviewer: number, n: number): Promise<void> {
  const task = await store.desk.take({
    tenantId: DEFAULT_TENANT,
    reviewer: `reviewer-${String(reviewer)}`,
    leaseId: `lease-${String(reviewer)}-${String(n)}-${String(process.pid)}`,
    leaseMs: LEASE_MS,
    filter: {},
    order: ORDERS[n % ORDERS.length] ?? 'mixed',
  })
  if (task === null) return
  const free = { status: 'pending', lease_id: null, lease_owner: null, lease_until: null } as const
  await store.desk.putTask({ ...task, ...free, version: task.version + 1 }, [])
}

/** What twenty people do: each filter in turn, the counts above it now and then, and the next task. */
async function measurePeople(store: Store, seconds: number): Promise<Row[]> {
  const filters = Object.values(FILTERS)
  const orderOf = (n: number): QueueOrder => ORDERS[n % ORDERS.length] ?? 'mixed'
  const page = (reviewer: number, n: number): Promise<unknown> => {
    const filter = filters[(reviewer + n) % filters.length] ?? {}
    return askQueue(store, { ...PENDING, ...filter }, orderOf(reviewer + 3 * n))
  }
  const rows = [await measureThinking('people: a page each second, any filter, ms', seconds, page)]
  const next = (reviewer: number, n: number) => takeAndGiveBack(store, reviewer, n)
  rows.push(await measureThinking('people: next and given back each second, ms', seconds, next))
  return rows
}

/** A page and how many there are, as the queue of the API answers. */
const askQueue = (store: Store, filter: QueueFilter, order: QueueOrder): Promise<unknown> =>
  Promise.all([
    store.desk.list(DEFAULT_TENANT, filter, order, { limit: PAGE }),
    store.desk.count(DEFAULT_TENANT, filter),
  ])

async function measureAll(store: Store, times: number): Promise<Row[]> {
  const rows: Row[] = []
  for (const [name, filter] of Object.entries(FILTERS)) {
    const ask = (reviewer: number, n: number): Promise<unknown> =>
      askQueue(store, { ...PENDING, ...filter }, ORDERS[(reviewer + n) % ORDERS.length] ?? 'mixed')
    rows.push(await measure(`queue, ${name}, any order, ms`, times, ask))
  }
  rows.push(
    await measure('next, any order, ms', times, (reviewer, n) =>
      store.desk.take({
        tenantId: DEFAULT_TENANT,
        reviewer: `reviewer-${String(reviewer)}`,
        leaseId: `lease-${String(reviewer)}-${String(n)}-${String(process.pid)}`,
        leaseMs: LEASE_MS,
        filter: {},
        order: ORDERS[n % ORDERS.length] ?? 'mixed',
      }),
    ),
  )
  rows.push(
    await measure('counts by state and reason, ms', times, () =>
      store.desk.counts(DEFAULT_TENANT, {}),
    ),
  )
  return rows
}

export async function benchReview({ short }: { short: boolean }): Promise<void> {
  const given = process.argv.find((argument) => argument.startsWith('--store='))?.slice(8)
  const folder = mkdtempSync(join(tmpdir(), 'colophon-bench-'))
  try {
    await using store = await openStore(given ?? `sqlite:${join(folder, 'review.db')}`)
    const there = await store.desk.count(DEFAULT_TENANT, {})
    if (there === 0) await fillQueue(store, short ? 20_000 : 1_000_000)
    const tasks = await store.desk.count(DEFAULT_TENANT, {})
    const rows = [
      ...(await measurePeople(store, short ? 5 : 30)),
      ...(await measureAll(store, short ? 10 : 50)),
    ]
    const head = [`${String(tasks)} tasks, ${String(REVIEWERS)} at once`, 'p50', 'p99', 'goal']
    process.stdout.write(
      formatTable([head, ...rows], { align: ['left', 'right', 'right', 'left'] }),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
