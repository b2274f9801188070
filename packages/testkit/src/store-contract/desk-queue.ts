import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { QueueFilter, QueueOrder, ReviewRecord, Store } from '@colophon/domain'
import { aDocument, aReview } from '../factories.ts'
import { idsOf, taking, taskOf } from './desk-subject.ts'
import { fitting, keyOf, standing, takeable } from './queue-model.ts'
import {
  TENANT,
  allPages,
  numbered,
  rejectsWith,
  submit,
  type OpenSubject,
  type Subject,
} from './subject.ts'

export const ORDERS = [
  'mixed',
  'oldest',
  'riskiest',
  'gain',
] as const satisfies readonly QueueOrder[]
const DAY_MS = 86_400_000
const PERSONS = ['eva', 'kim', 'o\'neil "$a.b"'] as const
const REASONS = ['low_confidence', 'ungrounded', 'check_failed:$a.b', 'é 😀']
const FIELDS = ['content.summary', 'people.0.name', '$set.a', 'document.date.creation_date']

/** All tasks of the tenant, which the filter that asks nothing finds. */
const allTasks = ({ store }: Pick<Subject, 'store'>): Promise<ReviewRecord[]> =>
  allPages((page) => store.desk.list(TENANT, {}, 'oldest', page), 100)

async function addTasks(store: Store, tasks: readonly Partial<ReviewRecord>[]): Promise<string[]> {
  const ids: string[] = []
  const documents = tasks.map(({ tenant_id = TENANT }) => ({ tenant_id, document: aDocument() }))
  for (const [tenant_id, own] of Map.groupBy(documents, (one) => one.tenant_id)) {
    const submitted = own.map(({ document }) => document)
    await submit({ store }, submitted, { tenant_id })
  }
  for (const [n, overrides] of tasks.entries()) {
    const document_id = documents[n]?.document.document_id ?? ''
    const task = aReview({ document_id, ...overrides })
    assert.equal(await store.desk.addTask(task, []), true)
    ids.push(task.review_id)
  }
  return ids
}

async function comment(store: Store, documentId: string, isResolved: boolean): Promise<void> {
  const resolved = isResolved ? { resolved_by: 'eva', resolved_at: '2026-01-20T00:00:00.000Z' } : {}
  const one = {
    tenant_id: TENANT,
    comment_id: `c-${documentId}`,
    document_id: documentId,
    answers: null,
    path: null,
    span: null,
    text: 'Is this hers?',
    by: 'eva',
    at: '2026-01-20T00:00:00.000Z',
    resolved_by: null,
    resolved_at: null,
  }
  await store.desk.putComment({ ...one, ...resolved }, [])
}

const someTask = (startMs: number): fc.Arbitrary<Partial<ReviewRecord>> =>
  fc
    .record({
      collection_id: fc.constantFrom('c1', 'c2'),
      enrichment_job_id: fc.constantFrom('j1', 'j2'),
      profile: fc.constantFrom('letters', 'recipes'),
      priority: fc.constantFrom('high', 'normal', 'low'),
      reasons: fc.subarray(REASONS, { minLength: 1 }),
      paths: fc.subarray(FIELDS),
      completeness: fc.integer({ min: 0, max: 18 }).map((n) => n / 18),
      risk: fc.constantFrom(0, 0.25, 0.5, 1),
      gain: fc.integer({ min: 0, max: 3 }),
      day: fc.integer({ min: 0, max: 30 }),
      status: fc.constantFrom(
        'pending',
        'pending',
        'pending',
        'approved',
        'rejected',
        'superseded',
      ),
      assigned_to: fc.constantFrom(null, null, ...PERSONS),
    } as const)
    .map(({ paths, day, ...task }) => ({
      ...task,
      flagged_fields: paths.map((path) => ({ path, issue: 'missing', confidence: null })),
      turn: startMs + day * DAY_MS - Math.round(task.risk * DAY_MS),
      created_at: new Date(startMs + day * DAY_MS).toISOString(),
    }))

const someFilter = (startMs: number): fc.Arbitrary<QueueFilter> => {
  const time = fc
    .integer({ min: -1, max: 32 })
    .map((day) => new Date(startMs + day * DAY_MS).toISOString())
  const option = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(of, { nil: undefined, freq: 3 })
  const statuses = ['pending', 'in_progress', 'approved', 'rejected', 'superseded'] as const
  return fc.record({
    statuses: fc.option(fc.subarray([...statuses]), { nil: undefined }),
    reason: option(fc.constantFrom(...REASONS, 'none')),
    field: option(fc.constantFrom(...FIELDS, 'none')),
    collectionId: option(fc.constantFrom('c1', 'c2', 'none')),
    jobId: option(fc.constantFrom('j1', 'j2')),
    profile: option(fc.constantFrom('letters', 'recipes', 'none')),
    priority: option(fc.constantFrom('high', 'normal', 'low')),
    assignee: option(fc.constantFrom(null, ...PERSONS)),
    createdBefore: option(time),
    createdAfter: option(time),
    completenessBelow: option(fc.constantFrom(0, 0.5, 5 / 18, 1)),
    hasComments: option(fc.boolean()),
  } as const)
}

type Act = (subject: Subject, pick: number) => Promise<void>

/** What persons do to tasks, whichever they are. */
const ACTS: Readonly<Record<string, Act>> = {
  async take({ store }, pick) {
    await store.desk.take(taking(PERSONS[pick % PERSONS.length] ?? 'eva'))
  },
  async assign(subject, pick) {
    const tasks = await allTasks(subject)
    const task = tasks[pick % tasks.length]
    if (task === undefined) return
    const to = [null, ...PERSONS][pick % 4] ?? null
    assert.ok(
      await subject.store.desk.putTask({ ...task, assigned_to: to, version: task.version + 1 }, []),
    )
  },
  async decide(subject, pick) {
    const tasks = await allTasks(subject)
    const task = tasks[pick % tasks.length]
    if (task === undefined) return
    const status = (['approved', 'rejected', 'pending'] as const)[pick % 3] ?? 'pending'
    const free = { lease_id: null, lease_owner: null, lease_until: null }
    assert.ok(
      await subject.store.desk.putTask({ ...task, ...free, status, version: task.version + 1 }, []),
    )
  },
  async comment(subject, pick) {
    const tasks = await allTasks(subject)
    const task = tasks[pick % tasks.length]
    if (task !== undefined) await comment(subject.store, task.document_id, pick % 3 === 0)
  },
  wait: ({ clock }, pick) => {
    clock.advance((pick % 3) * 8 * 60_000)
    return Promise.resolve()
  },
}

/** Cases of the queue: what it lists, counts and hands out. */
export function deskQueueCases(open: OpenSubject): void {
  test('whatever persons do, each filter finds in each order what a look at all tasks finds', async (t) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(someTask(Date.UTC(2026, 0, 1)), { minLength: 4, maxLength: 24 }),
        fc.array(fc.tuple(fc.constantFrom(...Object.keys(ACTS)), fc.nat(99)), { maxLength: 12 }),
        fc.array(fc.tuple(someFilter(Date.UTC(2026, 0, 1)), fc.constantFrom(...ORDERS)), {
          minLength: 8,
          maxLength: 8,
        }),
        async (tasks, acts, asked) => {
          const subject = await open(t)
          await addTasks(subject.store, tasks)
          for (const [act, pick] of acts) await ACTS[act]?.(subject, pick)
          const all = standing(await allTasks(subject), subject.clock.now())
          assert.equal(all.length, tasks.length)
          for (const [filter, order] of asked) {
            const listed = await allPages(
              (page) => subject.store.desk.list(TENANT, filter, order, page),
              3,
            )
            const expected = fitting(all, filter)
            const ids = (list: readonly ReviewRecord[]) => list.map((task) => task.review_id).sort()
            assert.deepEqual(ids(listed), ids(expected), JSON.stringify([filter, order]))
            const keys = listed.map((task) => keyOf(order, task))
            assert.deepEqual(
              keys,
              keys.toSorted((a, b) => a - b),
            )
            assert.equal(await subject.store.desk.count(TENANT, filter), expected.length)
          }
          await assertCounts(subject, all)
          await assertTaken(subject, all, asked)
          await subject.store[Symbol.asyncDispose]()
        },
      ),
      { numRuns: open.runs(20), endOnFailure: true },
    )
  })

  test('pages go on where they ended, whatever happens to the tasks between', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const ids = numbered('rev', 30)
    await addTasks(
      store,
      ids.map((review_id, n) => ({ review_id, gain: n % 3, risk: (n % 4) / 4, turn: n })),
    )
    for (const order of ORDERS) {
      const seen: string[] = []
      const filter: QueueFilter = { statuses: ['pending', 'in_progress'] }
      const listed = await allPages(
        async (page) => {
          const found = await store.desk.list(TENANT, filter, order, page)
          seen.push(...found.items.map((task) => task.review_id))
          return found
        },
        4,
        async () => {
          // One that was seen is taken; nothing that was not seen moves.
          const task = await taskOf(subject, seen[0] ?? '')
          if (task.lease_id !== null) return
          await store.desk.putTask({ ...task, notes: 'x', version: task.version + 1 }, [])
        },
      )
      assert.deepEqual(listed.map((task) => task.review_id).sort(), ids)
    }
  })

  test('a page of one order does not go on in another', async (t) => {
    const { store } = await open(t)
    await addTasks(store, [{}, {}, {}])
    const { cursor } = await store.desk.list(TENANT, {}, 'mixed', { limit: 1 })
    assert.ok(cursor !== null)
    await rejectsWith('request.invalid', store.desk.list(TENANT, {}, 'gain', { limit: 1, cursor }))
    await rejectsWith(
      'request.invalid',
      store.desk.list(TENANT, {}, 'mixed', { limit: 1, cursor: 'x' }),
    )
  })

  test('tenants never meet in the queue', async (t) => {
    const { store } = await open(t)
    await addTasks(store, [{}, { tenant_id: 'other' }])
    assert.equal((await idsOf({ store }, {})).length, 1)
    assert.equal(await store.desk.count('other', {}), 1)
    assert.equal((await store.desk.counts('third', {})).statuses.pending, 0)
    assert.deepEqual((await store.desk.list('third', {}, 'mixed', { limit: 9 })).items, [])
    assert.equal(await store.desk.take(taking('eva', { tenantId: 'third' })), null)
    const taken = await store.desk.take(taking('eva', { tenantId: 'other' }))
    assert.equal(taken?.tenant_id, 'other')
    assert.equal(await store.desk.take(taking('eva', { tenantId: 'other' })), null)
  })
}

async function assertCounts({ store }: Subject, all: readonly ReviewRecord[]): Promise<void> {
  for (const collectionId of [undefined, 'c1', 'none']) {
    const counts = await store.desk.counts(TENANT, { collectionId })
    const within = fitting(all, { collectionId })
    for (const [status, n] of Object.entries(counts.statuses)) {
      assert.equal(n, within.filter((task) => task.status === status).length, status)
    }
    const opened = fitting(within, { statuses: ['pending', 'in_progress'] })
    const reasons: Record<string, number> = {}
    for (const reason of opened.flatMap((task) => task.reasons)) {
      reasons[reason] = (reasons[reason] ?? 0) + 1
    }
    assert.deepEqual({ ...counts.reasons }, reasons)
    assert.equal(counts.oldest, opened.map((task) => task.created_at).sort()[0] ?? null)
  }
}

async function assertTaken(
  { store, clock }: Subject,
  all: readonly ReviewRecord[],
  asked: readonly (readonly [QueueFilter, QueueOrder])[],
): Promise<void> {
  let left = all
  for (const [filter, order] of asked) {
    const now = new Date(clock.now()).toISOString()
    const free = fitting(takeable(left, 'eva', now), filter)
    const taken = await store.desk.take(taking('eva', { filter, order }))
    const best = Math.min(...free.map((task) => keyOf(order, task)))
    assert.equal(
      taken === null ? Infinity : keyOf(order, taken),
      best,
      JSON.stringify([filter, order]),
    )
    left = left.filter((task) => task.review_id !== taken?.review_id)
  }
}
