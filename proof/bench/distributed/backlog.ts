import { openStore } from '@colophon/adapters/store'
import type { JobRecord, Store } from '@colophon/domain'
import { aDocument, aJob } from '@colophon/testkit'

const TENANT = 'default'
const SUBMIT_BATCH = 500
const LEASE_MS = 60_000
const CLAIMS = 1_000
const AT_ONCE = 16
/** Filling ends here, however many there are by then. */
const FILL_LIMIT_MS = 300_000
const LETTER = `Boston, 3 May 1864\n\nDear Mary,\n\n${'All is well with us here. '.repeat(20)}\n\nJohn`

export interface ClaimTimes {
  p50Ms: number
  p95Ms: number
}

export interface BacklogResult {
  /** Documents that were queued in the end. */
  queued: number
  without: ClaimTimes
  with: ClaimTimes
}

const idOf = (n: number): string => `letter-${String(n).padStart(6, '0')}`

/** Queues documents up to this many; returns how many there are. */
async function fill(store: Store, job: JobRecord, from: number, to: number): Promise<number> {
  const until = performance.now() + FILL_LIMIT_MS
  let queued = from
  while (queued < to && performance.now() < until) {
    const size = Math.min(SUBMIT_BATCH, to - queued)
    const first = queued
    await store.jobs.submit(
      job,
      Array.from({ length: size }, (_, n) =>
        aDocument({ document_id: idOf(first + n), text: `${LETTER} ${first + n}` }),
      ),
    )
    queued += size
  }
  return queued
}

/** Claims from all over the queue, several at once as workers do, and gives each back. */
async function claimTimes(store: Store, queued: number): Promise<ClaimTimes> {
  const times: number[] = []
  const count = Math.min(CLAIMS, queued)
  const ids = Array.from({ length: count }, (_, n) => idOf(Math.floor((n * queued) / count)))
  const work = async (): Promise<void> => {
    for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
      const startedAt = performance.now()
      const claim = await store.work.claim(TENANT, id, 'bench', LEASE_MS)
      times.push(performance.now() - startedAt)
      if (claim === null) throw new Error(`${id} could not be claimed`)
      await store.work.release(claim.ref)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0
  return { p50Ms: at(0.5), p95Ms: at(0.95) }
}

export interface BacklogTask {
  url: string
  few: number
  many: number
  /** Called when the collections are there. */
  prepared?: () => void
}

/** Claim latency with few and with many queued documents in the same store. */
export async function backlogOf({ url, few, many, prepared }: BacklogTask): Promise<BacklogResult> {
  await using store = await openStore(url)
  prepared?.()
  const job = aJob()
  await store.jobs.create(job)
  await fill(store, job, 0, few)
  const without = await warmClaimTimes(store, few)
  const queued = await fill(store, job, few, many)
  return { queued, without, with: await warmClaimTimes(store, queued) }
}

/** Once for nothing before: the first claims pay for what is opened, compiled and read at first use. */
async function warmClaimTimes(store: Store, queued: number): Promise<ClaimTimes> {
  await claimTimes(store, queued)
  return await claimTimes(store, queued)
}
