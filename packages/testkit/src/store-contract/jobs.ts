import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jobStatus } from '@colophon/domain'
import { aDocument, aJob } from '../factories.ts'
import {
  TENANT,
  allPages,
  claim,
  complete,
  createJob,
  failDocument,
  numbered,
  read,
  rejectsWith,
  submit,
  type OpenSubject,
} from './subject.ts'

export function jobCases(open: OpenSubject): void {
  test('a job comes back as it was created, and creating it again changes nothing', async (t) => {
    const { store } = await open(t)
    const job = aJob({ options: { tiers: ['rules'], nested: { a: null } }, ocr_job_id: 'ocr-1' })
    await store.jobs.create(job)
    await store.jobs.create({ ...job, priority: 'high', options: {} })
    assert.deepEqual(await store.jobs.get(TENANT, job.enrichment_job_id), job)
    assert.equal(await store.jobs.get('other', job.enrichment_job_id), null)
  })

  test('jobs are listed newest first, of one tenant only', async (t) => {
    const { store } = await open(t)
    const days = ['2026-01-03', '2026-01-01', '2026-01-02', '2026-01-02']
    const jobs = days.map((day, index) =>
      aJob({ enrichment_job_id: `job-${index}`, created_at: `${day}T00:00:00.000Z` }),
    )
    for (const job of jobs) await store.jobs.create(job)
    await store.jobs.create(aJob({ tenant_id: 'other' }))
    const listed = await allPages((page) => store.jobs.list(TENANT, page), 1)
    assert.deepEqual(
      listed.map((job) => job.enrichment_job_id),
      ['job-0', 'job-3', 'job-2', 'job-1'],
    )
  })

  test('documents are created, found unchanged and revised', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const job = await createJob(subject)
    const [first, second] = [aDocument({ text: 'one' }), aDocument({ text: 'two' })]
    assert.deepEqual(await store.jobs.submit(job, [first, second]), ['created', 'created'])
    const revised = aDocument({ document_id: first.document_id, text: 'one, again' })
    assert.deepEqual(await store.jobs.submit(job, [revised, second]), ['revised', 'unchanged'])
    assert.equal((await read(subject, first.document_id)).source.text, 'one, again')
    assert.equal((await store.jobs.counts(TENANT, job.enrichment_job_id)).total, 2)
  })

  test('an empty batch is taken', async (t) => {
    const subject = await open(t)
    const job = await createJob(subject)
    assert.deepEqual(await subject.store.jobs.submit(job, []), [])
  })

  test('a new document is queued, due at once and carries what its job says', async (t) => {
    const subject = await open(t)
    const document = aDocument({ collection_id: 'papers' })
    const job = await submit(subject, [document], { priority: 'high' })
    const stored = await read(subject, document.document_id)
    const now = new Date(subject.clock.now()).toISOString()
    assert.deepEqual(
      { ...stored, source: null },
      {
        tenant_id: TENANT,
        document_id: document.document_id,
        enrichment_job_id: job.enrichment_job_id,
        collection_id: 'papers',
        profile: 'letters',
        schema_version: '',
        priority: 'high',
        source: null,
        source_hash: document.source_hash,
        status: 'queued',
        lease: null,
        attempts: 0,
        next_at: now,
        dispatch: { state: 'pending', at: now, n: 0, by: '' },
        enriched_data: null,
        provenance: {},
        rivals: [],
        quality_metrics: null,
        agents: {},
        review_status: null,
        review_reasons: [],
        revision: 1,
        error: null,
        traceparent: null,
        created_at: now,
        updated_at: now,
      },
    )
    assert.deepEqual(stored.source, document.source)
  })

  test('the same document belongs to every job that submitted it', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const [shared, own] = [aDocument(), aDocument()]
    const first = await submit(subject, [shared])
    await complete(subject, shared.document_id)
    const second = await createJob(subject)
    assert.deepEqual(await store.jobs.submit(second, [own, shared, own]), [
      'created',
      'unchanged',
      'unchanged',
    ])
    const counts = await store.jobs.counts(TENANT, second.enrichment_job_id)
    assert.deepEqual([counts.total, counts.queued, counts.completed], [2, 1, 1])
    const listed = await allPages(
      (page) => store.documents.list(TENANT, { jobId: second.enrichment_job_id }, page),
      1,
    )
    assert.deepEqual(
      listed.map((document) => document.document_id),
      [own.document_id, shared.document_id],
    )
    assert.equal((await store.jobs.counts(TENANT, first.enrichment_job_id)).total, 1)
    assert.equal(
      (await read(subject, shared.document_id)).enrichment_job_id,
      first.enrichment_job_id,
    )
  })

  test('counts follow the documents through all their states', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const ids = numbered('d', 6)
    const job = await submit(
      subject,
      ids.map((document_id) => aDocument({ document_id })),
    )
    const [approved, toReview, failed, processing, again] = ids as [
      string,
      string,
      string,
      string,
      string,
    ]
    await complete(subject, approved)
    await complete(subject, toReview, { review_status: 'pending' })
    await failDocument(subject, failed)
    await claim(subject, processing)
    await complete(subject, again)
    await store.documents.requeue(TENANT, { documentId: again, statuses: ['completed'] })
    assert.deepEqual(await store.jobs.counts(TENANT, job.enrichment_job_id), {
      total: 6,
      queued: 2,
      processing: 1,
      completed: 2,
      failed: 1,
      cancelled: 0,
      auto_approved: 1,
      to_review: 1,
    })
    assert.equal(await store.jobs.cancel(TENANT, job.enrichment_job_id), 2)
    const counts = await store.jobs.counts(TENANT, job.enrichment_job_id)
    assert.deepEqual([counts.queued, counts.cancelled, counts.processing], [0, 2, 1])
  })

  test('a cancelled job takes no documents and leaves those of other jobs alone', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const [shared, own] = [aDocument(), aDocument()]
    await submit(subject, [shared])
    const job = await submit(subject, [shared, own])
    assert.equal(await store.jobs.cancel(TENANT, job.enrichment_job_id), 1)
    assert.equal((await read(subject, own.document_id)).status, 'cancelled')
    assert.equal((await read(subject, shared.document_id)).status, 'queued')
    assert.equal(await store.work.claim(TENANT, own.document_id, 'worker-a', 1000), null)
    await rejectsWith('job.invalid_state', store.jobs.submit(job, [aDocument()]))
  })

  test('a job that has ended is not cancelled any more, and stays as it is', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const [done, failed] = [aDocument(), aDocument()]
    const job = await submit(subject, [done, failed])
    const id = job.enrichment_job_id
    await complete(subject, done.document_id)
    await failDocument(subject, failed.document_id)
    await store.jobs.seal(TENANT, id)
    const before = await store.jobs.get(TENANT, id)
    clock.advance(1000)
    await rejectsWith('job.invalid_state', store.jobs.cancel(TENANT, id))
    assert.deepEqual(await store.jobs.get(TENANT, id), before)
    // Nothing says that an open one has ended, and one that was cancelled is what was wanted.
    const begun = await submit(subject, [aDocument()])
    for (const cancelled of [1, 0]) {
      assert.equal(await store.jobs.cancel(TENANT, begun.enrichment_job_id), cancelled)
    }
    const inWork = await submit(subject, [aDocument({ document_id: 'in-work' })])
    await store.jobs.seal(TENANT, inWork.enrichment_job_id)
    await claim(subject, 'in-work')
    assert.equal(await store.jobs.cancel(TENANT, inWork.enrichment_job_id), 0)
    assert.equal((await store.jobs.get(TENANT, inWork.enrichment_job_id))?.cancelled, true)
  })

  test('a sealed job takes no more documents and ends with its last one', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const document = aDocument()
    const job = await submit(subject, [document])
    const id = job.enrichment_job_id
    await store.jobs.seal(TENANT, id)
    await rejectsWith('job.invalid_state', store.jobs.submit(job, [aDocument()]))
    await complete(subject, document.document_id)
    const sealed = await store.jobs.get(TENANT, id)
    assert.ok(sealed)
    assert.equal(jobStatus(sealed, await store.jobs.counts(TENANT, id)), 'completed')
  })

  test('what is said when a job is sealed stands beside what was said before, and is kept', async (t) => {
    const { store } = await open(t)
    const job = aJob({ options: { reach: 'local' } })
    await store.jobs.create(job)
    const estimate = { documents: 2, low_usd: '0.00', likely_usd: null }
    await store.jobs.seal(TENANT, job.enrichment_job_id, { estimate })
    await store.jobs.seal(TENANT, job.enrichment_job_id)
    const { sealed, options } = (await store.jobs.get(TENANT, job.enrichment_job_id)) ?? {}
    assert.deepEqual([sealed, options], [true, { reach: 'local', estimate }])
  })

  test('a job is taken away only while no document belongs to it', async (t) => {
    const subject = await open(t)
    const { store } = subject
    await submit(subject, [aDocument({ document_id: 'a', collection_id: 'other' })])
    const job = await createJob(subject)
    const id = job.enrichment_job_id
    await store.jobs.submit(job, [aDocument({ document_id: 'a' })])
    assert.equal(await store.jobs.discard('other', id), false)
    assert.equal(await store.jobs.discard(TENANT, id), true)
    assert.equal(await store.jobs.get(TENANT, id), null)
    assert.equal(await store.jobs.discard(TENANT, id), false)
    const full = await submit(subject, [aDocument()])
    assert.equal(await store.jobs.discard(TENANT, full.enrichment_job_id), false)
    assert.notEqual(await store.jobs.get(TENANT, full.enrichment_job_id), null)
  })

  test('a job that is not there is said to be missing', async (t) => {
    const { store } = await open(t)
    await rejectsWith('job.not_found', store.jobs.submit(aJob(), [aDocument()]))
    await rejectsWith('job.not_found', store.jobs.seal(TENANT, 'none'))
    await rejectsWith('job.not_found', store.jobs.cancel(TENANT, 'none'))
    await rejectsWith('job.not_found', store.jobs.counts(TENANT, 'none'))
  })
}
