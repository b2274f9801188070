import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReviewTask } from '@colophon/domain'
import { aDocument, aJob, aReview } from '@colophon/testkit'
import { aWorld, expectOk, type Caller, type World } from './world.ts'

async function queued(world: World, query: string, caller: Caller = {}) {
  const body = await expectOk(
    world.ask({ method: 'GET', path: `/api/review/queue${query}` }, caller),
  )
  return body as unknown as { tasks: ReviewTask[]; total: number; next_cursor: string | null }
}

const idsOf = async (world: World, query: string): Promise<string[]> => {
  const { tasks, total } = await queued(world, query)
  assert.equal(total, tasks.length)
  return tasks.map(({ review_id }) => review_id)
}

test('each filter of the queue leaves the tasks that it says', async (t) => {
  const world = await aWorld(t)
  const { review, store, clock } = world
  const old = await review({
    task: { reasons: ['page_quality'], completeness: 0.5, priority: 'high' },
    document: { collection_id: 'diaries' },
  })
  clock.advance(3 * 86_400_000)
  const flagged_fields = [{ path: 'content.closing', issue: 'missing', confidence: null }]
  const mine = await review({ task: { assigned_to: 'mary', flagged_fields } })
  const hers = await review({ task: { assigned_to: 'eva' } })
  const held = await review()
  const lease = { leaseId: 'lease', leaseMs: 900_000, order: 'mixed' } as const
  const filter = { documentId: held.id }
  await store.desk.take({ tenantId: 'museum', reviewer: 'mary', filter, ...lease })
  const at = new Date(clock.now()).toISOString()
  const comment = { path: null, span: null, answers: null, resolved_by: null, resolved_at: null }
  await store.desk.putComment(
    {
      ...{ tenant_id: 'museum', comment_id: 'com', document_id: hers.id, text: 'Who is this?' },
      ...{ by: 'eva', at, ...comment },
    },
    [],
  )
  const [oldId, mineId, hersId, heldId] = [old, mine, hers, held].map(({ task }) => task.review_id)
  const expected: readonly (readonly [string, readonly (string | undefined)[]])[] = [
    ['', [oldId, mineId, hersId, heldId]],
    ['&status=all', [oldId, mineId, hersId, heldId]],
    ['&status=pending', [oldId, mineId, hersId]],
    ['&status=in_progress', [heldId]],
    ['&status=approved', []],
    ['&reason=page_quality', [oldId]],
    ['&collection_id=diaries', [oldId]],
    [`&job_id=${mine.task.enrichment_job_id}`, [mineId]],
    [`&document_id=${hers.id}`, [hersId]],
    ['&field=content.closing', [mineId]],
    ['&assignee=me', [mineId, heldId]],
    ['&assignee=eva', [hersId]],
    ['&assignee=none', [oldId]],
    ['&older_than=2d', [oldId]],
    ['&older_than=1h', [oldId]],
    [`&older_than=${at}`, [oldId, mineId, hersId]],
    ['&max_completeness=0.5', [oldId]],
    ['&max_completeness=0.49', []],
    ['&priority=high', [oldId]],
    ['&has_comments=true', [hersId]],
    ['&has_comments=false', [oldId, mineId, heldId]],
    ['&has_comments=false&older_than=1h&priority=normal', []],
  ]
  for (const [query, ids] of expected)
    assert.deepEqual(await idsOf(world, `?order=oldest${query}`), ids, query)
})

test('each order has pages of its own, which end once', async (t) => {
  const world = await aWorld(t)
  const reviewed = []
  for (const [n, risk] of [0.2, 0.9, 0.2, 0.5].entries())
    reviewed.push(await world.review({ task: { risk, gain: n % 2, turn: 10 - n } }))
  const ids = reviewed.map(({ task }) => task.review_id)
  const inOrder = {
    oldest: [0, 1, 2, 3],
    mixed: [3, 2, 1, 0],
    riskiest: [1, 3],
    gain: [1, 3, 0, 2],
  }
  for (const [order, places] of Object.entries(inOrder)) {
    const found: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const next: string = cursor === '' ? '' : `&cursor=${cursor}`
      const page = await queued(world, `?limit=1&order=${order}${next}`)
      assert.equal(page.total, ids.length)
      found.push(...page.tasks.map(({ review_id }) => review_id))
      cursor = page.next_cursor
    }
    assert.deepEqual(
      found.slice(0, places.length),
      places.map((place) => ids[place]),
      order,
    )
    assert.deepEqual(found.toSorted(), ids.toSorted())
  }
  const { next_cursor } = await queued(world, '?limit=1&order=gain')
  const other = `/api/review/queue?order=oldest&cursor=${next_cursor ?? ''}`
  const refused = await world.ask({ method: 'GET', path: other })
  assert.deepEqual([refused.status, refused.body['code']], [400, 'request.invalid'])
})

test('a document that failed is a task that says why', async (t) => {
  const world = await aWorld(t)
  const { store } = world
  const job = aJob({ tenant_id: 'museum' })
  const document = aDocument()
  await store.jobs.create(job)
  await store.jobs.submit(job, [document])
  const claim = await store.work.claim('museum', document.document_id, 'test', 60_000)
  assert.ok(claim)
  const error = { code: 'model.refused', message: 'It did not want to', at: job.created_at }
  const { document_id } = document
  const failed = aReview({ tenant_id: 'museum', document_id, reasons: ['document_failed'] })
  await store.work.fail(claim.ref, error, {}, failed)
  await world.review()
  const { tasks } = await queued(world, '?reason=document_failed')
  assert.deepEqual(
    tasks.map((task) => task.error),
    [error],
  )
})

test('the state counts tasks by status and reason, of one collection if asked', async (t) => {
  const world = await aWorld(t)
  const reasons = ['ungrounded', 'page_quality']
  await world.review({ task: { reasons }, document: { collection_id: 'diaries' } })
  const first = await world.review()
  const state = (query = '') =>
    expectOk(world.ask({ method: 'GET', path: `/api/review/state${query}` }))
  const statuses = { pending: 2, in_progress: 0, approved: 0, rejected: 0, superseded: 0 }
  assert.deepEqual((await state())['statuses'], statuses)
  assert.deepEqual((await state())['reasons'], {
    low_confidence: 1,
    page_quality: 1,
    ungrounded: 1,
  })
  assert.deepEqual(await state('?collection_id=letters'), {
    statuses: { ...statuses, pending: 1 },
    reasons: { low_confidence: 1 },
    oldest: first.task.created_at,
  })
})

test('why a task was drawn is told to leads alone, and not before it is decided', async (t) => {
  const world = await aWorld(t)
  const drawn = { kind: 'audit_sample' } as const
  const { id, task } = await world.review({ task: { drawn, reasons: ['review_requested'] } })
  const shown = async (roles: Caller['roles'] & object) =>
    (await queued(world, `?status=all&document_id=${id}`, { roles })).tasks[0]
  for (const roles of [['reviewer'], ['lead']] as const)
    assert.ok(!('drawn' in ((await shown(roles)) ?? {})))
  const decided = { ...task, version: 2, status: 'approved' as const, decided_by: 'eva' }
  assert.equal(await world.store.desk.putTask(decided, []), true)
  assert.equal((await shown(['lead']))?.drawn, 'audit_sample')
  const reviewers = (await shown(['reviewer'])) ?? {}
  assert.ok(!('drawn' in reviewers) && !JSON.stringify(reviewers).includes('audit'))
})
