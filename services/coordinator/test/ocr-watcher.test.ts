import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openBus } from '@colophon/adapters/bus'
import { openStore } from '@colophon/adapters/store'
import { ColophonError, type OcrJob } from '@colophon/domain'
import { createLogger, newId } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'
import { temporaryFolder } from '@colophon/testkit'
import { createCoordinator } from '../src/coordinator.ts'
import { takeOcrJobs, type OcrWatcherDeps } from '../src/ocr-watcher.ts'

const AT = '2026-01-15T12:00:00.000Z'

const ocrJob = (overrides: Partial<OcrJob> = {}): OcrJob => ({
  tenant_id: 'default',
  job_id: 'scan-7',
  status: 'completed',
  documents: [
    {
      document_id: 'p1',
      pages: ['Dear Mary,', 'yours, John'],
      confidence: 0.9,
      language: 'en',
      source_file: 'box1/p1.tif',
    },
    { document_id: 'p2' },
    { text: 'Dear John,' },
  ],
  created_at: AT,
  updated_at: AT,
  ...overrides,
})

async function start(t: TestContext) {
  const lines: string[] = []
  const log = createLogger({ service: 't', stream: { write: (line) => lines.push(line) } })
  const store = await openStore(`sqlite:${join(temporaryFolder(t), 'test.db')}`)
  const bus = await openBus('local:')
  const coordinator = createCoordinator({
    store,
    bus,
    owner: 'test',
    isDead: () => false,
    newJobId: () => newId('job'),
    log,
    metrics: createMetrics({ service: 't', version: '0' }),
    now: () => Date.now(),
    settings: { ocrJobsEveryMs: 10 },
  })
  const deps: OcrWatcherDeps = {
    store,
    openJob: (request) => coordinator.openJob(request),
    log,
    maxTextBytes: 10_000,
  }
  t.after(async () => {
    await bus[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })
  const jobs = async () => (await store.jobs.list('default', { limit: 10 })).items
  return { store, coordinator, deps, jobs, lines, take: () => takeOcrJobs(deps) }
}

test('an OCR job becomes an enrichment job that says where it comes from', async (t) => {
  const { store, take, jobs, lines } = await start(t)
  await store.intake.putOcrJob(ocrJob())
  assert.equal(await take(), 1)
  assert.equal(await take(), 0)
  const [job] = await jobs()
  assert.ok(job)
  assert.deepEqual([job.ocr_job_id, job.sealed], ['scan-7', true])
  assert.deepEqual(job.options, {
    intake_errors: [
      {
        position: 2,
        code: 'input.invalid_document',
        message: 'OCR document 2: has neither text nor pages',
      },
    ],
    intake_errors_total: 1,
  })
  const { items } = await store.documents.list(
    'default',
    { jobId: job.enrichment_job_id },
    { limit: 10 },
  )
  assert.equal(items.length, 2)
  const [first] = items
  assert.ok(first)
  const { source } = first
  assert.equal(first.document_id, 'p1')
  assert.deepEqual(
    [source.text, source.ocr.confidence, source.language, source.facts],
    ['Dear Mary,\fyours, John', 0.9, 'en', { source_file: 'box1/p1.tif' }],
  )
  assert.match(items[1]?.document_id ?? '', /^scan-7-[0-9a-f]{8}-3$/)
  assert.ok(lines.some((line) => line.includes('"position":2') && line.includes('scan-7')))
  assert.ok(!lines.join('').includes('Dear'))
})

test('a coordinator that dies in between is continued in the same job', async (t) => {
  const { store, take, jobs, deps } = await start(t)
  await store.intake.putOcrJob(ocrJob())
  const died = new Error('killed')
  const noSeal = async (...args: Parameters<typeof deps.openJob>) => ({
    ...(await deps.openJob(...args)),
    seal: () => Promise.reject(died),
  })
  await assert.rejects(takeOcrJobs({ ...deps, openJob: noSeal }), died)
  const mark = store.intake.markOcrJobTaken.bind(store.intake)
  store.intake.markOcrJobTaken = () => Promise.reject(died)
  await assert.rejects(take(), died)
  store.intake.markOcrJobTaken = mark
  assert.equal(await take(), 1)
  const [job, ...more] = await jobs()
  assert.deepEqual([job?.sealed, more], [true, []])
  assert.equal((await store.jobs.counts('default', job?.enrichment_job_id ?? '')).total, 2)
})

test('a corrected delivery is a job of its own and revises what changed', async (t) => {
  const { store, take, jobs } = await start(t)
  await store.intake.putOcrJob(ocrJob())
  await take()
  const corrected = [{ document_id: 'p1', text: 'Dear Mary, corrected' }]
  const later = '2026-01-16T12:00:00.000Z'
  await store.intake.putOcrJob(ocrJob({ documents: corrected, updated_at: later }))
  assert.equal(await take(), 1)
  assert.equal((await jobs()).length, 2)
  const record = await store.documents.get('default', 'p1')
  assert.deepEqual([record?.source.text, record?.revision], ['Dear Mary, corrected', 2])
})

test('one OCR job that cannot be taken does not hold up the others', async (t) => {
  const { store, deps, lines } = await start(t)
  await store.intake.putOcrJob(ocrJob({ job_id: 'bad' }))
  await store.intake.putOcrJob(ocrJob({ job_id: 'good', updated_at: '2026-01-16T12:00:00.000Z' }))
  const openJob: typeof deps.openJob = (request) =>
    request.ocrJobId === 'bad'
      ? Promise.reject(new ColophonError('input.invalid_document', 'bad: cannot be kept'))
      : deps.openJob(request)
  assert.equal(await takeOcrJobs({ ...deps, openJob }), 1)
  const open = await store.intake.openOcrJobs(10)
  assert.deepEqual(
    open.map((job) => job.job_id),
    ['bad'],
  )
  assert.ok(lines.some((line) => line.includes('OCR job cannot be taken')))
})

test('a running coordinator takes what is left for it, of every tenant', async (t) => {
  const { store, coordinator } = await start(t)
  const stop = new AbortController()
  const running = coordinator.run(stop.signal)
  await store.intake.putOcrJob(ocrJob({ tenant_id: 'museum' }))
  while ((await store.documents.get('museum', 'p1')) === null) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  stop.abort()
  await running
  assert.equal(await store.documents.get('default', 'p1'), null)
})
