import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DocumentView, FieldValues, History, SentTask } from '@colophon/domain'
import { aWorld, corrected, expectOk, said, type Caller, type World } from './world.ts'

const REVIEWER: Caller = { sub: 'ann', roles: ['reviewer'] }

const read = async ({ ask }: World, id: string): Promise<DocumentView> =>
  (await expectOk(
    ask({ method: 'GET', path: `/api/documents/${id}` }, REVIEWER),
  )) as unknown as DocumentView

const sending = (id: string, body = {}) => ({
  method: 'POST',
  path: `/api/documents/${id}/review`,
  body,
})

test('what was approved by itself is read, sent to review once, and worked on as any other', async (t) => {
  const world = await aWorld(t)
  const { ask, store } = world
  const { id } = await world.review({ approved: true })
  const before = await read(world, id)
  assert.deepEqual([before.task, before.can_send], [null, true])
  assert.equal(before.document.source.text.includes('Dear Mary'), true)
  assert.ok(Object.keys(before.document.provenance).length > 0)
  assert.ok(before.fields.some(({ path }) => path === 'content.summary'))

  const sent = await Promise.all(
    Array.from({ length: 8 }, () => expectOk(ask(sending(id, { why: 'Is it hers?' }), REVIEWER))),
  )
  const answers = sent as unknown as SentTask[]
  assert.equal(answers.filter(({ created }) => created).length, 1)
  assert.equal(new Set(answers.map(({ task }) => task.review_id)).size, 1)
  assert.equal(await store.desk.count('museum', { documentId: id }), 1)

  const after = await read(world, id)
  const { task } = after
  assert.ok(task)
  assert.deepEqual([task.status, task.reasons], ['pending', ['review_requested']])
  assert.deepEqual(after.document.review_status, 'pending')
  assert.equal(after.document.revision, before.document.revision + 1)
  assert.deepEqual(after.document.enriched_data, before.document.enriched_data)
  assert.equal(after.can_send, false)
  const { history } = (await expectOk(
    ask({ method: 'GET', path: `/api/documents/${id}/history` }, REVIEWER),
  )) as unknown as History
  assert.deepEqual(history.map(({ action, actor, why }) => [action, actor, why]).at(-1), [
    'task.requested',
    'human:ann',
    'Is it hers?',
  ])
  assert.equal(history.filter(({ action }) => action === 'task.requested').length, 1)

  const stored = await store.reviews.get('museum', task.review_id)
  assert.ok(stored)
  const at = `/api/review/${task.review_id}`
  await corrected(world, { at, id, task: stored }, 'content.summary', 'All is well with John.')
})

test('a document that is being enriched, or was decided, is not sent to review', async (t) => {
  const world = await aWorld(t)
  const { ask, store } = world
  const { id } = await world.review({ approved: true })
  await store.documents.requeue('museum', { documentId: id, statuses: ['completed'] })
  const decided = await world.review()
  const document = await store.documents.get('museum', decided.id)
  const task = await store.reviews.get('museum', decided.task.review_id)
  assert.ok(document && task)
  const { document_id, revision } = document
  const approved = { ...task, version: task.version + 1, status: 'approved' as const }
  await store.desk.commit({
    ...{ tenant_id: 'museum', document_id, revision, task: approved, audit: [], outbox: [] },
    document: { ...document, review_status: 'approved' },
  })
  for (const [one, words] of [
    [id, /being enriched/],
    [decided.id, /reopen its task/],
  ] as const) {
    const answer = await ask(sending(one), REVIEWER)
    assert.deepEqual([answer.status, answer.body['code']], [409, 'review.conflict'], said(answer))
    assert.match(String(answer.body['detail']), words)
    assert.equal((await read(world, one)).can_send, false)
  }
  assert.equal(await store.desk.count('museum', { documentId: id }), 0)
})

test('one field of many documents is read page by page, with or without a task', async (t) => {
  const world = await aWorld(t)
  const collection_id = 'many'
  const made = []
  for (let n = 0; n < 5; n += 1)
    made.push(await world.review({ approved: n % 2 === 0, document: { collection_id } }))
  await world.review()
  const path = 'document.correspondence.sender.name'
  const found: FieldValues['values'] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const at = `/api/values?path=${path}&collection_id=${collection_id}&limit=2`
    const page: FieldValues = (await expectOk(
      world.ask({ method: 'GET', path: cursor === '' ? at : `${at}&cursor=${cursor}` }, REVIEWER),
    )) as unknown as FieldValues
    found.push(...page.values)
    cursor = page.next_cursor
  }
  assert.deepEqual(
    found.map(({ document_id }) => document_id),
    made.map(({ id }) => id).toSorted(),
  )
  for (const { value, quote, standing, document_id, review_id } of found) {
    assert.deepEqual([value, quote, standing], ['John', 'John', 'proposed'])
    const one: { task: { review_id: string } } | undefined = made.find(
      ({ id }) => id === document_id,
    )
    const isAsked = (await world.store.desk.count('museum', { documentId: document_id })) === 1
    assert.equal(review_id, isAsked ? one?.task.review_id : null)
  }
  const asked = async (query: string): Promise<FieldValues> =>
    (await expectOk(
      world.ask({ method: 'GET', path: `/api/values?${query}` }, REVIEWER),
    )) as unknown as FieldValues
  assert.deepEqual((await asked(`path=${path}&profile=other`)).values, [])
  const nothing = await asked(`path=content.none&collection_id=${collection_id}`)
  assert.deepEqual([...new Set(nothing.values.map(({ value }) => value))], [null])
})
