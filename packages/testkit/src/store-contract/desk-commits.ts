import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aDocument, anAuditEvent, aCompletion, aProvenance } from '../factories.ts'
import {
  anOutboxEvent,
  committed,
  decision,
  nextId,
  reviewOne,
  stateOf,
  taking,
  taskOf,
} from './desk-subject.ts'
import {
  TENANT,
  allPages,
  chained,
  claim,
  failDocument,
  read,
  submit,
  submitOne,
  type OpenSubject,
} from './subject.ts'

/** Keys and texts that a store must not take for its own. */
const ODD = { 'a.b': 1, $set: { '$a.b': [null, '\ud83d', 'a\0b'] }, '': 'é' }

/** Cases of decisions: all of one or nothing. */
export function deskCommitCases(open: OpenSubject): void {
  test('a decision changes record, task, counts and history in one step', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const { id, task } = await reviewOne(subject)
    const before = await read(subject, id)
    clock.advance(5_000)
    const human = aProvenance({ source: 'human:eva', confidence: 1, reason: 'seen \ud83d' })
    const document = {
      enriched_data: { content: { summary: 'By Eva' }, ...ODD },
      provenance: { 'content.summary': human, 'people.0': aProvenance() },
      rivals: [{ path: 'content.summary', value: 'Another', provenance: aProvenance() }],
      quality_metrics: aCompletion({ enriched_data: {} }).quality_metrics,
      review_status: 'approved' as const,
    }
    const approved = {
      ...task,
      version: 2,
      status: 'approved' as const,
      decision: 'approve',
      decided_by: 'eva',
      decided_at: '2026-01-16T00:00:00.000Z',
      corrections: ODD,
      notes: 'read \ud83d twice\0',
      seconds: 12.5,
      updated_at: '2026-01-16T00:00:00.000Z',
    }
    const audit = ['content.summary', null].map((path) =>
      anAuditEvent({
        document_id: id,
        actor: 'human:eva \ud83d',
        path,
        from: ODD,
        to: { value: 'By Eva', provenance: {}, keys: [['content']] },
        why: 'as the envelope \ud83d says\0',
        revision: 3,
        change_id: 'chg-1',
      }),
    )
    const change = { document, task: approved, audit, outbox: [anOutboxEvent()] }
    const outcome = await store.desk.commit(decision(before, task, change))
    const after = await read(subject, id)
    assert.deepEqual(committed(outcome), after)
    assert.deepEqual(after, {
      ...before,
      ...document,
      revision: 3,
      updated_at: new Date(clock.now()).toISOString(),
    })
    assert.deepEqual(await taskOf(subject, task.review_id), approved)
    assert.deepEqual(
      await allPages((page) => store.audit.list(TENANT, id, page), 1),
      chained(audit),
    )
    assert.deepEqual(await store.desk.change(TENANT, 'chg-1'), chained(audit))
    assert.deepEqual(await store.desk.change('other', 'chg-1'), [])
    const counts = await store.jobs.counts(TENANT, task.enrichment_job_id)
    assert.deepEqual([counts.completed, counts.to_review], [1, 0])
  })

  test('a decision on another revision, or on another task, changes nothing', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const reviewed = await reviewOne(subject)
    const document = await read(subject, reviewed.id)
    const { task } = reviewed
    const change = {
      document: { ...document, review_status: 'approved' as const },
      audit: [anAuditEvent({ document_id: reviewed.id })],
      outbox: [anOutboxEvent()],
    }
    const before = await stateOf(subject, reviewed)
    const attempts = [
      [{ revision: document.revision - 1 }, 'revision'],
      [{ revision: document.revision + 1 }, 'revision'],
      [{ task: { ...task, version: task.version } }, 'task'],
      [{ task: { ...task, version: task.version + 2 } }, 'task'],
      [{ task: { ...task, review_id: 'none', version: 2 } }, 'task'],
      [{ document_id: 'none' }, 'gone'],
      [{ tenant_id: 'other' }, 'gone'],
    ] as const
    for (const [overrides, conflict] of attempts) {
      const outcome = await store.desk.commit(decision(document, task, { ...change, ...overrides }))
      assert.deepEqual(outcome, { conflict })
      assert.deepEqual(await stateOf(subject, reviewed), before)
    }
    const late = decision(document, task, change)
    committed(await store.desk.commit(decision(document, task)))
    assert.deepEqual(await store.desk.commit(late), { conflict: 'revision' })
  })

  test('a change may come with a new task, which is there with it or not at all', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id, task } = await reviewOne(subject)
    const document = await read(subject, id)
    const added = { ...task, review_id: nextId('rev'), reasons: ['review_requested'] }
    const change = { audit: [anAuditEvent({ document_id: id })] }
    const late = decision(document, { ...added, review_id: nextId('rev') }, change)
    const made = { ...decision(document, added, change), task: added }
    const again = { ...made, revision: document.revision + 1 }
    committed(await store.desk.commit(made))
    assert.deepEqual(await taskOf(subject, added.review_id), added)
    const filter = { reason: 'review_requested' }
    assert.equal(await store.desk.count(TENANT, filter), 1)
    assert.deepEqual(await store.desk.commit({ ...late, task: added }), { conflict: 'revision' })
    assert.deepEqual(await store.desk.commit(again), { conflict: 'task' })
    assert.deepEqual(
      await allPages((page) => store.audit.list(TENANT, id, page), 9),
      chained(change.audit),
    )
    assert.equal(await store.desk.count(TENANT, filter), 1)
  })

  test('a document that agents work on takes no decision', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id, task } = await reviewOne(subject)
    await store.documents.requeue(TENANT, { documentId: id, statuses: ['completed'] })
    const queued = await read(subject, id)
    assert.deepEqual(await store.desk.commit(decision(queued, task)), { conflict: 'revision' })
    await claim(subject, id)
    const processing = await read(subject, id)
    assert.deepEqual(await store.desk.commit(decision(processing, task)), { conflict: 'revision' })
  })

  test('of many who decide the same revision at once, one does', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id, task } = await reviewOne(subject)
    const document = await read(subject, id)
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        store.desk.commit(
          decision(document, n % 2 === 0 ? task : null, {
            audit: [anAuditEvent({ document_id: id, actor: `human:${n}` })],
          }),
        ),
      ),
    )
    assert.equal(outcomes.filter((outcome) => 'committed' in outcome).length, 1)
    const events = await allPages((page) => store.audit.list(TENANT, id, page), 100)
    assert.deepEqual([events.length, events[0]?.n], [1, 1])
    assert.equal((await read(subject, id)).revision, document.revision + 1)
  })

  test('a document that is sent round again is due at once, and keeps what was decided', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const { id } = await submitOne(subject)
    await failDocument(subject, id)
    clock.advance(1_000)
    const failed = await read(subject, id)
    const document = { ...decision(failed, null).document, requeue: true }
    const outcome = await store.desk.commit(decision(failed, null, { document }))
    const now = new Date(clock.now()).toISOString()
    assert.deepEqual(committed(outcome), {
      ...failed,
      status: 'queued',
      attempts: 0,
      error: null,
      next_at: now,
      dispatch: { ...failed.dispatch, state: 'pending', at: now },
      revision: failed.revision + 1,
      updated_at: now,
    })
    assert.deepEqual(
      (await store.dispatch.pending(5)).map((item) => item.document_id),
      [id],
    )
    await claim(subject, id)
  })

  test('hints stay with a document until others come, or another text', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    const reject = async (hints?: string) => {
      await failDocument(subject, id)
      const failed = await read(subject, id)
      const document = { ...decision(failed, null).document, requeue: true, hints }
      return committed(await store.desk.commit(decision(failed, null, { document })))
    }
    assert.ok(!('hints' in (await reject())))
    assert.equal((await reject('See the envelope \ud83d')).hints, 'See the envelope \ud83d')
    assert.equal((await reject()).hints, 'See the envelope \ud83d')
    assert.equal((await reject('No, the seal')).hints, 'No, the seal')
    await submit(subject, [aDocument({ document_id: id, text: 'Another text' })])
    assert.ok(!('hints' in (await read(subject, id))))
  })

  test('events of runs, of decisions and of tasks are one chain', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id, task } = await reviewOne(subject)
    const events = Array.from({ length: 9 }, (_, n) =>
      anAuditEvent({ document_id: id, path: `path-${n}`, from: { [n]: ODD }, change_id: null }),
    )
    const taken = await store.desk.take(taking('eva'))
    assert.ok(taken)
    const assigned = { ...taken, assigned_to: 'eva', version: taken.version + 1 }
    assert.equal(await store.desk.putTask(assigned, events.slice(0, 2)), true)
    assert.equal(await store.desk.putTask(assigned, events.slice(0, 2)), false)
    const document = await read(subject, id)
    const audit = events.slice(2, 5)
    committed(await store.desk.commit(decision(document, assigned, { audit })))
    await store.documents.requeue(TENANT, { documentId: id, statuses: ['completed'] })
    const { ref } = await claim(subject, id)
    await store.work.commit(ref, aCompletion({ audit: events.slice(5, 7) }))
    const added = { ...task, review_id: nextId('rev'), reasons: ['audit_sample'] }
    assert.equal(await store.desk.addTask(added, events.slice(7)), true)
    assert.equal(await store.desk.addTask(added, events.slice(7)), false)
    const listed = await allPages((page) => store.audit.list(TENANT, id, page), 4)
    assert.deepEqual(listed, chained(events))
  })

  test('a change over many documents is read as one', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const ids: string[] = []
    for (let n = 0; n < 3; n += 1) {
      const { id, task } = await reviewOne(subject)
      const audit = [1, 2].map((one) =>
        anAuditEvent({ document_id: id, path: `path-${one}`, change_id: 'bulk' }),
      )
      const other = anAuditEvent({ document_id: id, change_id: 'other' })
      const document = await read(subject, id)
      committed(await store.desk.commit(decision(document, task, { audit: [...audit, other] })))
      ids.push(id)
    }
    const events = await store.desk.change(TENANT, 'bulk')
    assert.deepEqual(
      events.map((event) => [event.document_id, event.n, event.path]),
      ids.sort().flatMap((id) => [
        [id, 1, 'path-1'],
        [id, 2, 'path-2'],
      ]),
    )
    assert.deepEqual(await store.desk.change(TENANT, 'none'), [])
  })
}
