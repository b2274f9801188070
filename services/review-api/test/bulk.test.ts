import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BulkAnswer, UndoAnswer } from '@colophon/domain'
import { aWorld, expectOk, said, type Caller, type Reviewed, type World } from './world.ts'

const bulk = async ({ ask }: World, body: unknown, caller?: Caller): Promise<BulkAnswer> => {
  const call = { method: 'POST', path: '/api/review/bulk', body }
  return (await expectOk(ask(call, caller))) as unknown as BulkAnswer
}

const statusOf = async ({ store }: World, { id, task }: Reviewed) => [
  (await store.documents.get('museum', id))?.review_status,
  (await store.reviews.get('museum', task.review_id))?.status,
]

const approve = { kind: 'approve' } as const

test('a bulk says first what it would change, then changes it, and is taken back as one', async (t) => {
  const world = await aWorld(t)
  const tasks = []
  for (let n = 0; n < 12; n++) tasks.push(await world.review({ document: { collection_id: 'a' } }))
  const other = await world.review({ document: { collection_id: 'b' } })
  const select = { filter: { collection_id: 'a' } }
  const before = await Promise.all(tasks.map(({ id }) => world.store.documents.get('museum', id)))
  const preview = await bulk(world, { select, action: approve })
  assert.deepEqual(
    [preview.dry_run, preview.count, preview.done, preview.undo, preview.sample.length],
    [true, 12, 0, null, 10],
  )
  const { title, from, to } = preview.sample[0] ?? {}
  assert.deepEqual([title, from, to], [tasks[0]?.task.title, 'pending', 'approved'])
  assert.deepEqual(
    await Promise.all(tasks.map(({ id }) => world.store.documents.get('museum', id))),
    before,
  )

  const done = await bulk(world, { select, action: approve, dry_run: false })
  assert.deepEqual([done.count, done.done, done.skipped], [12, 12, []])
  for (const one of tasks) assert.deepEqual(await statusOf(world, one), ['approved', 'approved'])
  assert.deepEqual(await statusOf(world, other), ['pending', 'pending'])
  // Nothing was shown of single values, so that none of them is confirmed.
  const after = await world.store.documents.get('museum', tasks[0]?.id ?? '')
  assert.deepEqual(after?.provenance, before[0]?.provenance)

  const path = `/api/review/undo/${done.undo ?? ''}`
  const undone = await expectOk(world.ask({ method: 'POST', path, body: {} }))
  assert.deepEqual([(undone as unknown as UndoAnswer).done, undone['conflicts']], [12, []])
  for (const one of tasks) assert.deepEqual(await statusOf(world, one), ['pending', 'pending'])
})

test('what others hold, and what is not there, is left and named', async (t) => {
  const world = await aWorld(t)
  const [free, held, decided] = [await world.review(), await world.review(), await world.review()]
  await expectOk(world.ask({ method: 'POST', path: `${held.at}/assign`, body: {} }, { sub: 'eva' }))
  const ids = [free, held, decided].map(({ task }) => task.review_id)
  await bulk(world, { select: { review_ids: [ids[2]] }, action: approve, dry_run: false })
  const select = { review_ids: [...ids, 'rev_none', ids[0]] }
  for (const dry_run of [true, false]) {
    const { count, skipped } = await bulk(world, { select, action: approve, dry_run })
    assert.equal(count, 1)
    assert.deepEqual(
      skipped.map(({ code }) => code),
      ['review.held', 'review.conflict', 'review.not_found'],
    )
    assert.match(skipped[0]?.detail ?? '', /eva/)
  }
  assert.deepEqual(await statusOf(world, held), ['pending', 'in_progress'])
})

test('fields are decided in many documents, each as its own record allows', async (t) => {
  const world = await aWorld(t)
  const [one, two] = [await world.review(), await world.review({ data: {}, provenance: {} })]
  const decisions = [{ action: 'accept', path: 'content.closing' }]
  const review_ids = [one, two].map(({ task }) => task.review_id)
  const body = { select: { review_ids }, action: { kind: 'fields', decisions }, dry_run: false }
  const { done, sample, skipped } = await bulk(world, body)
  assert.equal(done, 1)
  assert.deepEqual(sample[0]?.from, { 'content.closing': 'Yours' })
  assert.deepEqual(
    skipped.map(({ code }) => code),
    ['review.invalid_decision'],
  )
  const provenance = (await world.store.documents.get('museum', one.id))?.provenance
  assert.equal(provenance?.['content.closing']?.source, 'human:mary')
  assert.equal(provenance['content.summary']?.source, 'rules')
})

test('many are rejected with a reason, and assigned by leads', async (t) => {
  const world = await aWorld(t)
  const { task, ...one } = await world.review()
  const select = { review_ids: [task.review_id] }
  const assign = { select, action: { kind: 'assign', to: 'eva' }, dry_run: false }
  const refused = await bulk(world, assign, { roles: ['reviewer'] })
  assert.deepEqual([refused.done, refused.skipped[0]?.code], [0, 'auth.forbidden'])
  assert.deepEqual([(await bulk(world, assign)).done, (await bulk(world, assign)).undo], [1, null])
  assert.equal((await world.store.reviews.get('museum', task.review_id))?.assigned_to, 'eva')
  const action = { kind: 'reject', reason: 'Not a letter' }
  const hers = await bulk(world, { select, action, dry_run: false }, { roles: ['reviewer'] })
  assert.equal(hers.skipped[0]?.code, 'review.held')
  await bulk(world, { select, action, dry_run: false }, { sub: 'eva', roles: ['reviewer'] })
  assert.deepEqual(await statusOf(world, { task, ...one }), ['rejected', 'rejected'])
})

test('a filter that fits more than can be changed at once is refused with how many there are', async (t) => {
  const world = await aWorld(t)
  const { task } = await world.review()
  for (let n = 0; n < 1_000; n += 100) {
    await Promise.all(
      Array.from({ length: 100 }, (_, m) =>
        world.store.desk.addTask({ ...task, review_id: `rev_${n + m}` }, []),
      ),
    )
  }
  const body = { select: { filter: {} }, action: approve, dry_run: false }
  const answer = await world.ask({ method: 'POST', path: '/api/review/bulk', body })
  assert.deepEqual(
    [answer.status, answer.body['code']],
    [422, 'review.bulk_too_large'],
    said(answer),
  )
  assert.match(String(answer.body['detail']), /1001 .* at most 1000/)
})
