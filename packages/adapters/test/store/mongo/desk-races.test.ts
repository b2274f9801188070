import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import { systemClock, type NewAuditEvent, type ReviewComment, type Store } from '@colophon/domain'
import {
  aCompletion,
  aDocument,
  aJob,
  anAuditEvent,
  aReview,
  openStoredRecords,
} from '@colophon/testkit'
import { openStore } from '../../../src/store/open.ts'
import { openMongoStore } from '../../../src/store/mongo/open.ts'
import { assertChained } from './chains.ts'
import { skip, suiteMongo } from './servers.ts'

const TENANT = 'default'
const LEASE_MS = 60_000

const WAYS = ['under locks', 'with atomic writes'] as const

async function reviewed(store: Store, count: number): Promise<string[]> {
  const job = aJob()
  const documents = Array.from({ length: count }, () => aDocument())
  await store.jobs.create(job)
  await store.jobs.submit(job, documents)
  for (const { document_id } of documents) {
    const claimed = await store.work.claim(TENANT, document_id, 'worker', LEASE_MS)
    assert.ok(claimed)
    const review = aReview({ review_id: `rev of ${document_id}`, document_id })
    await store.work.commit(claimed.ref, aCompletion({ review_status: 'pending', review }))
  }
  return documents.map(({ document_id }) => document_id)
}

const aComment = (document_id: string, comment_id: string): ReviewComment => ({
  tenant_id: TENANT,
  comment_id,
  document_id,
  answers: null,
  path: null,
  span: null,
  text: 'Is this Augusta?',
  by: 'eva',
  at: '2026-01-16T00:00:00.000Z',
  resolved_by: null,
  resolved_at: null,
})

/** What a person may do at any moment, each time on what they see then. True when it was done. */
const ACTS: Record<
  'assign' | 'comment' | 'decide',
  (store: Store, id: string, name: string) => Promise<boolean>
> = {
  assign: async (store, document_id, name) => {
    const task = await store.reviews.get(TENANT, `rev of ${document_id}`)
    assert.ok(task)
    const assigned = { ...task, assigned_to: name, version: task.version + 1 }
    return store.desk.putTask(assigned, [eventOf(document_id, name)])
  },
  comment: async (store, document_id, name) => {
    await store.desk.putComment(aComment(document_id, name), [eventOf(document_id, name)])
    return true
  },
  decide: async (store, document_id, name) => {
    const document = await store.documents.get(TENANT, document_id)
    const task = await store.reviews.get(TENANT, `rev of ${document_id}`)
    assert.ok(document && task)
    const outcome = await store.desk.commit({
      tenant_id: TENANT,
      document_id,
      revision: document.revision,
      document: { ...document, review_status: 'in_progress' },
      task: { ...task, version: task.version + 1, seconds: task.seconds + 1 },
      audit: [eventOf(document_id, name), eventOf(document_id, name)],
      outbox: [],
    })
    return 'committed' in outcome
  },
}

const eventOf = (document_id: string, name: string): NewAuditEvent =>
  anAuditEvent({ document_id, actor: `human:${name}` })

for (const way of WAYS) {
  suite(`mongodb: many people at once, ${way}`, { skip }, () => {
    const servers = suiteMongo('desk races')

    async function open(t: TestContext, count: number): Promise<{ stores: Store[]; url: string }> {
      const url = way === 'under locks' ? servers.url() : servers.proxiedUrl()
      const stores = await Promise.all(
        Array.from({ length: count }, () =>
          way === 'under locks'
            ? openStore(url)
            : openMongoStore(url, { clock: systemClock, treatAs: 'MongoDB' }),
        ),
      )
      t.after(() => Promise.all(stores.map((store) => store[Symbol.asyncDispose]())))
      servers.ferretDb.indexIds()
      return { stores, url }
    }

    test('of one document make one history, in which all is that was done and nothing else', async (t) => {
      const { stores } = await open(t, 3)
      const [first] = stores as [Store]
      const [id = ''] = await reviewed(first, 1)
      const done = { assign: 0, comment: 0, decide: 0 }
      await Promise.all(
        stores.flatMap((store, s) =>
          (['assign', 'comment', 'decide'] as const).map(async (act) => {
            // Whoever is beaten each time tries again: the others come to an end.
            for (let n = 0; n < 4 || (done[act] === 0 && n < 100); n += 1) {
              if (await ACTS[act](store, id, `${act}-${s}-${n}`)) done[act] += 1
            }
          }),
        ),
      )
      const { items } = await first.audit.list(TENANT, id, { limit: 200 })
      assertChained(items)
      assert.equal(items.length, done.assign + done.comment + 2 * done.decide)
      const task = await first.reviews.get(TENANT, `rev of ${id}`)
      const document = await first.documents.get(TENANT, id)
      assert.deepEqual(
        [task?.version, task?.open_comments, task?.seconds, document?.revision],
        [1 + done.assign + done.decide, 12, done.decide, 2 + done.decide],
      )
      assert.ok(done.assign > 0 && done.decide > 0)
    })

    test('get each task once, whoever asks', async (t) => {
      const { stores } = await open(t, 3)
      const [first] = stores as [Store]
      const ids = await reviewed(first, 6)
      const taken = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          (stores[n % 3] as Store).desk.take({
            tenantId: TENANT,
            reviewer: `reviewer-${n}`,
            leaseId: `lease-${n}`,
            leaseMs: LEASE_MS,
            filter: {},
            order: 'oldest',
          }),
        ),
      )
      const found = taken.flatMap((task) => task?.document_id ?? [])
      assert.deepEqual(found.sort(), ids.sort())
    })

    test('do not stop the run that goes on meanwhile, and its events follow theirs', async (t) => {
      const { stores, url } = await open(t, 2)
      const [worker, desk] = stores as [Store, Store]
      const [id = ''] = await reviewed(worker, 1)
      await worker.documents.requeue(TENANT, { documentId: id, statuses: ['completed'] })
      const claimed = await worker.work.claim(TENANT, id, 'worker', LEASE_MS)
      assert.ok(claimed)
      await ACTS.comment(desk, id, 'eva')
      await ACTS.assign(desk, id, 'eva')
      const audit = [eventOf(id, 'run')]
      const review = aReview({ review_id: 'rev-2', document_id: id })
      const completion = aCompletion({ review_status: 'pending', review, audit })
      await worker.work.commit(claimed.ref, completion)
      const { items } = await desk.audit.list(TENANT, id, { limit: 10 })
      assertChained(items)
      assert.deepEqual(
        items.map(({ actor }) => actor),
        ['human:eva', 'human:eva', 'human:run'],
      )
      const former = await desk.reviews.get(TENANT, `rev of ${id}`)
      assert.deepEqual([former?.status, former?.assigned_to], ['superseded', 'eva'])
      assert.equal((await desk.reviews.get(TENANT, 'rev-2'))?.open_comments, 1)
      // Nothing is left to be done of what was announced.
      await using records = await openStoredRecords(url)
      const left = await records.all<{ open_effects: number }>('enriched_documents', {
        open_effects: 1,
      })
      assert.deepEqual(
        left.map(({ open_effects }) => open_effects),
        [0],
      )
    })
  })
}
