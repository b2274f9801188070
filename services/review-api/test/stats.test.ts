import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { QueueAge, ReviewFigures, ReviewRecord } from '@colophon/domain'
import { anAuditEvent } from '@colophon/testkit'
import { aWorld, expectOk, type Caller, type Json, type Reviewed, type World } from './world.ts'

const statsOf = (world: World, query = '', caller?: Caller): Promise<Json> =>
  expectOk(world.ask({ method: 'GET', path: `/api/review/stats${query}` }, caller))

const figuresOf = async (world: World, query = '', caller?: Caller): Promise<ReviewFigures> =>
  (await statsOf(world, query, caller))['figures'] as ReviewFigures

async function decide(
  { store, clock }: World,
  { id, task }: Reviewed,
  change: Partial<ReviewRecord> = {},
  events: readonly (readonly [action: string, path: string])[] = [],
): Promise<void> {
  const at = new Date(clock.now()).toISOString()
  const document = await store.documents.get('museum', id)
  assert.ok(document)
  const { enriched_data, provenance, rivals, quality_metrics, revision } = document
  const decided = { ...task, status: 'approved' as const, decided_by: 'eva', decided_at: at }
  const said = { tenant_id: 'museum', document_id: id, actor: 'human:eva', at, change_id: 'c' }
  const outcome = await store.desk.commit({
    tenant_id: 'museum',
    document_id: id,
    revision,
    document: { enriched_data, provenance, rivals, quality_metrics, review_status: 'approved' },
    task: { ...decided, ...change, version: task.version + 1, updated_at: at },
    audit: events.map(([action, path]) => anAuditEvent({ ...said, action, path })),
    outbox: [],
  })
  assert.ok('committed' in outcome)
}

test('tasks are counted by status and by reason, of all or of a job', async (t) => {
  const world = await aWorld(t)
  const { task } = await world.review({ task: { reasons: ['low_confidence', 'ungrounded'] } })
  await world.review()
  const counts = { pending: 2, in_progress: 0, approved: 0, rejected: 0, superseded: 0, total: 2 }
  const { age, figures, ...all } = await statsOf(world)
  assert.deepEqual(all, { ...counts, reasons: { low_confidence: 2, ungrounded: 1 } })
  assert.ok(age && figures)
  assert.deepEqual(await statsOf(world, `?job_id=${task.enrichment_job_id}`), {
    ...{ ...counts, pending: 1, total: 1 },
    reasons: { low_confidence: 1, ungrounded: 1 },
  })
  assert.equal((await statsOf(world, '?job_id=other'))['total'], 0)
})

test('the age of the queue says how much waits for how long', async (t) => {
  const world = await aWorld(t)
  const first = await world.review()
  world.clock.advance(8 * 86_400_000)
  await world.review()
  world.clock.advance(2 * 86_400_000)
  await world.review()
  const age = (await statsOf(world))['age'] as QueueAge
  assert.deepEqual(age, { oldest: first.task.created_at, day: 2, week: 1, month: 0 })
})

test('figures say how many were decided each day, how long it took, and what was changed', async (t) => {
  const world = await aWorld(t)
  const { clock } = world
  const tasks = []
  for (let n = 0; n < 5; n++) tasks.push(await world.review())
  const [one, two, three, four, five] = tasks
  assert.ok(one && two && three && four && five)
  const events = [
    ['field.accept', 'content.summary'],
    ['field.correct', 'analysis.people.0.name'],
    ['field.correct', 'analysis.people.4.name'],
    ['field.undone', 'analysis.people.4.name'],
  ] as const
  const start = new Date(clock.now()).toISOString()
  await decide(world, one, { seconds: 10 }, events)
  await decide(world, two, { seconds: 20, status: 'rejected' })
  clock.advance(86_400_000)
  const first = { by: 'ann', at: start, revision: 3 }
  const again = (revision: number) => [first, { by: 'eva', at: start, revision }]
  await decide(world, three, { seconds: 60, approvals: again(4) })
  await decide(world, four, { seconds: 90, approvals: again(6) })
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10)
  clock.advance(1)
  const figures = await figuresOf(world)
  assert.deepEqual(figures.per_day, [
    { day: day(clock.now() - 86_400_001), approved: 1, rejected: 1 },
    { day: day(clock.now()), approved: 2, rejected: 0 },
  ])
  assert.deepEqual([figures.counted, figures.decided, figures.median_seconds], [4, 4, 40])
  assert.deepEqual(figures.fields, [
    { path: 'analysis.people.*.name', accepted: 0, changed: 2, change_rate: 1 },
    { path: 'content.summary', accepted: 1, changed: 0, change_rate: 0 },
  ])
  assert.deepEqual(figures.agreement, { second_reviews: 2, agreed: 1, rate: 0.5 })

  const before = await figuresOf(world, `?to=${start}`)
  assert.deepEqual([before.decided, before.median_seconds, before.fields], [0, null, []])
  const later = new Date(clock.now() - 3_600_000).toISOString()
  assert.equal((await figuresOf(world, `?from=${later}`)).decided, 2)
  assert.equal((await figuresOf(world, '?collection_id=diaries')).decided, 0)
})

test('a period that is none, or too long, is refused', async (t) => {
  const world = await aWorld(t)
  for (const query of [
    '?from=2026-02-01&to=2026-01-01',
    '?from=2026-01-01&to=2026-01-01',
    '?from=2020-01-01&to=2026-01-01',
    '?from=yesterday',
  ]) {
    const answer = await world.ask({ method: 'GET', path: `/api/review/stats${query}` })
    assert.deepEqual([answer.status, answer.body['code']], [400, 'request.invalid'], query)
  }
})
