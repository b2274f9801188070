import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FAILED_REASON } from '@colophon/domain'
import { aCompletion, aDocument, aProvenance, aReview } from '../factories.ts'
import { committed, decision, idsOf, reviewOne, taking, taskOf } from './desk-subject.ts'
import {
  TENANT,
  anError,
  claim,
  complete,
  read,
  submit,
  submitOne,
  type OpenSubject,
  type Subject,
} from './subject.ts'

async function failWith(subject: Subject, id: string, reviewId: string): Promise<void> {
  const { ref } = await claim(subject, id)
  const task = aReview({ review_id: reviewId, document_id: id, reasons: [FAILED_REASON] })
  await subject.store.work.fail(ref, anError(subject), {}, task)
}

const requeue = ({ store }: Subject, id: string) =>
  store.documents.requeue(TENANT, { documentId: id, statuses: ['failed', 'completed'] })

/** Cases of what becomes of people's work when agents run again. */
export function deskRerunCases(open: OpenSubject): void {
  test('a document that fails is one open task, however often, and none once it completes', async (t) => {
    const subject = await open(t)
    const { id } = await submitOne(subject)
    const openIds = () => idsOf(subject, { documentId: id, statuses: ['pending', 'in_progress'] })
    await failWith(subject, id, 'failed-1')
    assert.deepEqual(await openIds(), ['failed-1'])
    const [first, lease] = [await taskOf(subject, 'failed-1'), taking('eva')]
    assert.ok(await subject.store.desk.take(lease))
    await requeue(subject, id)
    await failWith(subject, id, 'failed-1')
    const again = await taskOf(subject, 'failed-1')
    assert.deepEqual(again, { ...first, version: again.version })
    assert.ok(again.version > first.version + 1)
    await requeue(subject, id)
    await failWith(subject, id, 'failed-2')
    assert.deepEqual(await openIds(), ['failed-2'])
    assert.equal((await read(subject, id)).status, 'failed')
    await requeue(subject, id)
    await complete(subject, id)
    assert.deepEqual(await openIds(), [])
    assert.equal((await taskOf(subject, 'failed-2')).status, 'superseded')
  })

  test('a failure asks in the place of the open task, whose holder cannot decide it any more', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id, task } = await reviewOne(subject)
    const lease = taking('eva')
    const held = await store.desk.take(lease)
    assert.ok(held)
    await requeue(subject, id)
    await failWith(subject, id, 'failed')
    const document = await read(subject, id)
    assert.deepEqual(await store.desk.commit(decision(document, held)), { conflict: 'task' })
    const superseded = await taskOf(subject, task.review_id)
    assert.deepEqual([superseded.status, superseded.lease_owner], ['superseded', null])
    const beat = { id: lease.leaseId, untilMs: subject.clock.now() + 60_000 }
    assert.equal(await store.desk.heartbeat(TENANT, task.review_id, beat), false)
  })

  test('a record in which a person decided something is kept when a run replaces it', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const { id, task } = await reviewOne(subject)
    const document = await read(subject, id)
    const provenance = { 'content.summary': aProvenance({ source: 'human:eva' }) }
    const change = {
      document: { ...decision(document, task).document, provenance, review_status: 'pending' },
    } as const
    const decided = committed(await store.desk.commit(decision(document, task, change)))
    clock.advance(1_000)
    await requeue(subject, id)
    await complete(subject, id, { enriched_data: { content: { summary: 'Another' } } })
    const kept = await store.documents.revision(TENANT, id, decided.revision)
    assert.deepEqual(
      [kept?.document.status, kept?.document.enriched_data, kept?.document.provenance],
      ['completed', decided.enriched_data, provenance],
    )
    assert.equal(kept?.review?.review_id, task.review_id)
    assert.equal(kept.replaced_at, new Date(clock.now()).toISOString())
  })

  test('a record that was approved or rejected is kept when a run replaces it', async (t) => {
    const subject = await open(t)
    const { store } = subject
    for (const review_status of ['approved', 'rejected', 'in_progress'] as const) {
      const { id, task } = await reviewOne(subject)
      const document = await read(subject, id)
      const change = { document: { ...decision(document, task).document, review_status } }
      committed(await store.desk.commit(decision(document, task, change)))
      await requeue(subject, id)
      await complete(subject, id)
      const kept = await store.documents.revision(TENANT, id, document.revision + 1)
      assert.equal(kept?.document.review_status, review_status)
    }
  })

  test('what nobody decided anything in is not kept, nor a text that no run has seen', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await reviewOne(subject)
    await requeue(subject, id)
    await complete(subject, id)
    const revisions = () => store.documents.revisions(TENANT, id, { limit: 9 })
    assert.deepEqual((await revisions()).items, [])

    const document = aDocument({ text: 'One' })
    await submit(subject, [document])
    const { ref } = await claim(subject, document.document_id)
    const provenance = { 'content.summary': aProvenance({ source: 'human:eva' }) }
    await store.work.commit(ref, aCompletion({ provenance }))
    await submit(subject, [aDocument({ document_id: document.document_id, text: 'Two' })])
    await complete(subject, document.document_id, { provenance })
    const { items } = await store.documents.revisions(TENANT, document.document_id, { limit: 9 })
    assert.deepEqual(
      items.map(({ revision }) => revision),
      [2],
    )
  })
}
