import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReviewRecord } from '@colophon/domain'
import { aCompletion, aDocument, aProvenance, aReview, anAuditEvent } from '../factories.ts'
import {
  TENANT,
  allPages,
  chained,
  claim,
  complete,
  numbered,
  read,
  submit,
  submitOne,
  type OpenSubject,
} from './subject.ts'

export function completionCases(open: OpenSubject): void {
  test('a commit keeps everything the run found and ends the claim', async (t) => {
    const subject = await open(t)
    const { id } = await submitOne(subject)
    const { document, ref } = await claim(subject, id)
    const completion = aCompletion({
      rivals: [{ path: 'content.summary', value: 'Another', provenance: aProvenance() }],
      review_status: 'pending',
      review_reasons: ['low_confidence', 'audit_sample'],
    })
    await subject.store.work.commit(ref, completion)
    const { review: _, audit: __, ...results } = completion
    assert.deepEqual(await read(subject, id), {
      ...document,
      ...results,
      status: 'completed',
      lease: null,
      error: null,
      revision: 2,
      updated_at: new Date(subject.clock.now()).toISOString(),
    })
  })

  test('a second run replaces the results and supersedes the open review task', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    const run = async (review_id: string, status: ReviewRecord['status']): Promise<void> => {
      await store.documents.requeue(TENANT, { documentId: id, statuses: ['completed'] })
      const review = aReview({ review_id, document_id: id, status })
      await complete(subject, id, { review_status: 'pending', review })
    }
    await run('rev-1', 'approved')
    await run('rev-2', 'in_progress')
    await run('rev-3', 'pending')
    const statuses = await Promise.all(
      ['rev-1', 'rev-2', 'rev-3'].map(
        async (one) => (await store.reviews.get(TENANT, one))?.status,
      ),
    )
    assert.deepEqual(statuses, ['approved', 'superseded', 'pending'])
    await run('rev-3', 'pending')
    assert.equal((await store.reviews.get(TENANT, 'rev-3'))?.status, 'pending')
    assert.deepEqual(await store.reviews.counts(TENANT, {}), {
      pending: 1,
      in_progress: 0,
      approved: 1,
      rejected: 0,
      superseded: 1,
    })
    await store.documents.requeue(TENANT, { documentId: id, statuses: ['completed'] })
    await complete(subject, id)
    assert.equal((await store.reviews.get(TENANT, 'rev-3'))?.status, 'superseded')
    assert.equal((await read(subject, id)).review_status, 'not_required')
  })

  test('review tasks are listed oldest first and counted by status and reason', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const ids = numbered('d', 9)
    const job = await submit(
      subject,
      ids.map((document_id) => aDocument({ document_id })),
    )
    const reviews = ids.map((document_id, n) =>
      aReview({
        review_id: `rev-${n}`,
        document_id,
        enrichment_job_id: n < 6 ? job.enrichment_job_id : 'another',
        reasons: n % 2 === 0 ? ['low_confidence'] : ['ungrounded', 'low_confidence', 'ungrounded'],
        created_at: `2026-01-0${9 - n}T00:00:00.000Z`,
        status: n === 0 ? 'in_progress' : n === 1 ? 'approved' : 'pending',
      }),
    )
    for (const review of reviews) {
      await complete(subject, review.document_id, { review_status: 'pending', review })
    }
    const listIds = async (filter: Parameters<typeof store.reviews.list>[1]): Promise<string[]> =>
      (await allPages((page) => store.reviews.list(TENANT, filter, page), 2)).map(
        (review) => review.review_id,
      )
    const all = reviews.map((review) => review.review_id).reverse()
    assert.deepEqual(await listIds({}), all)
    assert.deepEqual(await listIds({ status: 'pending' }), all.slice(0, 7))
    assert.deepEqual(await listIds({ jobId: job.enrichment_job_id }), all.slice(3))
    const both = { jobId: job.enrichment_job_id, status: 'pending' } as const
    assert.deepEqual(await listIds(both), all.slice(3, 7))
    assert.deepEqual(await store.reviews.reasons(TENANT, job.enrichment_job_id), {
      low_confidence: 5,
      ungrounded: 2,
    })
    const counts = await store.reviews.counts(TENANT, { jobId: job.enrichment_job_id })
    assert.deepEqual([counts.pending, counts.in_progress, counts.approved], [4, 1, 1])
    assert.deepEqual(await store.reviews.get(TENANT, 'rev-3'), reviews[3])
    assert.equal(await store.reviews.get('other', 'rev-3'), null)
  })

  test('audit events are appended run by run, in order, each chained to the one before', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    const events = numbered('path', 5).map((path, n) =>
      anAuditEvent({ document_id: id, path, from: n === 0 ? null : { n }, to: [n, 'é'] }),
    )
    await complete(subject, id, { audit: events.slice(0, 3) })
    await store.documents.requeue(TENANT, { documentId: id, statuses: ['completed'] })
    await complete(subject, id, { audit: events.slice(3) })
    const listed = await allPages((page) => store.audit.list(TENANT, id, page), 2)
    assert.deepEqual(listed, chained(events))
    assert.deepEqual((await store.audit.list('other', id, { limit: 5 })).items, [])
  })

  test('the heads of all chains are listed, in pages: the last event of each document', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const ids = numbered('doc', 5)
    await submit(
      subject,
      [...ids, 'without'].map((document_id) => aDocument({ document_id })),
    )
    for (const [n, document_id] of ids.entries()) {
      const audit = numbered('path', n + 1).map((path) => anAuditEvent({ document_id, path }))
      await complete(subject, document_id, { audit })
    }
    const heads = await allPages((page) => store.audit.heads(TENANT, {}, page), 2)
    const ends = await Promise.all(
      ids.map(async (document_id) => {
        const { n, hash } =
          (await store.audit.list(TENANT, document_id, { limit: 9 })).items.at(-1) ?? {}
        return { document_id, n, hash }
      }),
    )
    assert.deepEqual(heads, ends)
    const one = await store.audit.heads(TENANT, { documentId: 'doc-0002' }, { limit: 1 })
    assert.deepEqual(one.items, [ends[2]])
    assert.deepEqual(
      (await store.audit.heads(TENANT, { documentId: 'none' }, { limit: 1 })).items,
      [],
    )
    assert.deepEqual((await store.audit.heads('other', {}, { limit: 9 })).items, [])
  })
}
