import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aCompletion, aDocument, aProvenance, aReview, aSource } from '../factories.ts'
import {
  TENANT,
  allPages,
  claim,
  complete,
  createJob,
  numbered,
  read,
  submit,
  submitOne,
  type OpenSubject,
} from './subject.ts'

/** Cases of revisions: what a submission replaces can be read again. */
export function revisionCases(open: OpenSubject): void {
  test('what is replaced is kept as it was, with its values, who gave them and its review', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const { id } = await submitOne(subject)
    const completion = aCompletion({
      provenance: { 'content.summary': aProvenance({ source: 'human:eva', confidence: 1 }) },
      review_status: 'pending',
      review_reasons: ['low_confidence'],
      review: aReview({ review_id: 'rev-1', document_id: id, document_revision: 2 }),
    })
    await complete(subject, id, completion)
    const before = await read(subject, id)
    clock.advance(1000)
    const replacedAt = new Date(clock.now()).toISOString()
    await submit(subject, [aDocument({ document_id: id, text: 'A new transcription' })])
    const kept = await store.documents.revision(TENANT, id, 2)
    assert.deepEqual(kept?.document, before)
    assert.equal(kept.replaced_at, replacedAt)
    assert.deepEqual([kept.review?.review_id, kept.review?.status], ['rev-1', 'superseded'])
    for (const revision of [0, 1, 3, 4]) {
      assert.equal(await store.documents.revision(TENANT, id, revision), null)
    }
    assert.equal(await store.documents.revision('other', id, 2), null)
    assert.equal(await store.documents.revision(TENANT, 'none', 2), null)
  })

  test('a document that nobody had read yet is kept too, without the lease that it had', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    await claim(subject, id)
    const { dispatch: _, ...before } = await read(subject, id)
    await submit(subject, [aDocument({ document_id: id, text: 'Corrected' })])
    const kept = await store.documents.revision(TENANT, id, 1)
    assert.ok(kept)
    const { dispatch: __, ...document } = kept.document
    assert.deepEqual(document, { ...before, lease: null })
    assert.equal(kept.review, null)
  })

  test('document, revision and message say which span has submitted them', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const job = await createJob(subject)
    const [traced, plain] = [aDocument({ text: 'one' }), aDocument({ text: 'two' })]
    const id = traced.document_id
    const [first, second] = ['a', 'b'].map((digit) => `00-${digit.repeat(32)}-0123456789abcdef-01`)
    const submitted = async (text: string, traceparent: string | undefined) => {
      await store.jobs.submit(job, [aDocument({ document_id: id, text })], { traceparent })
      return (await read(subject, id)).traceparent
    }
    await store.jobs.submit(job, [plain])
    assert.equal(await submitted('one', first), first)
    assert.equal(await submitted('one', second), first, 'unchanged, it is the first one still')
    assert.equal(await submitted('two', second), second)
    assert.equal((await store.documents.revision(TENANT, id, 1))?.document.traceparent, first)
    const due = await store.dispatch.pending(10)
    const told = new Map(due.map((item) => [item.document_id, item.traceparent]))
    assert.deepEqual([told.get(id), told.get(plain.document_id)], [second, null])
    assert.equal(await submitted('three', undefined), null)
  })

  test('a review belongs to the revision that it was about', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    const review = aReview({ review_id: 'rev-1', document_id: id, document_revision: 2 })
    await complete(subject, id, { review_status: 'pending', review })
    for (const text of ['Two', 'Three']) {
      await submit(subject, [aDocument({ document_id: id, text })])
    }
    const reviewOf = async (revision: number) =>
      (await store.documents.revision(TENANT, id, revision))?.review?.review_id
    assert.equal(await reviewOf(2), 'rev-1')
    assert.equal(await reviewOf(3), undefined)
    assert.equal((await store.documents.revision(TENANT, id, 3))?.document.source.text, 'Two')
  })

  test('revisions are listed newest first, in pages, without the present one', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    const job = await createJob(subject)
    for (const n of [1, 2, 3, 4]) {
      subject.clock.advance(1000)
      await store.jobs.submit(job, [aDocument({ document_id: id, text: `Text ${n}` })])
    }
    await complete(subject, id)
    const list = (tenant: string, document: string) =>
      allPages((page) => store.documents.revisions(tenant, document, page), 2)
    const listed = await list(TENANT, id)
    assert.deepEqual(
      listed.map(({ revision }) => revision),
      [4, 3, 2, 1],
    )
    const newest = await store.documents.revision(TENANT, id, 4)
    assert.ok(newest)
    const { enrichment_job_id, source_hash, updated_at } = newest.document
    assert.deepEqual(listed[0], {
      revision: 4,
      enrichment_job_id,
      collection_id: 'letters',
      source_hash,
      status: 'queued',
      review_status: null,
      updated_at,
      replaced_at: newest.replaced_at,
    })
    assert.deepEqual(await list('other', id), [])
    assert.deepEqual(await list(TENANT, 'none'), [])
  })

  test('of many texts that are submitted at the same time each is kept once, and none is lost', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const document = aDocument({ text: 'first' })
    const id = document.document_id
    await submit(subject, [document])
    const texts = numbered('text', 8)
    await Promise.all(texts.map((text) => submit(subject, [aDocument({ document_id: id, text })])))
    const { items } = await store.documents.revisions(TENANT, id, { limit: 50 })
    const kept = await Promise.all(
      items.map(({ revision }) => store.documents.revision(TENANT, id, revision)),
    )
    const present = await read(subject, id)
    const all = [present, ...kept.map((one) => one?.document)].map((one) => one?.source.text)
    assert.deepEqual(all.sort(), ['first', ...texts].sort())
    assert.equal(present.revision, 9)
  })

  test('odd texts, keys and ids come back from a revision as they were', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const source = aSource({ text: 'A\u0000\ud800 B', facts: { 'a.b': [[1]], $c: '\u0000' } })
    const document = aDocument({ document_id: 'box 1/[a].b$"c', source })
    await submit(subject, [document])
    await complete(subject, document.document_id)
    const before = await read(subject, document.document_id)
    await submit(subject, [aDocument({ document_id: document.document_id, text: 'Two' })])
    const kept = await store.documents.revision(TENANT, document.document_id, 2)
    assert.deepEqual(kept?.document, before)
  })
}
