import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import type { NewAuditEvent, Store } from '@colophon/domain'
import { aCompletion, aDocument, aJob, anAuditEvent, aReview, manualClock } from '@colophon/testkit'
import { MongoClient } from 'mongodb'
import type { Stored } from '../../../src/store/mongo/connection/collections.ts'
import { openMongoStore } from '../../../src/store/mongo/open.ts'
import { assertChained } from './chains.ts'
import { skip, suiteMongo } from './servers.ts'

const TENANT = 'default'

/** Fields that tasks had before people worked on them. */
const FORMER = [
  'tenant_id',
  'review_id',
  'document_id',
  'enrichment_job_id',
  'collection_id',
  'document_revision',
  'priority',
  'reasons',
  'flagged_fields',
  'status',
  'assigned_to',
  'lease_until',
  'decision',
  'corrections',
  'notes',
  'created_at',
  'updated_at',
] as const

function formerTask(document_id: string, review_id: string): Record<string, unknown> {
  const created_at = '2025-12-01T00:00:00.000Z'
  const task = aReview({
    review_id,
    document_id,
    created_at,
    reasons: ['ungrounded', 'ungrounded'],
  })
  return Object.fromEntries(FORMER.map((field) => [field, task[field]]))
}

function formerEvent(document_id: string, order: string): Stored {
  const { change_id: _, ...event } = anAuditEvent({ document_id, to: order })
  return { _id: `e.${order}`, ...event, created_at: event.at, order }
}

suite('mongodb: a database from before people worked on tasks', { skip }, () => {
  const servers = suiteMongo('upgrades')

  /** Makes what an earlier version would have left: a completed document with its task and three events, one of which it still carries. */
  async function formerDatabase(t: TestContext): Promise<{ url: string; id: string }> {
    const url = servers.url()
    const clock = manualClock()
    const [job, document] = [aJob(), aDocument()]
    const id = document.document_id
    {
      await using store = await openMongoStore(url, { clock })
      await store.jobs.create(job)
      await store.jobs.submit(job, [document])
      const claimed = await store.work.claim(TENANT, id, 'worker', 60_000)
      assert.ok(claimed)
      await store.work.commit(claimed.ref, aCompletion({ review_status: 'pending' }))
    }
    const raw = await MongoClient.connect(url)
    t.after(() => raw.close())
    const [documents, reviews, events] = ['enriched_documents', 'review_queue', 'audit_events'].map(
      (name) => raw.db().collection<Stored>(name),
    )
    await reviews?.drop()
    await reviews?.insertOne({ _id: `${TENANT}/former`, ...formerTask(id, 'former') })
    await events?.insertMany([formerEvent(id, 'b'), formerEvent(id, 'a')])
    const left = { _id: `${TENANT}/left`, ...formerTask(id, 'left'), effect: 'x' }
    const effect = {
      kind: 'completion',
      order: 'c',
      at: '',
      review: left,
      audit: [formerEvent(id, 'c')],
    }
    await documents?.updateOne(
      { _id: `${TENANT}/${id}` },
      { $unset: { desk: '' }, $set: { 'effects.x': effect, open_effects: 1 } },
    )
    return { url, id }
  }

  const history = async (store: Store, id: string) =>
    (await store.audit.list(TENANT, id, { limit: 20 })).items

  test('has its tasks in the queue, and its events are numbered in their order', async (t) => {
    const { url, id } = await formerDatabase(t)
    await using store = await openMongoStore(url, { clock: manualClock() })
    const events = await history(store, id)
    assert.deepEqual(
      events.map(({ to, n, hash, change_id }) => [to, n, hash, change_id]),
      [
        ['a', 1, null, null],
        ['b', 2, null, null],
        ['c', 3, null, null],
      ],
    )
    const { items } = await store.desk.list(TENANT, { statuses: ['pending'] }, 'mixed', {
      limit: 5,
    })
    const [task] = items
    assert.deepEqual(
      items.map(({ review_id }) => review_id),
      ['left'],
    )
    assert.deepEqual([task?.version, task?.gain, task?.skips], [1, 1, []])
    const former = await store.reviews.get(TENANT, 'former')
    assert.deepEqual([former?.status, former?.profile], ['superseded', 'letters'])
    assert.deepEqual((await store.desk.counts(TENANT, {})).reasons, { ungrounded: 1 })
  })

  test('begins its chain with the first event that comes now', async (t) => {
    const { url, id } = await formerDatabase(t)
    await using store = await openMongoStore(url, { clock: manualClock() })
    const document = await store.documents.get(TENANT, id)
    assert.ok(document)
    const audit: NewAuditEvent[] = [1, 2].map((to) => anAuditEvent({ document_id: id, to }))
    const { revision } = document
    const change = { tenant_id: TENANT, document_id: id, revision, document, audit, outbox: [] }
    const outcomes = await Promise.all(
      [1, 2].map(() => store.desk.commit({ ...change, task: null })),
    )
    assert.equal(outcomes.filter((one) => 'committed' in one).length, 1)
    await store.documents.requeue(TENANT, { documentId: id, statuses: ['completed'] })
    const claimed = await store.work.claim(TENANT, id, 'worker', 60_000)
    assert.ok(claimed)
    const run = [anAuditEvent({ document_id: id, to: 'run' })]
    await store.work.commit(claimed.ref, aCompletion({ audit: run }))
    const events = await history(store, id)
    assert.deepEqual(
      events.map(({ to }) => to),
      ['a', 'b', 'c', 1, 2, 'run'],
    )
    assertChained(events, 3)
    const pages: unknown[] = []
    let cursor: string | undefined
    do {
      const page = await store.audit.list(TENANT, id, { limit: 2, ...(cursor && { cursor }) })
      pages.push(...page.items)
      cursor = page.cursor ?? undefined
    } while (cursor !== undefined)
    assert.deepEqual(pages, events)
  })

  test('whose text is replaced by the first thing that happens to it goes on in the same way', async (t) => {
    const { url, id } = await formerDatabase(t)
    await using store = await openMongoStore(url, { clock: manualClock() })
    const job = aJob()
    await store.jobs.create(job)
    await store.jobs.submit(job, [aDocument({ document_id: id, text: 'New' })])
    assert.equal((await store.reviews.get(TENANT, 'left'))?.status, 'superseded')
    const claimed = await store.work.claim(TENANT, id, 'worker', 60_000)
    assert.ok(claimed)
    const run = [anAuditEvent({ document_id: id, to: 'run' })]
    await store.work.commit(claimed.ref, aCompletion({ audit: run }))
    assertChained(await history(store, id), 3)
  })
})
