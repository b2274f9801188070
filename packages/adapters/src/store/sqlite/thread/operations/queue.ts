import type { QueueFilter, ReviewRecord } from '@colophon/domain'
import { pageRows } from '../../../page-limits.ts'
import { prepareAll, type Database, type Row, type SqlValue } from '../database.ts'
import { takeRows, type RowPage } from '../page-rows.ts'
import { Collected, conditionsOf, HELD, type Conditions, type Moment } from './queue-conditions.ts'
import { planOf, type QueueAsk, type QueuePlan } from './queue-plan.ts'
import { QueueWalk, type Place } from './queue-walk.ts'
import { groupsOf, reasonsIn, type TaskMarks } from './task-marks.ts'

const OPEN = ['pending', 'in_progress'] as const
type Order = QueueAsk['order']

/** Keys of the orders, smallest first, as places have them. */
const KEYS: Readonly<Record<Order, string>> = {
  mixed: 'q.turn',
  oldest: 'q.created_ms',
  riskiest: '-q.risk',
  gain: '-q.gain',
}

const SQL = {
  row: 'SELECT * FROM review_queue WHERE review = ?',
} as const

const BEGUN = `INDEXED BY review_queue_begun WHERE q.status = 'in_progress' AND`

interface Few {
  from: string
  filter: QueueFilter
}

/**
 * Tasks of one document, and tasks that somebody holds or held, are few: they are looked at one by one. All others are
 * found by their marks.
 */
function splitOf(filter: QueueFilter): [few: Few | null, rest: QueueFilter | null] {
  const { documentId, statuses } = filter
  if (documentId !== undefined) {
    return [{ from: 'INDEXED BY review_queue_document WHERE', filter }, null]
  }
  const isBegun = statuses?.includes('in_progress') === true && !statuses.includes('pending')
  if (!isBegun) return [null, filter]
  const others = statuses.filter((status) => status !== 'in_progress')
  const few = { from: BEGUN, filter: { ...filter, statuses: ['in_progress'] as const } }
  return [few, others.length === 0 ? null : { ...filter, statuses: others }]
}

const isPendingAlone = ({ statuses }: QueueFilter): boolean =>
  statuses?.includes('pending') === true && !statuses.includes('in_progress')

const byPlace = (a: Row, b: Row): number =>
  Number(a['key']) - Number(b['key']) || Number(a['review']) - Number(b['review'])

/** Whom one task may be handed to: nobody has it, it is nobody else's, and the person is neither barred nor has skipped it. */
function freeFor(reviewer: string, { now, latest }: Moment): Conditions {
  const conditions = new Collected()
  conditions.add(`ifnull(NOT ${HELD}, TRUE)`, now, latest)
  conditions.add('(q.assigned_to IS NULL OR q.assigned_to = ?)', reviewer)
  conditions.add(
    `(q.skips = '[]' OR NOT EXISTS (SELECT 1 FROM json_each(q.skips) skip
      WHERE skip.value ->> '$.reviewer' = ? AND skip.value ->> '$.until' > ?))`,
    reviewer,
    now,
  )
  conditions.add(
    `(q.barred = '[]' OR NOT EXISTS (SELECT 1 FROM json_each(q.barred) barred WHERE barred.value = ?))`,
    reviewer,
  )
  return conditions
}

const both = (a: Conditions, b: Conditions): Conditions => ({
  where: [...a.where, ...b.where],
  values: [...a.values, ...b.values],
})

/** What is asked of all review tasks: lists, counts, and which one comes next. */
export class Queue {
  readonly #db: Database
  readonly #sql
  readonly #marks: TaskMarks
  readonly #walk: QueueWalk

  constructor(db: Database, marks: TaskMarks) {
    this.#db = db
    this.#sql = prepareAll(db, SQL)
    this.#marks = marks
    this.#walk = new QueueWalk(db)
  }

  /** Rows with their `key`, after this place. */
  list(ask: QueueAsk, after: Place | null, limit: number): RowPage {
    const wanted = pageRows(limit) + 1
    const [few, rest] = splitOf(ask.filter)
    const rows: Row[] = []
    if (few !== null) {
      const conditions = conditionsOf(few.filter, ask.moment)
      rows.push(...this.#few(few.from, ask, { after, conditions, limit: wanted }))
    }
    if (rest === null) return takeRows(rows, limit)
    const plan = planOf(this.#marks, { ...ask, filter: rest })
    const places = plan === null ? [] : this.#walk.first([plan], after, wanted)
    if (rows.length === 0) return takeRows(this.#rowsAt(places), limit)
    return takeRows([...rows, ...this.#rowsAt(places)].sort(byPlace).slice(0, wanted), limit)
  }

  count(tenantId: string, filter: QueueFilter, moment: Moment): number {
    const [few, rest] = splitOf(filter)
    const ofFew =
      few === null ? 0 : this.#countWhere(few.from, tenantId, conditionsOf(few.filter, moment))
    if (rest === null) return ofFew
    const alike = this.#countAlike({ tenantId, filter: rest, order: 'mixed', moment: null })
    const asksWho = rest.assignee !== undefined || isPendingAlone(rest)
    if (!asksWho) return ofFew + alike
    const begun = (at: Moment | null): number =>
      this.#countWhere(BEGUN, tenantId, conditionsOf(rest, at))
    return ofFew + alike - begun(null) + begun(moment)
  }

  /** By status, of all tasks or of those of a job or a collection. */
  statuses(
    tenantId: string,
    filter: Pick<QueueFilter, 'jobId' | 'collectionId'>,
    moment: Moment,
  ): Record<ReviewRecord['status'], number> {
    const of = (...statuses: ReviewRecord['status'][]): number =>
      this.count(tenantId, { ...filter, statuses }, moment)
    return {
      pending: of('pending'),
      in_progress: of('in_progress'),
      approved: of('approved'),
      rejected: of('rejected'),
      superseded: of('superseded'),
    }
  }

  /** Open tasks by reason. */
  reasons(
    tenantId: string,
    { jobId, collectionId }: Pick<QueueFilter, 'jobId' | 'collectionId'>,
  ): Map<string, number> {
    if (jobId !== undefined) return this.#marks.reasons(tenantId, reasonsIn('job', jobId))
    if (collectionId === undefined) return this.#marks.reasons(tenantId, 'reason')
    return this.#marks.reasons(tenantId, reasonsIn('collection', collectionId))
  }

  /** When the oldest open task was made. */
  oldest(tenantId: string, { collectionId }: Pick<QueueFilter, 'collectionId'>): string | null {
    const filter = { collectionId, statuses: OPEN }
    const page = this.list({ tenantId, filter, order: 'oldest', moment: null }, null, 1)
    return page.rows[0] === undefined ? null : String(page.rows[0]['created_at'])
  }

  /** The first task that the person may be handed; its row number. */
  next(ask: QueueAsk & { moment: Moment }, reviewer: string): number | null {
    const { moment } = ask
    const free = freeFor(reviewer, moment)
    const asked = ask.filter.statuses?.filter((status) => OPEN.some((open) => open === status))
    const filter = { ...ask.filter, statuses: asked ?? OPEN }
    const [few] = splitOf(filter)
    if (few !== null) {
      const conditions = both(conditionsOf(few.filter, moment), free)
      const [row] = this.#few(few.from, ask, { after: null, conditions, limit: 1 })
      return row === undefined ? null : Number(row['review'])
    }
    const plans: QueuePlan[] = []
    const addPlan = (within: QueueFilter, assigned: boolean): void => {
      const plan = planOf(this.#marks, { ...ask, filter: within })
      if (plan === null) return
      const groups = groupsOf({ statuses: filter.statuses, priority: filter.priority, assigned })
      plans.push({ ...plan, groups, conditions: both(plan.conditions, free) })
    }
    addPlan(filter, false)
    // A filter that names somebody else asks for nothing that is assigned to this person.
    if ((filter.assignee ?? reviewer) === reviewer && filter.assignee !== null) {
      addPlan({ ...filter, assignee: reviewer }, true)
    }
    return this.#walk.first(plans, null, 1)[0]?.review ?? null
  }

  *#rowsAt(places: readonly Place[]): Iterable<Row> {
    for (const { key, review } of places) {
      const row = this.#sql.row.get(review)
      if (row !== undefined) yield { ...row, key }
    }
  }

  #few(
    from: string,
    { tenantId, order }: QueueAsk,
    page: { after: Place | null; conditions: Conditions; limit: number },
  ): Row[] {
    const { conditions, after, limit } = page
    const key = KEYS[order]
    const where = [`q.tenant_id = ?`, `(${key}, q.review) > (?, ?)`, ...conditions.where]
    const statement = this.#db.prepare(
      `SELECT q.*, ${key} AS key FROM review_queue q ${from} ${where.join(' AND ')}
        ORDER BY ${key}, q.review LIMIT ?`,
    )
    const start: SqlValue[] = after === null ? [-Number.MAX_VALUE, -1] : [after.key, after.review]
    return statement.all(tenantId, ...start, ...conditions.values, limit)
  }

  #countWhere(from: string, tenantId: string, { where, values }: Conditions): number {
    const sql = `SELECT count(*) AS n FROM review_queue q ${from} ${['q.tenant_id = ?', ...where].join(' AND ')}`
    return Number(this.#db.prepare(sql).get(tenantId, ...values)?.['n'])
  }

  /** Without a look at who holds a task. */
  #countAlike(ask: QueueAsk): number {
    const { filter } = ask
    if (filter.hasComments === false) {
      const of = (hasComments: true | undefined): number =>
        this.#countAlike({ ...ask, filter: { ...filter, hasComments } })
      return of(undefined) - of(true)
    }
    const plan = planOf(this.#marks, ask)
    if (plan === null) return 0
    const { certain, groups } = plan
    const walked = plan.walked.filter((mark) => !certain.includes(mark))
    const sum = certain.reduce((n, mark) => n + this.#marks.count(mark, groups), 0)
    return sum + (walked.length === 0 ? 0 : this.#walk.count({ ...plan, walked }))
  }
}
