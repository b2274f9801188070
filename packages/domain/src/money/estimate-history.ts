import type { Store } from '../ports/store.ts'
import type { JobRecord } from '../work/job.ts'
import { keepAnswers } from '../work/kept-answers.ts'
import { periodsOf } from './cost.ts'
import {
  ESTIMATE_DAYS,
  estimateIn,
  pastEstimate,
  type CostHistory,
  type PastEstimate,
} from './estimate.ts'
import { addDays } from './forecast.ts'
import type { PicoUsd } from './pico-usd.ts'

export type EstimateStore = Pick<Store, 'ledger' | 'jobs'>

/** The newest jobs that are looked at, and how many of their estimates are held against what they cost. */
const JOBS = 100
const MOST_PAST = 20
/** A history may be so old: a burst of small jobs does not add it up for each. */
const KEPT_MS = 60_000
const MOST_KEPT = 1_000

async function pastOf({ ledger, jobs }: EstimateStore, job: JobRecord): Promise<PastEstimate[]> {
  const { tenant_id: tenant, enrichment_job_id: jobId } = job
  const kept = estimateIn(job.options)
  if (kept === undefined || job.cancelled) return []
  const { queued, processing } = await jobs.counts(tenant, jobId)
  if (queued + processing > 0) return []
  const past = pastEstimate(jobId, kept, await ledger.sums(tenant, { jobId }, []))
  // Of jobs that were to cost nothing, and did, nothing can be learned.
  return past === undefined || past.likely + past.actual === 0n ? [] : [past]
}

/** Past estimates of jobs that have ended, with what these cost; the newest first. */
export async function readPastEstimates(
  store: EstimateStore,
  tenantId: string,
): Promise<PastEstimate[]> {
  const { items } = await store.jobs.list(tenantId, { limit: JOBS })
  const past: PastEstimate[] = []
  for (const job of items) {
    if (past.length >= MOST_PAST) break
    past.push(...(await pastOf(store, job)))
  }
  return past
}

/** What estimates of a tenant are made of. */
export async function readCostHistory(
  store: EstimateStore,
  tenantId: string,
  { now, perDocument }: { now: Date; perDocument: PicoUsd },
): Promise<CostHistory> {
  const { day: toDay } = periodsOf(now)
  const fromDay = addDays(toDay, 1 - ESTIMATE_DAYS)
  const [rows, past] = await Promise.all([
    store.ledger.sums(tenantId, { fromDay, toDay }, ['agent', 'tier', 'model']),
    readPastEstimates(store, tenantId),
  ])
  return { rows, past, perDocument }
}

export type CostHistoryOf = (tenantId: string) => Promise<CostHistory>

/** Histories as they were a minute ago at most. Rejects as the store does. */
export const createCostHistoryOf = (
  store: EstimateStore,
  options: { now: () => number; perDocument: PicoUsd },
): CostHistoryOf =>
  keepAnswers(
    (tenantId) =>
      readCostHistory(store, tenantId, {
        now: new Date(options.now()),
        perDocument: options.perDocument,
      }),
    { keptMs: KEPT_MS, most: MOST_KEPT, now: options.now },
  )
