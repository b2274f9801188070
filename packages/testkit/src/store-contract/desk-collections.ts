import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import { CollectionSettings, settingsContent, type ReviewComment } from '@colophon/domain'
import { aDocument, anAuditEvent } from '../factories.ts'
import { committed, decision, idsOf, nextId, reviewOne, taking, taskOf } from './desk-subject.ts'
import {
  TENANT,
  allPages,
  chained,
  complete,
  createJob,
  read,
  submit,
  type OpenSubject,
} from './subject.ts'

const aComment = (documentId: string, overrides: Partial<ReviewComment> = {}): ReviewComment => ({
  tenant_id: TENANT,
  comment_id: nextId('com'),
  document_id: documentId,
  answers: null,
  path: 'content.summary',
  span: { start: 0, end: 6 },
  text: 'Who is \ud83d she?\0',
  by: 'eva',
  at: '2026-01-20T00:00:00.000Z',
  resolved_by: null,
  resolved_at: null,
  ...overrides,
})

const settingsWith = (overrides: Partial<CollectionSettings>): CollectionSettings =>
  CollectionSettings.parse(overrides)

/** Cases of comments, and of the settings of collections. */
export function deskCollectionCases(open: OpenSubject): void {
  test('comments come back as they were made, in their order, and are counted while they are open', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id, task } = await reviewOne(subject)
    const opened = async (): Promise<number> =>
      (await taskOf(subject, task.review_id)).open_comments
    const first = aComment(id)
    const second = aComment(id, { path: null, span: null })
    const answer = aComment(id, { answers: first.comment_id, by: 'kim' })
    for (const comment of [first, second, answer]) await store.desk.putComment(comment, [])
    assert.deepEqual(await store.desk.comments(TENANT, id), [first, second, answer])
    assert.equal(await opened(), 2)
    assert.deepEqual(await idsOf(subject, { hasComments: true }), [task.review_id])
    const resolved = { ...first, resolved_by: 'eva', resolved_at: '2026-01-21T00:00:00.000Z' }
    const event = anAuditEvent({ document_id: id, action: 'comment.resolved' })
    await store.desk.putComment(resolved, [event])
    assert.deepEqual(await store.desk.comments(TENANT, id), [resolved, second, answer])
    assert.equal(await opened(), 1)
    assert.equal((await taskOf(subject, task.review_id)).version, task.version)
    const events = await allPages((page) => store.audit.list(TENANT, id, page), 9)
    assert.deepEqual(events, chained([event]))
    assert.deepEqual(await store.desk.comments('other', id), [])
    await store.desk.putComment(
      { ...second, resolved_at: resolved.resolved_at, resolved_by: 'kim' },
      [],
    )
    assert.deepEqual(await idsOf(subject, { hasComments: true }), [])
    assert.deepEqual(await idsOf(subject, { hasComments: false }), [task.review_id])
  })

  test('no change of a task takes its comments back, and a new task of the document has them', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id, task } = await reviewOne(subject)
    const taken = await store.desk.take(taking('eva'))
    assert.ok(taken)
    await store.desk.putComment(aComment(id), [])
    assert.ok(await store.desk.putTask({ ...taken, notes: 'x', version: taken.version + 1 }, []))
    assert.equal((await taskOf(subject, task.review_id)).open_comments, 1)
    const document = await read(subject, id)
    const stale = { ...taken, version: taken.version + 1 }
    committed(await store.desk.commit(decision(document, stale)))
    assert.equal((await taskOf(subject, task.review_id)).open_comments, 1)
    await store.documents.requeue(TENANT, { documentId: id, statuses: ['completed'] })
    const review = { ...task, review_id: nextId('rev') }
    await complete(subject, id, { review_status: 'pending', review })
    assert.equal((await taskOf(subject, review.review_id)).open_comments, 1)
  })

  test('settings of a collection are changed by who has read them, and every change is chained', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    assert.equal(await store.desk.collection(TENANT, 'letters'), null)
    const put = (revision: number, settings: CollectionSettings, actor = 'human:eva \ud83d') =>
      store.desk.putCollection(TENANT, 'letters', { revision, settings, actor })
    const [one, two] = [settingsWith({ second_review: 0.5 }), settingsWith({ seeded: 0.1 })]
    assert.equal(await put(1, one), null)
    const first = await put(0, one)
    assert.deepEqual([first?.revision, first?.settings], [1, one])
    clock.advance(1_000)
    const outcomes = await Promise.all([put(1, two), put(1, one), put(1, two)])
    assert.equal(outcomes.filter((record) => record !== null).length, 1)
    assert.equal(await put(0, two), null)
    const record = (await store.desk.collection(TENANT, 'letters'))?.record
    assert.deepEqual(await store.desk.settings(TENANT, 'letters'), record)
    assert.equal(record?.revision, 2)
    assert.equal(record.updated_at, new Date(clock.now()).toISOString())
    assert.deepEqual(
      record.changes.map(({ n, from, to }) => [n, from, to]),
      [
        [1, null, one],
        [2, one, record.settings],
      ],
    )
    let before = ''
    for (const change of record.changes) {
      before = hash('sha256', before + settingsContent(TENANT, 'letters', change), 'hex')
      assert.equal(change.hash, before)
      assert.equal(change.actor, 'human:eva \ud83d')
    }
    assert.equal(await store.desk.collection('other', 'letters'), null)
    assert.equal(await store.desk.settings('other', 'letters'), null)
  })

  test('collections are listed with their documents and settings, by id', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const documents = ['b', 'b', 'a', 'c'].map((collection_id) => aDocument({ collection_id }))
    await submit(subject, documents, { collection_id: 'b' })
    const settings = settingsWith({ second_review: 1 })
    for (const id of ['a', 'd']) {
      await store.desk.putCollection(TENANT, id, { revision: 0, settings, actor: 'human:eva' })
    }
    const listed = async () =>
      (await allPages((page) => store.desk.collections(TENANT, page), 2)).map(
        ({ collection_id, documents: n, record }) => [collection_id, n, record?.settings ?? null],
      )
    assert.deepEqual(await listed(), [
      ['a', 1, settings],
      ['b', 2, null],
      ['c', 1, null],
      ['d', 0, settings],
    ])
    const moved = { ...documents[3], collection_id: 'b' } as (typeof documents)[number]
    const job = await createJob(subject, { collection_id: 'b' })
    await store.jobs.submit(job, [moved], { replace: true })
    assert.deepEqual(
      (await listed()).map(([id, n]) => [id, n]),
      [
        ['a', 1],
        ['b', 3],
        ['d', 0],
      ],
    )
    assert.equal(await store.desk.collection(TENANT, 'c'), null)
    assert.deepEqual((await store.desk.collections('other', { limit: 9 })).items, [])
  })
}
