import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { QueueFilter, QueueOrder } from '@colophon/domain'
import { aReview } from '@colophon/testkit'
import { momentOf } from '../../../../src/store/sqlite/caller/desk-rows.ts'
import { taskRow } from '../../../../src/store/sqlite/caller/task-rows.ts'
import {
  openDatabase,
  type SqliteDatabase,
} from '../../../../src/store/sqlite/thread/open-database.ts'
import { createOperations } from '../../../../src/store/sqlite/thread/operations/index.ts'
import { planOf } from '../../../../src/store/sqlite/thread/operations/queue-plan.ts'
import { TaskMarks } from '../../../../src/store/sqlite/thread/operations/task-marks.ts'

const TENANT = 'default'
const MOMENT = momentOf(Date.parse('2026-03-01T00:00:00.000Z'))
const ORDERS = ['mixed', 'oldest', 'riskiest', 'gain'] as const satisfies readonly QueueOrder[]
/** Each filter by itself; every one of them leaves some of the tasks below. */
const SINGLE: Readonly<Record<string, QueueFilter>> = {
  none: {},
  pending: { statuses: ['pending'] },
  'in progress': { statuses: ['in_progress'] },
  'pending or approved': { statuses: ['pending', 'approved'] },
  rejected: { statuses: ['rejected'] },
  reason: { reason: 'ungrounded' },
  field: { field: 'content.body' },
  collection: { collectionId: 'c1' },
  job: { jobId: 'j1' },
  profile: { profile: 'recipes' },
  document: { documentId: 'd1' },
  priority: { priority: 'high' },
  person: { assignee: 'eva' },
  nobody: { assignee: null },
  before: { createdBefore: '2026-01-20T00:00:00.000Z' },
  after: { createdAfter: '2026-01-10T00:00:00.000Z' },
  between: { createdAfter: '2026-01-05T00:00:00.000Z', createdBefore: '2026-01-25T00:00:00.000Z' },
  completeness: { completenessBelow: 0.5 },
  comments: { hasComments: true },
  'no comments': { hasComments: false },
}

/** Scans that are meant: of the JSON of one row, and of what somebody holds. */
const MEANT = /^SCAN (json_each|reason|field|skip|barred|held)( EXISTS)? VIRTUAL TABLE/

function fill(db: SqliteDatabase): ReturnType<typeof createOperations>['operations'] {
  const { operations, beforeCommit } = createOperations(db)
  for (let n = 0; n < 60; n += 1) {
    const created = new Date(Date.UTC(2026, 0, 1 + (n % 30))).toISOString()
    const task = aReview({
      review_id: `r${n}`,
      document_id: `d${n % 20}`,
      collection_id: `c${n % 3}`,
      enrichment_job_id: `j${n % 4}`,
      profile: n % 8 === 0 ? 'recipes' : 'letters',
      reasons: [n % 2 === 0 ? 'ungrounded' : 'page_quality', 'low_confidence'],
      flagged_fields: [{ path: n % 5 === 0 ? 'content.body' : 'x', issue: 'y', confidence: null }],
      status: (['pending', 'approved', 'rejected', 'pending'] as const)[n % 4] ?? 'pending',
      priority: n % 7 === 0 ? 'high' : 'normal',
      assigned_to: n % 6 === 0 ? 'eva' : null,
      completeness: (n % 18) / 18,
      created_at: created,
    })
    operations.desk.addTask(taskRow(task), [])
  }
  const comment = { tenant_id: TENANT, document_id: 'd2', comment_id: 'k1' }
  operations.comments.put({ ...comment, open: true, comment: '{}' }, [])
  beforeCommit()
  return operations
}

suite('the queue of review tasks', () => {
  const prepared = new Set<string>()
  const db = openDatabase(':memory:', { onPrepare: (sql) => prepared.add(sql) })
  const { desk } = fill(db)
  prepared.clear()
  const filters = Object.values(SINGLE)
  const lease = { id: 'l', owner: 'kim', until: MOMENT.latest, at: MOMENT.now }
  for (const order of ORDERS) {
    for (const first of filters) {
      for (const second of filters) {
        const filter = { ...first, ...second }
        const ask = { tenantId: TENANT, filter, order, moment: MOMENT }
        desk.list(ask, null, 5)
        desk.list(ask, { key: 0, review: 0 }, 5)
        desk.count(TENANT, filter, MOMENT)
        desk.take({ ...ask, lease })
      }
    }
  }
  const statements = [...prepared].filter((sql) => /review_(queue|places)/.test(sql))

  test('no statement of it scans a table, and none sorts more than what is few', () => {
    assert.ok(statements.length > 60, `${statements.length} statements`)
    const offences = statements.flatMap((sql) =>
      db
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map((row) => String(row['detail']))
        .filter((line) => {
          // Tasks of one document, and those that somebody holds.
          const few = /INDEXED BY review_queue_(document|begun)|json_each\(\?\) held/.test(sql)
          if (line.startsWith('USE TEMP B-TREE')) return !few
          return line.startsWith('SCAN') && !MEANT.test(line)
        })
        .map((line) => `${line}: ${sql}`),
    )
    assert.deepEqual(offences, [])
  })

  test('places are found by their slot and key, tasks by their number', () => {
    const plans = statements
      .filter((sql) => sql.includes('review_places m'))
      .flatMap((sql) => db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all())
      .map((row) => String(row['detail']))
    assert.deepEqual([...new Set(plans.filter((line) => line.startsWith('SEARCH')))].sort(), [
      'SEARCH m USING PRIMARY KEY (slot=? AND (key,review)>(?,?) AND key<?)',
      'SEARCH m USING PRIMARY KEY (slot=? AND key>? AND key<?)',
      'SEARCH p EXISTS USING PRIMARY KEY (slot=? AND key=? AND review=?)',
      'SEARCH q USING INTEGER PRIMARY KEY (rowid=?)',
    ])
  })

  for (const [name, filter] of Object.entries(SINGLE)) {
    if (name === 'document' || name === 'in progress' || name === 'no comments') continue
    test(`by ${name} alone, in any order, only tasks that fit are walked`, () => {
      const marks = new TaskMarks(db)
      for (const order of ORDERS) {
        const ask = { tenantId: TENANT, filter, order, moment: null }
        const plan = planOf(marks, ask)
        assert.ok(plan)
        const stand = plan.walked.reduce((sum, mark) => sum + marks.count(mark, plan.groups), 0)
        const fit = desk.count(TENANT, filter, momentOf(0))
        assert.deepEqual(plan.probed, [])
        // The first and the last week of a range, and one percent, are looked at task by task.
        const edges = plan.conditions.where.length === 0 ? 0 : 14
        const bounded = order === 'oldest' && (filter.createdAfter ?? filter.createdBefore)
        assert.ok(bounded !== undefined || stand - fit <= edges, `${order}: ${stand} for ${fit}`)
      }
    })
  }
})
