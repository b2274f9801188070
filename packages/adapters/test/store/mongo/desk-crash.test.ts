import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type {
  AuditEvent,
  DocumentRecord,
  ReviewCommit,
  ReviewRecord,
  Store,
} from '@colophon/domain'
import { aCompletion, anAuditEvent, aReview, openStoredRecords } from '@colophon/testkit'
import { assertChained } from './chains.ts'
import { ABANDONED_MS, atEachPoint, claim, TENANT, type Scene, type Victim } from './crashes.ts'
import { skip, suiteMongo } from './servers.ts'

const CHANGE = 'chg'
const reviewOf = ({ ref }: Victim): string => `rev of ${ref.document_id}`

/** The document is completed and waits for a person. */
const prepare = ({ store, ref }: Victim): Promise<void> => {
  const { document_id } = ref
  const review = aReview({ review_id: `rev of ${document_id}`, document_id })
  const audit = [anAuditEvent({ document_id, to: 'run' })]
  return store.work.commit(ref, aCompletion({ review_status: 'pending', review, audit }))
}

async function present(
  store: Store,
  victim: Victim,
): Promise<{ document: DocumentRecord; task: ReviewRecord }> {
  const document = await store.documents.get(TENANT, victim.ref.document_id)
  const task = await store.reviews.get(TENANT, reviewOf(victim))
  assert.ok(document && task)
  return { document, task }
}

/** Approves the document, which tells others; with its own token each. */
async function approve(
  store: Store,
  victim: Victim,
  overrides: Partial<ReviewCommit['document']> = {},
): Promise<void> {
  const { document, task } = await present(store, victim)
  const { tenant_id, document_id, revision } = document
  const at = '2026-01-16T00:00:00.000Z'
  await store.desk.commit({
    tenant_id,
    document_id,
    revision,
    document: { ...document, review_status: 'approved', ...overrides },
    task: { ...task, version: task.version + 1, status: 'approved', decision: 'approve' },
    audit: [1, 2].map((n) => anAuditEvent({ document_id, to: n, change_id: CHANGE + document_id })),
    outbox: [{ tenant_id, event_id: `evt ${document_id}`, kind: 'task.approved', at, payload: {} }],
  })
}

async function history({ survivor }: Scene, { ref }: Victim): Promise<AuditEvent[]> {
  return (await survivor.audit.list(TENANT, ref.document_id, { limit: 100 })).items
}

async function sweep({ survivor, clock }: Scene): Promise<void> {
  clock.advance(ABANDONED_MS)
  await survivor.dispatch.expireLeases([])
}

async function told({ url }: Scene, { ref }: Victim): Promise<number> {
  await using records = await openStoredRecords(url)
  const events = await records.all<{ event_id: string }>('outbox_events', { event_id: 1 })
  return events.filter(({ event_id }) => event_id === `evt ${ref.document_id}`).length
}

/** Whoever is the first to look after the crash sees all of the decision, or nothing. */
const FIRST_LOOKS: Record<
  string,
  (scene: Scene, victim: Victim, isDone: boolean) => Promise<void>
> = {
  'the task': async ({ survivor }, victim, isDone) => {
    const task = await survivor.reviews.get(TENANT, reviewOf(victim))
    const found = [task?.status, task?.version, task?.decision]
    assert.deepEqual(found, isDone ? ['approved', 2, 'approve'] : ['pending', 1, null])
  },
  'the history': async (scene, victim, isDone) => {
    const events = (await history(scene, victim)).map(({ to }) => to)
    assert.deepEqual(events, isDone ? ['run', 1, 2] : ['run'])
  },
  'the change that may be undone': async ({ survivor }, { ref }, isDone) => {
    const events = await survivor.desk.change(TENANT, CHANGE + ref.document_id)
    assert.equal(events.length, isDone ? 2 : 0)
  },
  'who asks for the next task': async ({ survivor }, victim, isDone) => {
    const taken = await survivor.desk.take({
      tenantId: TENANT,
      reviewer: 'eva',
      leaseId: victim.ref.document_id,
      leaseMs: 60_000,
      filter: { documentId: victim.ref.document_id },
      order: 'oldest',
    })
    assert.equal(taken?.review_id, isDone ? undefined : reviewOf(victim))
  },
  'the sweep': async (scene) => {
    await sweep(scene)
  },
  'the next to decide': async ({ survivor }, victim, isDone) => {
    const document = await survivor.documents.get(TENANT, victim.ref.document_id)
    assert.ok(document)
    const { document_id, revision } = document
    const audit = [anAuditEvent({ document_id, to: 'next' })]
    const change = { tenant_id: TENANT, document_id, revision, document, audit, outbox: [] }
    const outcome = await survivor.desk.commit({ ...change, task: null })
    assert.ok('committed' in outcome)
    const events = (await survivor.audit.list(TENANT, document_id, { limit: 10 })).items
    assert.deepEqual(
      events.map(({ to }) => to),
      ['run', ...(isDone ? [1, 2] : []), 'next'],
    )
  },
}

suite('a person whose server dies between any two commands', { skip }, () => {
  const servers = suiteMongo('desk crash')

  for (const [who, look] of Object.entries(FIRST_LOOKS)) {
    test(`has decided once or not at all, as ${who} finds`, async (t) => {
      const points = await atEachPoint(
        { t, servers },
        prepare,
        (victim) => approve(victim.store, victim),
        async (scene, victim) => {
          const document = await scene.survivor.documents.get(TENANT, victim.ref.document_id)
          const isDone = document?.review_status === 'approved'
          assert.equal(document?.revision, isDone ? 3 : 2)
          await look(scene, victim, isDone)
          // Twice: what is done again changes nothing.
          await sweep(scene)
          await sweep(scene)
          const { task } = await present(scene.survivor, victim)
          assert.equal(task.status === 'approved', isDone)
          assertChained(await history(scene, victim))
          assert.equal(await told(scene, victim), isDone ? 1 : 0)
        },
      )
      assert.ok(points > 5, `${points} commands`)
    })
  }

  test('has sent the document round again or has not, and the next run goes on from there', async (t) => {
    await atEachPoint(
      { t, servers },
      prepare,
      (victim) => approve(victim.store, victim, { review_status: 'rejected', requeue: true }),
      async (scene, victim) => {
        const { document_id } = victim.ref
        const { survivor } = scene
        const before = await survivor.documents.get(TENANT, document_id)
        const isDone = before?.status === 'queued'
        assert.equal(before?.review_status, isDone ? 'rejected' : 'pending')
        if (!isDone) return
        const { ref } = await claim(survivor, document_id, 'survivor')
        const audit = [anAuditEvent({ document_id, to: 'again' })]
        await survivor.work.commit(ref, aCompletion({ audit }))
        const events = await history(scene, victim)
        assert.deepEqual(
          events.map(({ to }) => to),
          ['run', 1, 2, 'again'],
        )
        assertChained(events)
        const { task } = await present(survivor, victim)
        assert.equal(task.status, 'approved')
        // What a person had decided is not replaced in silence.
        const kept = await survivor.documents.revision(TENANT, document_id, 3)
        assert.equal(kept?.document.review_status, 'rejected')
      },
    )
  })

  test('has said something once or not at all, and the task counts it', async (t) => {
    const points = await atEachPoint(
      { t, servers },
      prepare,
      ({ store, ref }) =>
        store.desk.putComment(
          {
            tenant_id: TENANT,
            comment_id: 'cmt',
            document_id: ref.document_id,
            answers: null,
            path: null,
            span: null,
            text: 'Is this Augusta?',
            by: 'eva',
            at: '2026-01-16T00:00:00.000Z',
            resolved_by: null,
            resolved_at: null,
          },
          [anAuditEvent({ document_id: ref.document_id, to: 'comment' })],
        ),
      async (scene, victim) => {
        const events = await history(scene, victim)
        const isDone = events.length === 2
        assertChained(events)
        const comments = await scene.survivor.desk.comments(TENANT, victim.ref.document_id)
        assert.equal(comments.length, Number(isDone))
        const { task } = await present(scene.survivor, victim)
        assert.deepEqual([task.open_comments, task.version], [Number(isDone), 1])
      },
    )
    assert.ok(points > 5)
  })

  test('has given a task away once or not at all', async (t) => {
    await atEachPoint(
      { t, servers },
      prepare,
      async (victim) => {
        const { task } = await present(victim.store, victim)
        const assigned = { ...task, assigned_to: 'eva', version: task.version + 1 }
        const { document_id } = task
        await victim.store.desk.putTask(assigned, [anAuditEvent({ document_id, to: 'eva' })])
      },
      async (scene, victim) => {
        const events = await history(scene, victim)
        const { task } = await present(scene.survivor, victim)
        const isDone = events.length === 2
        assert.equal(task.assigned_to, isDone ? 'eva' : null)
        assertChained(events)
      },
    )
  })
})
