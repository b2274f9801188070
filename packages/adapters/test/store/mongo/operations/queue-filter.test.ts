import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  asOf,
  isOpenTask,
  LONGEST_LEASE_MS,
  TaskStatus,
  type QueueFilter,
  type QueueOrder,
  type ReviewRecord,
} from '@colophon/domain'
import { aReview } from '@colophon/testkit'
import fc from 'fast-check'
import { INDEXES } from '../../../../src/store/mongo/connection/indexes.ts'
import {
  after,
  mayHave,
  orderField,
  sortOf,
  tasksWhere,
} from '../../../../src/store/mongo/operations/desk/queue-filter.ts'
import { taskFrom, taskToBson } from '../../../../src/store/mongo/records/task-records.ts'
import { matches } from '../../../../src/store/mongo/updates/matches.ts'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')
const at = (ms: number): string => new Date(NOW + ms).toISOString()
const TIMES = [-LONGEST_LEASE_MS, -1, 0, 1, LONGEST_LEASE_MS, LONGEST_LEASE_MS + 1].map(at)
const PEOPLE = ['eva', 'tom', 'a.b$c']

const person = fc.constantFrom(...PEOPLE)
const time = fc.constantFrom(...TIMES)
const leased = fc.record({
  lease_id: fc.constant('lease'),
  lease_owner: person,
  lease_until: time,
})
const skip = fc.record({ reviewer: person, until: time }, { noNullPrototype: true })
const free = fc.constant({ lease_id: null, lease_owner: null, lease_until: null })

const task: fc.Arbitrary<ReviewRecord> = fc
  .record({
    lease: fc.oneof(leased, free),
    status: fc.constantFrom(...TaskStatus.options),
    reasons: fc.subarray(['ungrounded', 'low_confidence']),
    paths: fc.subarray(['a.b', 'c']),
    collection_id: fc.constantFrom('letters', 'diaries'),
    priority: fc.constantFrom('high', 'normal'),
    assigned_to: fc.option(person),
    created_at: time,
    completeness: fc.constantFrom(0, 0.5, 1),
    open_comments: fc.constantFrom(0, 2),
    skips: fc.array(skip, { maxLength: 3 }),
    barred: fc.subarray(PEOPLE),
    risk: fc.constantFrom(0, 0.5),
    gain: fc.constantFrom(0, 3),
    turn: fc.constantFrom(1, 2),
    review_id: fc.constantFrom('rev-1', 'rev-2', 'rev-3'),
  })
  .map(({ lease, paths, priority, ...rest }) =>
    aReview({
      ...rest,
      ...lease,
      priority: priority as ReviewRecord['priority'],
      flagged_fields: paths.map((path) => ({ path, issue: 'missing', confidence: null })),
    }),
  )

const sometimes = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined, freq: 1 })
const filter: fc.Arbitrary<QueueFilter> = fc.record({
  statuses: sometimes(fc.subarray([...TaskStatus.options])),
  reason: sometimes(fc.constant('ungrounded')),
  field: sometimes(fc.constant('a.b')),
  collectionId: sometimes(fc.constant('letters')),
  priority: sometimes(fc.constant('high' as const)),
  assignee: sometimes(fc.option(person)),
  createdBefore: sometimes(time),
  createdAfter: sometimes(time),
  completenessBelow: sometimes(fc.constant(0.5)),
  hasComments: sometimes(fc.boolean()),
})

/** The filter in words of the port. */
function fits(stored: ReviewRecord, wanted: QueueFilter): boolean {
  const one = asOf(stored, NOW)
  const { assignee, createdBefore, createdAfter } = wanted
  const flagged = one.flagged_fields.map(({ path }) => path)
  const theirs = [one.assigned_to, one.lease_owner]
  return [
    wanted.statuses?.includes(one.status),
    wanted.reason === undefined ? undefined : one.reasons.includes(wanted.reason),
    wanted.field === undefined ? undefined : flagged.includes(wanted.field),
    wanted.collectionId === undefined ? undefined : one.collection_id === wanted.collectionId,
    wanted.priority === undefined ? undefined : one.priority === wanted.priority,
    assignee === undefined
      ? undefined
      : assignee === null
        ? theirs.every((name) => name === null)
        : theirs.includes(assignee),
    createdBefore === undefined ? undefined : one.created_at < createdBefore,
    createdAfter === undefined ? undefined : one.created_at >= createdAfter,
    wanted.completenessBelow === undefined
      ? undefined
      : one.completeness < wanted.completenessBelow,
    wanted.hasComments === undefined ? undefined : wanted.hasComments === one.open_comments > 0,
  ].every((holds) => holds !== false)
}

test('a filter finds the tasks that the port says, whatever leases have run out', () => {
  fc.assert(
    fc.property(task, filter, (one, wanted) => {
      const where = tasksWhere('default', wanted, NOW)
      assert.equal(matches(taskToBson(one, 1), where), fits(one, wanted))
      assert.equal(matches(taskToBson(one, 1), tasksWhere('other', wanted, NOW)), false)
    }),
    { numRuns: 2_000 },
  )
})

test('a person may have what nobody holds, and what is neither another’s nor skipped by nor barred to them', () => {
  fc.assert(
    fc.property(task, person, (stored, reviewer) => {
      const one = asOf(stored, NOW)
      const may =
        one.lease_id === null &&
        (one.assigned_to === null || one.assigned_to === reviewer) &&
        !one.barred.includes(reviewer) &&
        !one.skips.some((skip) => skip.reviewer === reviewer && skip.until > at(0))
      const where = tasksWhere('default', {}, NOW, mayHave(reviewer, NOW))
      assert.equal(matches(taskToBson(stored, 1), where), may)
    }),
    { numRuns: 2_000 },
  )
})

test('what comes after a place is what the order puts behind it', () => {
  const order = fc.constantFrom<QueueOrder>('mixed', 'oldest', 'riskiest', 'gain')
  fc.assert(
    fc.property(order, task, task, (by, one, other) => {
      const field = orderField(by) as 'turn' | 'created_at' | 'risk' | 'gain'
      const direction = (sortOf(by) as Record<string, number>)[field]
      const isBeyond = direction === 1 ? other[field] > one[field] : other[field] < one[field]
      const comes = isBeyond || (other[field] === one[field] && other.review_id > one.review_id)
      const where = after(by, [one[field], one.review_id])
      assert.equal(matches(taskToBson(other, 1), where), comes)
    }),
  )
})

test('a task comes back as it was', () => {
  fc.assert(
    fc.property(task, (one) => {
      assert.deepEqual(taskFrom(taskToBson(one, 3)), one)
    }),
  )
})

test('a task from before people worked on tasks has what new ones begin with', () => {
  const { _id, document_id, reasons, flagged_fields, status, created_at } = taskToBson(
    aReview({ status: 'in_progress' }),
    0,
  )
  const former = taskFrom({ _id, document_id, reasons, flagged_fields, status, created_at })
  const { version, gain, turn, skips, lease_id, open_comments } = former
  const made = Date.parse(String(created_at))
  assert.deepEqual([version, gain, turn, skips, lease_id, open_comments], [1, 1, made, [], null, 0])
  assert.ok(isOpenTask(former))
})

/** What each filter is looked up by; whatever else it asks is looked at in those tasks. */
const LOOKED_UP: Record<string, string> = {
  reason: 'reasons',
  field: 'flagged_fields.path',
  collectionId: 'collection_id',
  jobId: 'enrichment_job_id',
  documentId: 'document_id',
  assignee: 'assigned_to',
  holder: 'lease_owner',
  hasComments: 'open_comments',
}

test('each filter and each order has its index, which begins with the tenant', () => {
  const keys = INDEXES.reviews.map(({ key }) => Object.entries(key).map(([field]) => field))
  for (const field of Object.values(LOOKED_UP)) {
    assert.ok(
      keys.some(([first, second]) => first === 'tenant_id' && second === field),
      `an index for ${field}`,
    )
  }
  for (const order of ['mixed', 'oldest', 'riskiest', 'gain'] as const) {
    const sort = Object.entries(sortOf(order) as Record<string, number>)
    const wanted = [['tenant_id', 1], ['status', 1], ...sort]
    const found = INDEXES.reviews.map(({ key }) => Object.entries(key))
    assert.ok(
      found.some((one) => JSON.stringify(one) === JSON.stringify(wanted)),
      `an index for the order ${order}`,
    )
  }
})
