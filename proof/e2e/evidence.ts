import { setTimeout as delay } from 'node:timers/promises'
import type { JobView } from '@colophon/coordinator'
import { DEFAULT_TENANT, isTerminal, totalCosts, type JobCounts } from '@colophon/domain'
import { newId } from '@colophon/runtime'
import {
  createClient,
  type Client,
  type EndedDocument,
  type JobCost,
  type ReviewStats,
} from '../evidence/client.ts'
import { listen, type Evidence, type LedgerRow } from '../evidence/evidence.ts'
import { readExposition, sumOf } from '../evidence/exposition.ts'
import { doubtfulLetters, soundLetters, type Letter } from '../evidence/letters.ts'
import { readStored } from '../evidence/stored.ts'
import type { Scrape, Target } from '../evidence/target.ts'
import { deadlineIn, loadFactor } from '../stack/index.ts'

/** Facts about a job from the store itself. */
export interface StoredFacts {
  counts: JobCounts
  pendingReviews: number
  costPicoUsd: bigint
}

/** A job as every part of the system tells of it. */
export interface JobEvidence {
  id: string
  submitted: number
  view: JobView
  documents: EndedDocument[]
  records: LedgerRow[]
  cost: JobCost
  reviews: ReviewStats
  waiting: { tasks: { reasons: string[] }[]; total: number }
  stored: StoredFacts | undefined
}

export interface E2eEvidence extends Evidence, Pick<Target, 'mode' | 'models' | 'tiers'> {
  documents: readonly EndedDocument[]
  sound: JobEvidence
  doubtful: JobEvidence
  readyAgents: string[]
}

const POLL_MS = 250
const ENDED: readonly JobView['status'][] = ['completed', 'completed_with_errors', 'cancelled']

/** False when the deadline came first. */
async function allEnded(
  client: Client,
  jobs: readonly string[],
  { deadlineMs, deadlineGrows, tick, stop }: GatherOptions,
): Promise<boolean> {
  const deadline = deadlineIn(deadlineMs, deadlineGrows ? loadFactor : () => 1)
  for (;;) {
    const views = await Promise.all(jobs.map((id) => client.job(id)))
    const counts = views.map((view) => view.counts)
    const total = counts.reduce((sum, each) => sum + each.total, 0)
    const open = counts.reduce((sum, each) => sum + each.queued + each.processing, 0)
    tick(total - open, total)
    if (views.every(({ status }) => ENDED.includes(status))) return true
    if (deadline.passed()) return false
    await delay(POLL_MS, undefined, { signal: stop })
  }
}

async function storedFacts(target: Target, jobId: string): Promise<StoredFacts | undefined> {
  if (target.openStore === undefined) return undefined
  await using store = await target.openStore()
  const costs = await store.ledger.sums(DEFAULT_TENANT, { jobId }, [])
  return {
    counts: await store.jobs.counts(DEFAULT_TENANT, jobId),
    pendingReviews: (await store.reviews.counts(DEFAULT_TENANT, { jobId })).pending,
    costPicoUsd: totalCosts(costs).amount_pico_usd,
  }
}

async function jobEvidence(
  target: Target,
  client: Client,
  { id, submitted }: { id: string; submitted: number },
): Promise<JobEvidence> {
  const documents: EndedDocument[] = []
  for (const documentId of await client.documentIds(id)) {
    documents.push(await client.document(documentId))
  }
  return {
    id,
    submitted,
    documents,
    view: await client.job(id),
    records: await client.costRecords(id),
    cost: await client.jobCost(id),
    reviews: await client.reviewStats(id),
    waiting: await client.waiting(id),
    stored: await storedFacts(target, id),
  }
}

const COUNTED_WITHIN_MS = 10_000

/** A worker counts a document after the store has it: a scrape may come between the two. */
async function scrapeOnceCounted(target: Target, ended: number): Promise<Scrape[]> {
  const deadline = deadlineIn(COUNTED_WITHIN_MS)
  for (;;) {
    const scrapes = await target.scrape()
    const samples = scrapes.flatMap(({ text }) => readExposition(text))
    const runs = sumOf(samples, 'colophon_documents_total')
    const retried = sumOf(samples, 'colophon_documents_total', { outcome: 'retried' })
    if (runs - retried >= ended || deadline.passed()) return scrapes
    await delay(POLL_MS)
  }
}

export interface GatherOptions {
  documents: number
  deadlineMs: number
  /** With the load of the machine. */
  deadlineGrows: boolean
  tick: (done: number, total: number) => void
  stop: AbortSignal
}

/** Submits the letters, waits for them, and asks every part of the system what became of them. */
export async function gather(target: Target, options: GatherOptions): Promise<E2eEvidence> {
  const client = createClient(target)
  const startedAt = performance.now()
  const submit = async (letters: readonly Letter[]) => {
    const id = newId('job')
    await client.submit(id, letters)
    // Not what was accepted: a letter that was refused must be missed in the end.
    return { id, submitted: letters.length }
  }
  const [soundOnes, doubtfulOnes] = [soundLetters(options.documents), doubtfulLetters()]
  const letters = [...soundOnes, ...doubtfulOnes]
  const jobs = [await submit(soundOnes), await submit(doubtfulOnes)] as const
  const inTime = await allEnded(client, [jobs[0].id, jobs[1].id], options)
  const seconds = (performance.now() - startedAt) / 1000
  const sound = await jobEvidence(target, client, jobs[0])
  const doubtful = await jobEvidence(target, client, jobs[1])
  const documents = [...sound.documents, ...doubtful.documents]
  const ended = documents.filter(({ status }) => isTerminal(status))
  const shown = await scrapeOnceCounted(target, ended.length)
  const { mode, models, tiers, ownDatabase } = target
  return {
    ...{ mode, models, tiers, seconds, inTime, documents, sound, doubtful },
    submitted: letters.length,
    ledger: [...sound.records, ...doubtful.records],
    stored: ownDatabase === undefined ? undefined : await readStored(ownDatabase),
    scrapes: shown.map(({ process, text }) => ({ process, samples: readExposition(text) })),
    readyAgents: await target.readyAgents(),
    ...(await listen(target, { letters, shown })),
  }
}
