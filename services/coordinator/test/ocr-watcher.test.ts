import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ColophonError, defineSource, SUBMITTED_FIELDS, type FoundOcrJob } from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/letters'
import { aDocument, aJob } from '@colophon/testkit'
import { z } from 'zod'
import { takeOcrJobs } from '../src/ocr-watcher.ts'
import { ocrJob, start } from './ocr-rig.ts'

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

test('the documents of an OCR job are read as records of the profile that it names', async (t) => {
  const { store, deps, jobs, rejected } = await start(t)
  const form = z.object({ ...SUBMITTED_FIELDS, title: z.string() })
  const source = defineSource({
    form,
    files: ['csv'],
    toSource: ({ title }) => ({ text: title }),
    content: ({ text }) => text,
  })
  const profiles = [...deps.profiles, { ...lettersProfile, name: 'recipes', source }]
  const documents = [{ id: 'r1', title: 'Plum cake' }, { text: 'Dear Mary' }]
  await store.intake.putOcrJob(ocrJob({ job_id: 'cards', profile: 'recipes', documents }))
  await store.intake.putOcrJob(ocrJob({ job_id: 'maps', profile: 'maps' }))
  assert.equal(await takeOcrJobs({ ...deps, profiles }), 2)
  const [job, ...more] = await jobs()
  assert.deepEqual([job?.profile, job?.options['intake_errors_total'], more], ['recipes', 1, []])
  const record = await store.documents.get('default', 'r1')
  assert.deepEqual([record?.profile, record?.source.text], ['recipes', 'Plum cake'])
  assert.deepEqual(await rejected(), [['maps', 'profile.unknown']])
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

test('a delivery with documents of another collection is rejected with the reason, and the others are taken', async (t) => {
  const { store, take, jobs, rejected } = await start(t)
  const taken = { document_id: 'p1', text: 'Dear Mary', collection_id: 'fonds-a' }
  await store.intake.putOcrJob(ocrJob({ documents: [taken] }))
  await take()
  const before = await store.documents.get('default', 'p1')
  const documents = [
    { document_id: 'p1', text: 'Other' },
    { document_id: 'p9', text: 'New' },
  ]
  await store.intake.putOcrJob(ocrJob({ job_id: 'scan-8', documents }))
  assert.equal(await take(), 1)
  assert.deepEqual(await rejected(), [['scan-8', 'document.other_collection']])
  const [found] = await store.intake.rejectedOcrJobs(1)
  const message =
    '1 of 2 documents not taken: The id p1 is that of a document of the collection fonds-a'
  assert.equal(found?.error?.message, message)
  assert.deepEqual(await store.documents.get('default', 'p1'), before)
  assert.equal((await store.documents.get('default', 'p9'))?.source.text, 'New')
  const job = (await jobs()).find(({ ocr_job_id }) => ocr_job_id === 'scan-8')
  assert.equal(job?.sealed, true)
})

test('a delivery with a document whose id another profile has is rejected, and that record stays', async (t) => {
  const { store, take, rejected } = await start(t)
  const job = aJob({ profile: 'awards' })
  await store.jobs.create(job)
  await store.jobs.submit(job, [aDocument({ document_id: 'p1', text: 'An award' })])
  const before = await store.documents.get('default', 'p1')
  await store.intake.putOcrJob(ocrJob())
  assert.equal(await take(), 1)
  assert.deepEqual(await rejected(), [['scan-7', 'document.other_profile']])
  assert.deepEqual(await store.documents.get('default', 'p1'), before)
})

test('of two documents with one id and two texts a delivery gives the first, and says so', async (t) => {
  const { store, take, jobs } = await start(t)
  const documents = ['One', 'Two', 'One'].map((text) => ({ document_id: 'p1', text }))
  await store.intake.putOcrJob(ocrJob({ documents }))
  assert.equal(await take(), 1)
  const [job] = await jobs()
  assert.deepEqual(
    (job?.options['intake_errors'] as { position: number; code: string }[]).map((error) => [
      error.position,
      error.code,
    ]),
    [[2, 'input.duplicate_id']],
  )
  const record = await store.documents.get('default', 'p1')
  assert.deepEqual([record?.source.text, record?.revision], ['One', 1])
})

test('a delivery that is replaced while it is taken is not lost', async (t) => {
  const { store, take, jobs, deps } = await start(t)
  await store.intake.putOcrJob(ocrJob())
  const documents = [{ document_id: 'p1', text: 'Dear Mary, corrected' }]
  const replacedMeanwhile: typeof deps.openJob = async (request) => {
    await store.intake.putOcrJob(ocrJob({ documents }))
    return deps.openJob(request)
  }
  assert.equal(await takeOcrJobs({ ...deps, openJob: replacedMeanwhile }), 0)
  assert.equal((await store.documents.get('default', 'p1'))?.revision, 1)
  assert.equal(await take(), 1)
  assert.equal((await jobs()).length, 2)
  const record = await store.documents.get('default', 'p1')
  assert.equal(record?.source.text, 'Dear Mary, corrected')
  assert.equal(await take(), 0)
})

test('OCR jobs that can never be taken are rejected, and those after them are taken', async (t) => {
  const { store, take, jobs, rejected, lines, metrics } = await start(t)
  const bad = Array.from({ length: 25 }, (_, n) => `bad-${n}`)
  for (const job_id of bad) await store.intake.putOcrJob(ocrJob({ job_id, tenant_id: 'Museum!' }))
  await store.intake.putOcrJob(ocrJob({ created_at: '2026-01-16T12:00:00.000Z' }))
  assert.deepEqual([await take(), await take(), await take()], [20, 6, 0])
  const reasons = new Set(bad.map((id) => [id, 'input.invalid_ocr_job'].join()))
  assert.deepEqual(new Set((await rejected()).map(String)), reasons)
  assert.deepEqual(
    (await jobs()).map(({ ocr_job_id }) => ocr_job_id),
    ['scan-7'],
  )
  assert.ok(lines.some((line) => line.includes('OCR job rejected') && line.includes('bad-3')))
  const shown = await metrics.exposition()
  assert.match(shown, /colophon_ocr_jobs_total\{.*outcome="rejected".*\} 25/)
  assert.match(shown, /colophon_ocr_jobs_total\{.*outcome="taken".*\} 1/)
})

test('a rejected OCR job is taken when its sender has corrected it', async (t) => {
  const { store, take, rejected, deps, jobs } = await start(t)
  await store.intake.putOcrJob(ocrJob())
  const full: typeof deps.openJob = async (request) => ({
    ...(await deps.openJob(request)),
    add: () => Promise.reject(new ColophonError('input.too_large', 'The record is too large')),
  })
  assert.equal(await takeOcrJobs({ ...deps, openJob: full }), 1)
  assert.deepEqual(await rejected(), [['scan-7', 'input.too_large']])
  assert.deepEqual(
    (await jobs()).map(({ sealed }) => sealed),
    [true],
    'the job that was begun does not wait for more',
  )
  await store.intake.putOcrJob(ocrJob({ documents: [{ document_id: 'p1', text: 'Dear Mary' }] }))
  assert.equal(await take(), 1)
  assert.deepEqual(await rejected(), [])
  assert.equal((await store.documents.get('default', 'p1'))?.source.text, 'Dear Mary')
})

test('what another coordinator takes over at the same time is not rejected', async (t) => {
  const { store, rejected, deps, jobs } = await start(t)
  await store.intake.putOcrJob(ocrJob())
  const slower: typeof deps.openJob = async (request) => {
    const job = await deps.openJob(request)
    return {
      ...job,
      // The other one has added everything, and has not marked the delivery yet.
      add: async (documents) => {
        await job.add(documents)
        await job.seal()
        return job.add(documents)
      },
    }
  }
  assert.equal(await takeOcrJobs({ ...deps, openJob: slower }), 1)
  assert.deepEqual(await rejected(), [])
  const [job, ...more] = await jobs()
  assert.deepEqual(more, [])
  assert.equal((await store.jobs.counts('default', job?.enrichment_job_id ?? '')).total, 2)
})

test('what other systems call a tenant, an id or documents may be anything', async (t) => {
  const { store, take, rejected, jobs, lines } = await start(t)
  const long = 'x'.repeat(100_000)
  const tenants = ['', 'a\0b', 'a\ud83d', long, 'Museum', '../museum', 7, {}, [], true]
  const ids = ['', 'a\0b', 'a\ud83d', long, 7, null, undefined, {}, ['scan-7']]
  const others: Partial<FoundOcrJob>[] = [
    ...tenants.map((tenant_id) => ({ tenant_id })),
    ...ids.map((job_id) => ({ job_id })),
    ...[undefined, null, 'Dear Mary', { 0: 'Dear Mary' }].map((documents) => ({ documents })),
  ]
  for (let n = 0; n <= others.length; n += 1) {
    await store.intake.putOcrJob(ocrJob({ job_id: `scan-${n}` }))
  }
  const found = await store.intake.openOcrJobs(100)
  const left = found.map((job, n) => ({ ...job, ...others[n] }))
  store.intake.openOcrJobs = () => Promise.resolve(left)
  assert.equal(await take(), others.length + 1)
  assert.equal((await rejected()).length, others.length)
  assert.deepEqual(
    (await jobs()).map(({ ocr_job_id }) => ocr_job_id),
    [`scan-${others.length}`],
  )
  assert.ok(Math.max(...lines.map((line) => line.length)) < 10_000)
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
