import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { getPath } from '@colophon/domain'
import {
  codeOf,
  documentOf,
  PEOPLE,
  SENDER,
  startRig,
  SUMMARY,
  taken,
  taskOf,
  type Json,
} from './rig.ts'

const correct = (path: string, value: unknown) => ({ action: 'correct', path, value }) as const

suite('two sides', () => {
  test('of one field: the second is told what the first did, and keeps what they sent', async (t) => {
    const { actor, letter } = await startRig(t)
    const { reviewId } = await letter()
    const [eva, ada] = [actor('eva'), actor('ada', ['lead'])]
    await taken(eva, reviewId).then((task) => task.fields([correct(SENDER, 'John')]))
    await ada.ask('POST', `/api/review/${reviewId}/assign`, { take_over: true })
    const late = await taken(ada, reviewId)
    const answer = await late.fields([correct(SENDER, 'Johann')], 2)
    assert.deepEqual(codeOf(answer), [409, 'review.revision_conflict'])
    const { revision, changes } = answer.body['theirs'] as { revision: number; changes: Json[] }
    assert.equal(revision, 3)
    assert.deepEqual(
      changes.map(({ actor: by, path, to }) => [by, path, (to as Json)['value']]),
      [['human:eva', SENDER, 'John']],
    )
    assert.deepEqual(answer.body['yours'], [correct(SENDER, 'Johann')])
    assert.equal((await late.fields([correct(SENDER, 'Johann')], 3)).status, 200)
  })

  test('a decision that is sent again is not made again: the conflict shows it', async (t) => {
    const { actor, letter, store } = await startRig(t)
    const { documentId, reviewId } = await letter()
    const task = await taken(actor('eva'), reviewId)
    const first = await task.fields([correct(SENDER, 'John')])
    const again = await task.fields([correct(SENDER, 'John')])
    assert.deepEqual(codeOf(again), [409, 'review.revision_conflict'])
    const { changes } = again.body['theirs'] as { changes: Json[] }
    assert.deepEqual(
      changes.map(({ actor: by, change_id }) => [by, change_id]),
      [['human:eva', first.body['undo']]],
    )
    const { items } = await store.audit.list('default', documentId, { limit: 9 })
    assert.equal(items.filter(({ path }) => path === SENDER).length, 1)
  })

  test('a letter that is enriched again while it is open: what people said stays', async (t) => {
    const { actor, letter, store, runAgain } = await startRig(t)
    const { documentId, reviewId } = await letter()
    const eva = actor('eva')
    const task = await taken(eva, reviewId)
    await task.fields([correct(SENDER, 'John')])
    await store.documents.requeue('default', { documentId, statuses: ['completed'] })
    const during = await task.fields([correct(SUMMARY, 'Mine.')], 3)
    assert.equal(during.status, 409)
    assert.match(String(during.body['detail']), /being enriched again|has changed/)
    await runAgain(documentId)
    const after = await task.fields([correct(SUMMARY, 'Mine.')], 3)
    assert.deepEqual(codeOf(after), [409, 'review.conflict'], 'the task is superseded')
    assert.match(String(after.body['detail']), /superseded/)
  })
})

suite('undo', () => {
  test('takes back what was decided, and the undoing; what others changed since stays', async (t) => {
    const { actor, letter, store } = await startRig(t)
    const { documentId, reviewId } = await letter()
    const eva = actor('eva')
    const record = async () => {
      const document = await store.documents.get('default', documentId)
      return JSON.stringify([document?.enriched_data, document?.provenance])
    }
    const undo = (token: unknown) => eva.ask('POST', `/api/review/undo/${String(token)}`, {})
    const before = await record()
    const task = await taken(eva, reviewId)
    const first = await task.fields([
      correct(SENDER, 'John'),
      { action: 'remove', path: `${PEOPLE}.0` },
    ])
    const changed = await record()
    const undone = await undo(first.body['undo'])
    assert.deepEqual([undone.body['done'], undone.body['conflicts']], [1, []])
    assert.equal(await record(), before)
    const redone = await undo(undone.body['undo'])
    assert.equal(await record(), changed)
    await task.fields([correct(SENDER, 'Johann')], 5)
    const partly = await undo(redone.body['undo'])
    assert.deepEqual(
      (partly.body['conflicts'] as Json[]).map(({ path }) => path),
      [SENDER],
    )
    assert.equal(partly.body['done'], 1)
    const document = await store.documents.get('default', documentId)
    assert.equal(getPath(document?.enriched_data, SENDER), 'Johann')
    assert.equal((getPath(document?.enriched_data, PEOPLE) as unknown[]).length, 3)
    assert.equal((await undo('change_none')).status, 404)
    const others = await actor('tom').ask(
      'POST',
      `/api/review/undo/${String(first.body['undo'])}`,
      {},
    )
    assert.deepEqual(codeOf(others), [403, 'auth.forbidden'])
  })

  test('of an approval opens the letter again, held by nobody; of a reopening closes it', async (t) => {
    const { actor, letter, store } = await startRig(t)
    const { documentId, reviewId } = await letter()
    const eva = actor('eva')
    const state = async () => {
      const document = await store.documents.get('default', documentId)
      const task = await store.reviews.get('default', reviewId)
      return [document?.review_status, task?.status, task?.lease_owner, task?.decided_by]
    }
    const task = await taken(eva, reviewId)
    await task.fields([correct(SENDER, 'John')])
    const approved = await task.approve(3)
    const undone = await eva.ask('POST', `/api/review/undo/${String(approved.body['undo'])}`, {})
    assert.equal(undone.body['done'], 1)
    assert.deepEqual(await state(), ['in_progress', 'pending', null, null])
    await eva.ask('POST', `/api/review/undo/${String(undone.body['undo'])}`, {})
    assert.deepEqual(await state(), ['approved', 'approved', null, 'eva'])
    const tom = actor('tom')
    assert.equal(
      (await tom.ask('POST', `${task.path}/reopen`, { why: 'see the back' })).status,
      403,
    )
    const reopened = await eva.ask('POST', `${task.path}/reopen`, { why: 'see the back' })
    assert.equal(reopened.status, 200)
    assert.deepEqual(await state(), ['in_progress', 'pending', null, null])
  })
})

suite('versions', () => {
  test('each can be looked at, and restored by a change that can be undone', async (t) => {
    const { actor, letter } = await startRig(t)
    const eva = actor('eva')
    const task = await taken(eva, (await letter()).reviewId)
    await task.fields([correct(SENDER, 'John')])
    await task.fields([correct(SENDER, 'Johann'), { action: 'not_in_document', path: SUMMARY }], 3)
    const senders: unknown[] = []
    for (const revision of [2, 3, 4]) {
      const { body } = await eva.ask('GET', `${task.path}/versions/${revision}`)
      senders.push(getPath(body['enriched_data'], SENDER))
    }
    assert.deepEqual(senders, ['Jonathan', 'John', 'Johann'])
    assert.equal((await eva.ask('GET', `${task.path}/versions/5`)).status, 404)
    assert.equal((await eva.ask('GET', `${task.path}/versions/1`)).status, 404)
    const restored = await eva.ask('POST', `${task.path}/restore`, { revision: 2 }, 4)
    assert.equal(restored.status, 200, JSON.stringify(restored.body))
    assert.equal(getPath(documentOf(restored).enriched_data, SENDER), 'Jonathan')
    await eva.ask('POST', `/api/review/undo/${String(restored.body['undo'])}`, {})
    const { body } = await eva.ask('GET', task.path)
    assert.equal(getPath((body['document'] as Json)['enriched_data'], SENDER), 'Johann')
    assert.equal((await eva.ask('POST', `${task.path}/restore`, { revision: 6 }, 6)).status, 409)
  })
})

suite('a second look', () => {
  test('is somebody else’s; the letter is approved when they agree', async (t) => {
    const { actor, letter, store } = await startRig(t)
    const { documentId, reviewId } = await letter()
    const settings = {
      second_review: 1,
      own_corrections: 'allowed',
      audit_sample: null,
      seeded: 0,
    } as const
    await store.desk.putCollection('default', 'letters', {
      revision: 0,
      settings,
      actor: 'human:ada',
    })
    const [eva, tom] = [actor('eva'), actor('tom')]
    const first = await (await taken(eva, reviewId)).approve()
    assert.deepEqual(
      [
        taskOf(first).status,
        taskOf(first).reasons.includes('second_review'),
        documentOf(first).review_status,
      ],
      ['pending', true, 'in_progress'],
    )
    assert.equal((await eva.ask('POST', '/api/review/next', {})).body['task'], null)
    const barred = await eva.ask('POST', `/api/review/${reviewId}/assign`, {})
    assert.deepEqual(codeOf(barred), [409, 'review.barred'])
    const second = await (await taken(tom, reviewId)).approve(3)
    assert.equal(taskOf(second).status, 'approved')
    assert.equal((await store.documents.get('default', documentId))?.review_status, 'approved')
  })

  test('is asked of whoever did not correct, where nobody approves their own corrections', async (t) => {
    const { actor, letter, store } = await startRig(t)
    const { reviewId } = await letter()
    const settings = {
      second_review: 0,
      own_corrections: 'second_review',
      audit_sample: null,
      seeded: 0,
    } as const
    await store.desk.putCollection('default', 'letters', {
      revision: 0,
      settings,
      actor: 'human:ada',
    })
    const [eva, tom] = [actor('eva'), actor('tom')]
    const evas = await taken(eva, reviewId)
    await evas.fields([correct(SENDER, 'John')])
    assert.equal(taskOf(await evas.approve(3)).status, 'pending')
    const toms = await taken(tom, reviewId)
    await toms.fields([correct(SUMMARY, 'Toms.')])
    assert.equal(
      taskOf(await toms.approve(5)).status,
      'pending',
      'nobody has seen what Tom changed',
    )
    assert.equal(taskOf(await (await taken(eva, reviewId)).approve(6)).status, 'approved')
    const { reviewId: other } = await letter()
    assert.equal(taskOf(await (await taken(tom, other)).approve()).status, 'approved')
  })
})
