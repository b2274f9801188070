import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { getPath } from '@colophon/domain'
import { aReview } from '@colophon/testkit'
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

suite('deciding on a letter', () => {
  test('from the queue to approved, with a history that says who did what', async (t) => {
    const { actor, letter, store } = await startRig(t)
    const { documentId, reviewId } = await letter()
    const eva = actor('eva')
    const { body } = await eva.ask('POST', '/api/review/next', {})
    assert.equal((body['task'] as Json)['review_id'], reviewId)
    const task = await taken(eva, reviewId)
    assert.equal(task.lease_id, (body['lease'] as Json)['lease_id'], 'the lease is the same')
    const evidence = { start: 20, end: 29 }
    const patched = await task.fields([
      { ...correct(SENDER, 'John'), evidence },
      { action: 'accept', path: SUMMARY },
      { action: 'remove', path: `${PEOPLE}.2` },
    ])
    assert.equal(patched.status, 200, JSON.stringify(patched.body))
    const { revision, enriched_data, provenance, review_status } = documentOf(patched)
    assert.deepEqual([revision, patched.etag, review_status], [3, '"3"', 'in_progress'])
    assert.equal(getPath(enriched_data, SENDER), 'John')
    assert.equal((provenance[SENDER] as Json)['source'], 'human:eva')
    const approved = await task.approve(revision)
    assert.deepEqual([approved.status, taskOf(approved).status], [200, 'approved'])
    assert.ok(taskOf(approved).flagged_fields.length > 0, 'what was left open is named')
    assert.equal((await store.documents.get('default', documentId))?.review_status, 'approved')

    const { body: history } = await eva.ask('GET', `${task.path}/history`)
    assert.deepEqual(
      (history['history'] as Json[]).map((event) => [
        event['actor'],
        event['action'],
        event['path'],
      ]),
      [
        ['rules', 'sent_to_review', null],
        ['human:eva', 'field.correct', SENDER],
        ['human:eva', 'field.accept', SUMMARY],
        ['human:eva', 'field.remove', `${PEOPLE}.2`],
        ['human:eva', 'task.approved', null],
      ],
    )
    const of = await eva.ask('GET', `${task.path}/history?path=${PEOPLE}`)
    assert.equal((of.body['history'] as Json[]).length, 1)
  })

  test('the task says why it is here, in sentences, and how each field stands', async (t) => {
    const { actor, letter } = await startRig(t)
    const { reviewId } = await letter({
      reasons: ['low_confidence', 'agent_degraded:context-agent', 'page_quality'],
      flagged_fields: [{ path: SENDER, issue: 'low_confidence', confidence: 0.4 }],
    })
    const { body, etag } = await actor('eva').ask('GET', `/api/review/${reviewId}`)
    assert.deepEqual(body['why'], [
      'Some values are not sure: Sender name.',
      'The context-agent could not do all that it does, so its values may be weaker.',
      'The text is hard to read.',
    ])
    assert.equal(etag, '"2"')
    const sender = (body['fields'] as Json[]).find(({ path }) => path === SENDER)
    assert.deepEqual(sender, { path: SENDER, standing: 'proposed', issues: ['low_confidence'] })
    assert.deepEqual([body['lease'], body['comments']], [null, []])
    assert.ok(!JSON.stringify(body).includes('lease_id'))
  })

  test('one decision that cannot be leaves all of them undone', async (t) => {
    const { actor, letter } = await startRig(t)
    const task = await taken(actor('eva'), (await letter()).reviewId)
    for (const [decision, code] of [
      [correct('content.nothing', 'x'), 'review.invalid_path'],
      [correct('document.date.creation_date', 'May'), 'review.invalid_value'],
      [{ ...correct(SENDER, 'x'), evidence: { start: 0, end: 9_000 } }, 'review.invalid_evidence'],
      [{ action: 'choose', path: SENDER, rival: 7 }, 'review.invalid_decision'],
    ] as const) {
      const answer = await task.fields([correct(SUMMARY, 'Changed.'), decision])
      assert.deepEqual(codeOf(answer), [422, code])
      assert.match(String(answer.body['fix']), /\w{4}/)
    }
    const big = await task.fields([correct(SENDER, 'x'.repeat(1_000_000))])
    assert.deepEqual(codeOf(big), [422, 'review.invalid_value'])
    assert.ok(JSON.stringify(big.body).length < 2_000)
    const { body } = await actor('eva').ask('GET', task.path)
    assert.equal(documentOf({ body } as never).revision, 2)
  })

  test('a revision has to be named, as it was read', async (t) => {
    const { actor, letter } = await startRig(t)
    const eva = actor('eva')
    const task = await taken(eva, (await letter()).reviewId)
    const body = { lease_id: task.lease_id, decisions: [correct(SENDER, 'John')] }
    const missing = await eva.ask('PATCH', `${task.path}/fields`, body)
    assert.deepEqual(codeOf(missing), [428, 'review.revision_missing'])
    assert.deepEqual(codeOf(await task.fields(body.decisions, -1)), [400, 'request.invalid'])
  })

  test('rejected with hints, the letter goes round again, and the hints stay', async (t) => {
    const { actor, letter, store } = await startRig(t)
    const { documentId, reviewId } = await letter()
    const eva = actor('eva')
    const task = await taken(eva, reviewId)
    assert.equal((await task.reject({ reason: '' })).status, 400)
    const answer = await task.reject({ requeue: true, hints: 'It is in Dutch' })
    assert.deepEqual([answer.status, taskOf(answer).status], [200, 'rejected'])
    assert.match(String((answer.body['task'] as Json)['notes']), /blurred\n\nIt is in Dutch/)
    const document = await store.documents.get('default', documentId)
    assert.deepEqual([document?.status, document?.review_status], ['queued', 'rejected'])
    const undone = await eva.ask('POST', `/api/review/undo/${String(answer.body['undo'])}`, {})
    assert.deepEqual([undone.body['done'], undone.body['undo']], [0, null])
    assert.equal((undone.body['conflicts'] as Json[]).length, 1)
  })

  test('a letter that failed is tried again from the queue', async (t) => {
    const { actor, letter, store, clock } = await startRig(t)
    const { documentId, reviewId } = await letter()
    const eva = actor('eva')
    assert.deepEqual(codeOf(await eva.ask('POST', `/api/review/${reviewId}/retry`, {})), [
      409,
      'review.conflict',
    ])
    await store.documents.requeue('default', { documentId, statuses: ['completed'] })
    clock.advance(1_000)
    const claim = await store.work.claim('default', documentId, 'test', 60_000)
    assert.ok(claim)
    const error = {
      code: 'internal.unexpected',
      message: 'It broke',
      at: '2026-01-15T12:00:00.000Z',
    }
    const asked = aReview({
      document_id: documentId,
      reasons: ['document_failed'],
      flagged_fields: [],
    })
    await store.work.fail(claim.ref, error, {}, asked)
    const { items } = await store.desk.list(
      'default',
      { documentId, statuses: ['pending'] },
      'oldest',
      { limit: 9 },
    )
    const failed = items.find(({ reasons }) => reasons.includes('document_failed'))
    assert.ok(failed)
    const path = `/api/review/${failed.review_id}`
    const { body } = await eva.ask('GET', path)
    assert.deepEqual(body['why'], ['It could not be enriched: It broke.'])
    assert.equal((await eva.ask('POST', `${path}/retry`, {})).status, 200)
    assert.equal((await store.documents.get('default', documentId))?.status, 'queued')
    assert.equal((await store.reviews.get('default', failed.review_id))?.status, 'superseded')
  })
})

suite('leases', () => {
  test('a task is one person’s; a lead takes it over, and the other is told who has it', async (t) => {
    const { actor, letter } = await startRig(t)
    const { reviewId } = await letter()
    const [eva, tom, ada] = [actor('eva'), actor('tom'), actor('ada', ['lead'])]
    const task = await taken(eva, reviewId)
    for (const body of [{}, { take_over: true }]) {
      const held = await tom.ask('POST', `${task.path}/assign`, body)
      assert.deepEqual(codeOf(held), [409, 'review.held'])
      assert.equal((held.body['holder'] as Json)['owner'], 'eva')
    }
    assert.deepEqual(codeOf(await tom.ask('POST', `${task.path}/assign`, { to: 'eva' })), [
      403,
      'auth.forbidden',
    ])
    assert.equal((await tom.ask('POST', '/api/review/next', {})).body['task'], null)
    assert.equal((await ada.ask('POST', `${task.path}/assign`, { take_over: true })).status, 200)
    const lost = await task.fields([correct(SENDER, 'John')])
    assert.deepEqual(codeOf(lost), [409, 'review.lease_lost'])
    assert.equal((lost.body['holder'] as Json)['owner'], 'ada')
    assert.match(String(lost.body['detail']), /ada has it now/)
    const beat = await eva.ask('POST', `${task.path}/heartbeat`, { lease_id: task.lease_id })
    assert.deepEqual(codeOf(beat), [409, 'review.lease_lost'])
  })

  test('a lease that ends while somebody types loses nothing: they take it again', async (t) => {
    const { actor, letter, clock } = await startRig(t)
    const { reviewId } = await letter()
    const eva = actor('eva')
    const task = await taken(eva, reviewId)
    clock.advance(14 * 60_000)
    const beat = await eva.ask('POST', `${task.path}/heartbeat`, { lease_id: task.lease_id })
    assert.equal(beat.status, 200, JSON.stringify(beat.body))
    clock.advance(14 * 60_000)
    assert.equal((await task.fields([correct(SUMMARY, 'One.')])).status, 200)
    clock.advance(16 * 60_000)
    const late = await task.fields([correct(SENDER, 'John')], 3)
    assert.deepEqual([...codeOf(late), late.body['holder']], [409, 'review.lease_lost', null])
    const again = await taken(eva, reviewId)
    assert.equal((await again.fields([correct(SENDER, 'John')])).status, 200)
  })

  test('given back or skipped, a task is for others', async (t) => {
    const { actor, letter, clock } = await startRig(t)
    const { reviewId } = await letter()
    const [eva, tom] = [actor('eva'), actor('tom')]
    const { path, lease_id } = await taken(eva, reviewId)
    assert.equal((await eva.ask('POST', `${path}/skip`, { lease_id })).status, 200)
    assert.equal((await eva.ask('POST', '/api/review/next', {})).body['task'], null)
    const { body } = await tom.ask('POST', '/api/review/next', {})
    const lease = body['lease'] as Json
    const back = await tom.ask('POST', `${path}/release`, { lease_id: lease['lease_id'] })
    assert.deepEqual([taskOf(back).status, taskOf(back).lease_owner], ['pending', null])
    assert.deepEqual(codeOf(await tom.ask('POST', `${path}/release`, lease)), [
      409,
      'review.lease_lost',
    ])
    clock.advance(13 * 3_600_000)
    assert.ok(
      (await eva.ask('POST', '/api/review/next', {})).body['task'],
      'tomorrow it comes again',
    )
  })
})
