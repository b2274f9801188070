import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getPath, NEUTRAL, type TaskView } from '@colophon/domain'
import {
  aCollection,
  approved,
  handedOut,
  MARY,
  next,
  RECIPIENT,
  REVIEWER,
  SENDER,
} from './known-answers.ts'
import { aWorld, corrected, expectOk, type Caller, type Json, type World } from './world.ts'

test('of a task that does not tell why it is there, routing is shown to leads once it is decided', async (t) => {
  const world = await aWorld(t)
  const reviewed = await world.review({ task: structuredClone(NEUTRAL) })
  const viewed = async (caller?: Caller): Promise<TaskView> =>
    (await expectOk(world.ask({ method: 'GET', path: reviewed.at }, caller))) as TaskView
  for (const caller of [REVIEWER, undefined]) {
    const { document, task, why, fields } = await viewed(caller)
    assert.deepEqual([document.quality_metrics, document.agents], [null, {}])
    assert.deepEqual([document.review_reasons, task.reasons], [NEUTRAL.reasons, NEUTRAL.reasons])
    assert.deepEqual(why, ['Somebody is asked to look at it.'])
    assert.ok(fields.every(({ issues }) => issues.length === 0))
  }
  await corrected(world, reviewed, 'content.summary', 'All is well with John.')
  const { task } = await viewed()
  assert.deepEqual(
    [task.flagged_fields, task.gain, task.completeness, task.version > 1],
    [[], 0, 1, true],
  )
  const stored = await world.store.reviews.get('museum', task.review_id)
  assert.ok(stored)
  const version = stored.version + 1
  await world.store.desk.putTask({ ...stored, version, status: 'approved' }, [])
  assert.notEqual((await viewed()).document.quality_metrics, null)
  assert.equal((await viewed(REVIEWER)).document.quality_metrics, null)
})

const bytesOf = async ({ store }: World, ids: readonly string[]): Promise<string> =>
  JSON.stringify([
    await Promise.all(ids.map((id) => store.documents.get('museum', id))),
    await Promise.all(ids.map((id) => store.audit.list('museum', id, { limit: 100 }))),
  ])

/** Everything that a reviewer can ask for. */
async function allSeen(world: World, at: string, caller: Caller): Promise<string> {
  const { task } = (await expectOk(world.ask({ method: 'GET', path: at }, caller))) as {
    task: Json
  }
  const document = `/api/documents/${String(task['document_id'])}`
  const paths = [
    ...[document, `${document}/history`, `/api/values?path=${SENDER}`],
    '/api/review/queue?status=all&limit=100',
    '/api/review/state',
    '/api/review/stats',
    '/api/review/decisions',
    '/api/search?q=John',
    ...['', '/history', '/comments', '/versions/2'].map((rest) => at + rest),
  ]
  const answers = []
  for (const path of paths) {
    const answer = await world.ask({ method: 'GET', path }, caller)
    assert.equal(answer.status, 200, path)
    answers.push(answer.text)
  }
  return answers.join('\n')
}

const TRACE =
  /drawn|seeded|audit_sample|shadow|altered|truth|outcome|catch_rate|known_answers|human:mary/

test('a known answer is an approved record with one value of another one, as if nobody had seen it', async (t) => {
  const { world, waiting, task, drawn, stored } = await handedOut(t)
  assert.ok([SENDER, RECIPIENT].includes(drawn.path))
  const record = await world.store.documents.get('museum', stored.document_id)
  assert.equal(drawn.truth, getPath(record?.enriched_data, drawn.path))
  assert.notEqual(drawn.altered, drawn.truth)
  assert.equal(getPath(drawn.shadow.enriched_data, drawn.path), drawn.altered)
  const waits = await world.store.reviews.get('museum', waiting.task.review_id)
  assert.deepEqual([waits?.status, waits?.lease_id], ['pending', null])
  assert.match(String(task['review_id']), /^rev_[0-9a-f]{24}$/)
  assert.deepEqual(
    [task['reasons'], task['flagged_fields'], task['gain'], task['status']],
    [['review_requested'], [], 0, 'in_progress'],
  )
  assert.deepEqual(stored.barred, ['mary'])
})

test('no answer to a reviewer says that a task is a known answer, before it is decided or after', async (t) => {
  const { world, task, lease, at, drawn } = await handedOut(t)
  const allOf = async (): Promise<string> => {
    const seen = await allSeen(world, at, REVIEWER)
    // What was decided on other letters is no secret.
    return seen.replace(/^\{"document_id".*"reviewer":"mary".*$/gm, '')
  }
  assert.doesNotMatch(JSON.stringify([task, lease]) + (await allOf()), TRACE)
  const of = `/api/documents/${String(task['document_id'])}`
  const read = await expectOk(world.ask({ method: 'GET', path: of }, REVIEWER))
  const { enriched_data } = read['document'] as { enriched_data: Json }
  assert.equal(getPath(enriched_data, drawn.path), drawn.altered)
  const decided = await approved(world, { task, lease, caller: REVIEWER })
  assert.doesNotMatch(JSON.stringify(decided) + (await allOf()), TRACE)
})

test('to others a known answer that was decided never was: they read the record as it is', async (t) => {
  const { world, task, lease, drawn, stored } = await handedOut(t)
  const other: Caller = { sub: 'bea', roles: ['reviewer'] }
  const of = `/api/documents/${stored.document_id}`
  const paths = [
    ...[of, `${of}/history`, `/api/values?path=${drawn.path}`, '/api/review/decisions'],
    `/api/search?q=${encodeURIComponent(String(drawn.truth))}`,
  ]
  const seen = async (): Promise<string[]> => {
    const answers = await Promise.all(
      paths.map((path) => world.ask({ method: 'GET', path }, other)),
    )
    return answers.map(({ status, text }) => `${status} ${text}`)
  }
  await approved(world, { task, lease, caller: REVIEWER })
  const after = await seen()
  const read = await expectOk(world.ask({ method: 'GET', path: of }, other))
  const { enriched_data } = read['document'] as { enriched_data: Json }
  assert.equal(getPath(enriched_data, drawn.path), drawn.truth)
  const shown = read['task'] as Json
  assert.deepEqual([shown['status'], shown['decided_by']], ['approved', 'mary'])
  assert.doesNotMatch(after.join('\n'), /"ann"|human:ann|drawn|seeded|shadow|altered|catch_rate/)
  // To who decided it, it stays what they decided.
  const own = await expectOk(world.ask({ method: 'GET', path: of }, REVIEWER))
  assert.equal((own['task'] as Json)['decided_by'], 'ann')
})

test('who lets a known answer through has missed it, and leads alone are told', async (t) => {
  const { world, ids, task, lease, id, at } = await handedOut(t)
  const before = await bytesOf(world, ids)
  await approved(world, { task, lease, caller: REVIEWER })
  assert.equal(await bytesOf(world, ids), before)
  const ratesOf = async (caller: Caller): Promise<unknown> => {
    world.clock.advance(1)
    const { figures } = await expectOk(
      world.ask({ method: 'GET', path: '/api/review/stats' }, caller),
    )
    return (figures as Json)['reviewers']
  }
  const rates = { reviewer: 'ann', known_answers: 1 }
  assert.deepEqual(await ratesOf(MARY), [{ ...rates, caught: 0, catch_rate: 0 }])
  assert.equal(await ratesOf(REVIEWER), undefined)
  const { task: shown } = (await expectOk(world.ask({ method: 'GET', path: at }, MARY))) as TaskView
  assert.deepEqual([shown.review_id, shown.drawn], [id, 'seeded'])
})

test('who corrects a known answer has caught it; undone, it waits, and no record knows of it', async (t) => {
  const { world, ids, task, lease, id, at, drawn } = await handedOut(t)
  const before = await bytesOf(world, ids)
  const outcome = async (): Promise<unknown> => {
    const stored = await world.store.reviews.get('museum', id)
    assert.ok(stored?.drawn?.kind === 'seeded')
    return stored.drawn.outcome
  }
  const comment = { method: 'POST', path: `${at}/comments`, body: { text: 'Is that so?' } }
  await expectOk(world.ask(comment, REVIEWER), 201)
  const body = {
    lease_id: lease['lease_id'],
    decisions: [{ action: 'correct', path: drawn.path, value: drawn.truth, external: 'the hand' }],
  }
  const patch = { method: 'PATCH', path: `${at}/fields`, body }
  const { document } = (await expectOk(
    world.ask({ method: 'GET', path: at }, REVIEWER),
  )) as TaskView
  const headers = { 'if-match': `"${document.revision}"` }
  const { undo: ofField } = await expectOk(world.ask({ ...patch, headers }, REVIEWER))
  assert.equal(await outcome(), 'open')
  const { undo: ofApproval } = await approved(world, { task, lease, caller: REVIEWER })
  assert.equal(await outcome(), 'caught')
  assert.match(
    await world.metrics.exposition(),
    /^colophon_review_seeded_total\{outcome="caught"\} 1$/m,
  )
  for (const token of [ofApproval, ofField]) {
    const path = `/api/review/undo/${String(token)}`
    const undone = await expectOk(world.ask({ method: 'POST', path, body: {} }, REVIEWER))
    assert.deepEqual([undone['done'], undone['conflicts']], [1, []])
    assert.equal(await outcome(), 'open')
  }
  const stored = await world.store.reviews.get('museum', id)
  assert.ok(stored?.drawn?.kind === 'seeded')
  assert.deepEqual(stored.drawn.shadow.enriched_data, drawn.shadow.enriched_data)
  assert.equal(await bytesOf(world, ids), before)
})

test('nobody gets a known answer of what they decided, where there is no luck, or by a filter', async (t) => {
  const { world, waiting, beLucky } = await aCollection(t)
  const isWaiting = async (caller: Caller, body: Json = {}): Promise<void> => {
    const call = { method: 'POST', path: '/api/review/next', body }
    const { task, lease } = (await expectOk(world.ask(call, caller))) as { task: Json; lease: Json }
    assert.equal(task['review_id'], waiting.task.review_id)
    const release = { method: 'POST', path: `${waiting.at}/release` }
    await expectOk(world.ask({ ...release, body: { lease_id: lease['lease_id'] } }, caller))
  }
  beLucky(0.2)
  await isWaiting(REVIEWER)
  beLucky(0.1)
  await isWaiting(MARY)
  await isWaiting(REVIEWER, { reason: 'low_confidence' })
  const { task } = await next(world, REVIEWER)
  assert.notEqual(task['review_id'], waiting.task.review_id)
})

test('where known answers are, ordinary tasks of a share tell no more than they do', async (t) => {
  const { world, waiting } = await aCollection(t)
  let told = 0
  let task: Json | undefined
  // By document: of forty more, some tell and some do not.
  for (let n = 0; n < 40; n++) await world.review()
  for (let n = 0; n < 41; n++) {
    const given = await next(world, REVIEWER)
    if (given.task['gain'] === 0) task = given.task
    else told++
  }
  assert.ok(told > 20 && told < 41, `${told} tell`)
  assert.ok(task)
  assert.deepEqual(
    [task['reasons'], task['flagged_fields'], task['completeness']],
    [['review_requested'], [], 1],
  )
  const at = `/api/review/${String(task['review_id'])}`
  const whyOf = async (address: string, caller: Caller): Promise<unknown> => {
    const call = { method: 'GET', path: `${address}/history` }
    const { history } = (await expectOk(world.ask(call, caller))) as { history: Json[] }
    return history.find(({ action }) => action === 'sent_to_review')?.['why']
  }
  assert.equal(await whyOf(at, REVIEWER), 'review_requested')
  assert.equal(await whyOf(at, MARY), 'review_requested')
  assert.equal(waiting.task.drawn, null)
})

test('a bulk over a record and a known answer is undone in both', async (t) => {
  const { world, waiting, id, lease, at } = await handedOut(t)
  await expectOk(
    world.ask(
      { method: 'POST', path: `${at}/release`, body: { lease_id: lease['lease_id'] } },
      REVIEWER,
    ),
  )
  const review_ids = [id, waiting.task.review_id]
  const body = { select: { review_ids }, action: { kind: 'approve' }, dry_run: false }
  const bulk = await expectOk(
    world.ask({ method: 'POST', path: '/api/review/bulk', body }, REVIEWER),
  )
  assert.equal(bulk['done'], 2, JSON.stringify(bulk))
  world.clock.advance(60_000)
  const path = `/api/review/undo/${String(bulk['undo'])}`
  const undone = await expectOk(world.ask({ method: 'POST', path, body: {} }, REVIEWER))
  assert.deepEqual([undone['done'], undone['conflicts']], [2, []])
  for (const each of review_ids)
    assert.equal((await world.store.reviews.get('museum', each))?.status, 'pending')
})
