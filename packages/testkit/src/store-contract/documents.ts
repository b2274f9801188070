import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aCompletion, aDocument, aProvenance, aReview } from '../factories.ts'
import {
  TENANT,
  allPages,
  claim,
  complete,
  failDocument,
  numbered,
  read,
  rejectsWith,
  submit,
  submitOne,
  type OpenSubject,
} from './subject.ts'

export function documentCases(open: OpenSubject): void {
  test('pages by job are complete and in order of submission while documents are added', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const ids = numbered('d', 25).reverse()
    const job = await submit(
      subject,
      ids.map((document_id) => aDocument({ document_id })),
    )
    const listed = await allPages(
      (page) => store.documents.list(TENANT, { jobId: job.enrichment_job_id }, page),
      4,
      () => store.jobs.submit(job, listedMore.splice(0, 1)),
    )
    assert.deepEqual(
      listed.map((document) => document.document_id),
      [...ids, 'late-0', 'late-1'],
    )
  })
  const listedMore = [aDocument({ document_id: 'late-0' }), aDocument({ document_id: 'late-1' })]

  test('without a job documents are listed by their id', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const ids = numbered('d', 12)
    await submit(
      subject,
      [...ids].reverse().map((document_id) => aDocument({ document_id })),
    )
    await submit(subject, [aDocument({ document_id: 'd-0005' })], { tenant_id: 'other' })
    const added = numbered('c', 12)
    const listed = await allPages(
      (page) => store.documents.list(TENANT, {}, page),
      5,
      () => submit(subject, [aDocument({ document_id: added.pop() ?? 'c' })]),
    )
    assert.deepEqual(
      listed.map((document) => document.document_id),
      ids,
    )
  })

  test('lists can be narrowed by status and by collection', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const ids = numbered('d', 6)
    const job = await submit(
      subject,
      ids.map((document_id, n) => aDocument({ document_id, collection_id: `c${n % 2}` })),
    )
    await complete(subject, 'd-0001')
    await failDocument(subject, 'd-0003')
    const list = async (filter: Parameters<typeof store.documents.list>[1]): Promise<string[]> =>
      (await allPages((page) => store.documents.list(TENANT, filter, page), 2)).map(
        (document) => document.document_id,
      )
    for (const jobId of [undefined, job.enrichment_job_id]) {
      assert.deepEqual(await list({ jobId, status: 'failed' }), ['d-0003'])
      assert.deepEqual(await list({ jobId, status: 'completed' }), ['d-0001'])
      assert.deepEqual(await list({ jobId, collectionId: 'c0' }), ['d-0000', 'd-0002', 'd-0004'])
      assert.deepEqual(await list({ jobId, collectionId: 'c1', status: 'queued' }), ['d-0005'])
    }
    assert.deepEqual(await list({ jobId: 'none' }), [])
  })

  test('a cursor of somewhere else is refused', async (t) => {
    const { store } = await open(t)
    const list = (cursor: string) => store.documents.list(TENANT, {}, { limit: 1, cursor })
    await rejectsWith('request.invalid', list('nonsense'))
    await rejectsWith('request.invalid', list(Buffer.from('[{}]').toString('base64url')))
  })

  test('a page never holds more than 500', async (t) => {
    const subject = await open(t)
    const job = await submit(
      subject,
      numbered('d', 501).map((document_id) => aDocument({ document_id })),
    )
    const filter = { jobId: job.enrichment_job_id }
    const page = await subject.store.documents.list(TENANT, filter, { limit: 10_000 })
    assert.equal(page.items.length, 500)
    assert.notEqual(page.cursor, null)
  })

  test('requeued documents start again, and only those of the statuses asked for', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const ids = numbered('d', 4)
    const job = await submit(
      subject,
      ids.map((document_id) => aDocument({ document_id })),
    )
    await complete(subject, 'd-0000')
    await failDocument(subject, 'd-0001')
    await claim(subject, 'd-0002')
    clock.advance(5000)
    const filter = { jobId: job.enrichment_job_id, statuses: ['failed', 'processing'] as const }
    assert.equal(await store.documents.requeue(TENANT, filter), 1)
    const again = await read(subject, 'd-0001')
    assert.equal(again.status, 'queued')
    assert.equal(again.attempts, 0)
    assert.equal(again.error, null)
    assert.equal(again.next_at, new Date(clock.now()).toISOString())
    assert.equal(again.dispatch.state, 'pending')
    assert.equal((await read(subject, 'd-0002')).status, 'processing')
    assert.equal(await store.documents.requeue(TENANT, { statuses: ['completed'] }), 1)
    assert.equal((await read(subject, 'd-0000')).revision, 2)
    assert.equal(await store.documents.requeue('other', { statuses: ['queued'] }), 0)
    assert.equal(await store.documents.requeue(TENANT, { jobId: 'none', statuses: ['failed'] }), 0)
  })

  test('a cancelled job whose documents are sent round again is no longer cancelled', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id, job } = await submitOne(subject)
    const jobId = job.enrichment_job_id
    await store.jobs.cancel(TENANT, jobId)
    assert.equal(await store.documents.requeue(TENANT, { jobId, statuses: ['cancelled'] }), 1)
    assert.equal((await store.jobs.get(TENANT, jobId))?.cancelled, false)
    assert.equal((await read(subject, id)).status, 'queued')
  })

  test('a revised document starts again and keeps what was in it for the next run', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id, job } = await submitOne(subject)
    const human = aProvenance({ source: 'human:eva', confidence: 1 })
    const completion = aCompletion({
      provenance: { 'content.summary': human },
      review_status: 'pending',
      review: aReview({
        review_id: 'rev-1',
        document_id: id,
        enrichment_job_id: job.enrichment_job_id,
      }),
    })
    await complete(subject, id, completion)
    const other = await submit(subject, [
      aDocument({ document_id: id, text: 'A new transcription' }),
    ])
    const revised = await read(subject, id)
    assert.equal(revised.status, 'queued')
    assert.equal(revised.revision, 3)
    assert.equal(revised.attempts, 0)
    assert.equal(revised.error, null)
    assert.equal(revised.review_status, null)
    assert.equal(revised.enrichment_job_id, other.enrichment_job_id)
    assert.deepEqual(revised.enriched_data, completion.enriched_data)
    assert.deepEqual(revised.provenance, completion.provenance)
    assert.equal((await store.reviews.get(TENANT, 'rev-1'))?.status, 'superseded')
  })

  test('a document revised under way is taken from its worker', async (t) => {
    const subject = await open(t)
    const { id } = await submitOne(subject)
    const { ref } = await claim(subject, id)
    await submit(subject, [aDocument({ document_id: id, text: 'Corrected' })])
    await rejectsWith('lease.lost', subject.store.work.commit(ref, aCompletion()))
    assert.equal((await claim(subject, id, 'worker-b')).document.source.text, 'Corrected')
  })

  test('an unchanged document is left alone, even a failed one', async (t) => {
    const subject = await open(t)
    const document = aDocument()
    await submit(subject, [document])
    await failDocument(subject, document.document_id)
    const before = await read(subject, document.document_id)
    subject.clock.advance(1000)
    await submit(subject, [document])
    assert.deepEqual(await read(subject, document.document_id), before)
  })
}
