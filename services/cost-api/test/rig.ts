import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { composeCostApi, COST_SETTINGS } from '@colophon/cost-api'
import { type CostRecord, type StepRun } from '@colophon/domain'
import { createLogger } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'
import {
  aCost,
  aDocument,
  aJob,
  aRun,
  anAnswer,
  manualClock,
  serveApp,
  temporaryStore,
} from '@colophon/testkit'
import { z } from 'zod'

export type Json = Record<string, unknown>

/** The API over a store of its own, at noon of 15 January 2026 (UTC), with the limits of the defaults. */
export async function startCostApi(t: TestContext) {
  const clock = manualClock()
  const store = await temporaryStore(t, clock)
  const deps = {
    store,
    clock,
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics({ service: 'test', version: '0' }),
    stop: new AbortController().signal,
  }
  const api = composeCostApi(deps, z.object(COST_SETTINGS).parse({}))
  const { get, url } = await serveApp(t, api)
  const job = aJob()
  const jobId = job.enrichment_job_id
  await store.jobs.create(job)
  /** A document of the job with these rows in the ledger. */
  const spend = async (
    document_id: string,
    rows: Partial<CostRecord>[],
    reserved: Partial<StepRun> = {},
  ) => {
    await store.jobs.submit(job, [aDocument({ document_id })])
    const claim = await store.work.claim('default', document_id, 'test', 60_000)
    assert.ok(claim)
    const run = aRun({ document_id, enrichment_job_id: jobId, ...reserved })
    await store.work.beginRuns(claim.ref, [run])
    const costs = rows.map((row) => aCost({ document_id, enrichment_job_id: jobId, ...row }))
    await store.work.putAnswer(claim.ref, anAnswer({ document_id }), costs, run.run_id)
  }
  return { get, url, spend, jobId, store, clock }
}
