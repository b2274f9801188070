import type { QueueFilter, ReviewRecord } from '@colophon/domain'
import { MAX_PAGE_CHARACTERS, pageRows } from '../../../page-limits.ts'
import { TASK_AS_JSON } from '../../task-columns.ts'
import { prepareAll, type Database } from '../database.ts'
import { Collected, conditionsOf, HELD, type Conditions, type Moment } from './queue-conditions.ts'
import { isPendingAlone, QueueFew, type Few } from './queue-few.ts'
import { planOf, type QueueAsk, type QueuePlan } from './queue-plan.ts'
import { QueueWalk, type Place } from './queue-walk.ts'
import { groupsOf, reasonsIn, type TaskMarks } from './task-marks.ts'

const OPEN = ['pending', 'in_progress'] as const

const SQL = {
  tasks: `SELECT concat('[', group_concat(${TASK_AS_JSON}, ','), ']') AS tasks
    FROM json_each(?) place CROSS JOIN review_queue q ON q.review = place.value`,
  created: 'SELECT created_at FROM review_queue WHERE review = ?',
} as const

/** A page of the queue. */
export interface TaskPage {
  /** JSON of lists of tasks; one after the other they are those at `places`. */
  tasks: string[]
  places: Place[]
  more: boolean
}

/** Tasks that are read at once: a page of long ones ends after them. */
const READ_AT_ONCE = 16

const NONE: ReadonlySet<number> = new Set()

const byPlace = (a: Place, b: Place): number => a.key - b.key || a.review - b.review

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
  readonly #sql
  readonly #marks: TaskMarks
  readonly #walk: QueueWalk
  readonly #few: QueueFew

  constructor(db: Database, marks: TaskMarks) {
    this.#sql = prepareAll(db, SQL)
    this.#marks = marks
    this.#walk = new QueueWalk(db, marks)
    this.#few = new QueueFew(db)
  }

  /** The tasks after this place. */
  list(ask: QueueAsk, after: Place | null, limit: number): TaskPage {
    const wanted = pageRows(limit)
    const places = this.#places(ask, after, wanted + 1)
    const page: TaskPage = { tasks: [], places: [], more: false }
    let characters = 0
    while (page.places.length < Math.min(wanted, places.length)) {
      if (characters > MAX_PAGE_CHARACTERS) break
      const read = page.places.length
      const next = places.slice(read, Math.min(read + READ_AT_ONCE, wanted))
      const tasks = this.#tasksAt(next)
      page.tasks.push(tasks)
      page.places.push(...next)
      characters += tasks.length
    }
    return { ...page, more: places.length > page.places.length }
  }

  #places(ask: QueueAsk, after: Place | null, limit: number): Place[] {
    const { tenantId, filter, moment } = ask
    const [few, rest] = this.#few.split(tenantId, filter, moment)
    const places: Place[] = []
    if (few !== null) {
      const conditions = conditionsOf(few.filter, moment)
      places.push(...this.#few.list(few, ask, { after, conditions, limit }))
    }
    if (rest === null) return places
    const plan = planOf(this.#marks, { ...ask, filter: rest })
    if (plan === null) return places
    const without = this.#leftOut({ ...ask, filter: rest })
    const walked = this.#walk.first([plan], { after, without, limit })
    return places.length === 0 ? walked : [...places, ...walked].sort(byPlace).slice(0, limit)
  }

  count(tenantId: string, filter: QueueFilter, moment: Moment): number {
    const [few, rest] = this.#few.split(tenantId, filter, moment)
    const ofFew = few === null ? 0 : this.#countFew(few, tenantId, moment)
    if (rest === null) return ofFew
    const alike = ofFew + this.#countAlike({ tenantId, filter: rest, order: 'mixed', moment: null })
    if (rest.assignee !== undefined) {
      const begun = (at: Moment | null): number =>
        this.#few.countBegun(tenantId, conditionsOf(rest, at))
      return alike - begun(null) + begun(moment)
    }
    if (!isPendingAlone(rest)) return alike
    return alike - this.#few.countHeld(tenantId, moment, rest)
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
    const [first] = this.#places({ tenantId, filter, order: 'oldest', moment: null }, null, 1)
    const row = first === undefined ? undefined : this.#sql.created.get(first.review)
    return row === undefined ? null : String(row['created_at'])
  }

  /** The first task that the person may be handed; its row number. */
  next(ask: QueueAsk & { moment: Moment }, reviewer: string): number | null {
    const { moment } = ask
    const free = freeFor(reviewer, moment)
    const asked = ask.filter.statuses?.filter((status) => OPEN.some((open) => open === status))
    const filter = { ...ask.filter, statuses: asked ?? OPEN }
    const [few] = this.#few.split(ask.tenantId, filter, moment)
    if (few !== null) {
      const conditions = both(conditionsOf(few.filter, moment), free)
      return this.#few.list(few, ask, { after: null, conditions, limit: 1 })[0]?.review ?? null
    }
    const plans: QueuePlan[] = []
    const addPlan = (within: QueueFilter, assigned: boolean): void => {
      const plan = planOf(this.#marks, { ...ask, filter: within })
      if (plan === null) return
      const groups = groupsOf({ statuses: filter.statuses, priority: filter.priority, assigned })
      const conditions = both(plan.conditions, free)
      plans.push({ ...plan, groups, conditions, inner: both(plan.inner, free) })
    }
    addPlan(filter, false)
    // A filter that names somebody else asks for nothing that is assigned to this person.
    if ((filter.assignee ?? reviewer) === reviewer && filter.assignee !== null) {
      addPlan({ ...filter, assignee: reviewer }, true)
    }
    const without = this.#leftOut({ ...ask, filter })
    return this.#walk.first(plans, { after: null, without, limit: 1 })[0]?.review ?? null
  }

  #countFew(few: Few, tenantId: string, moment: Moment): number {
    const { filter } = few
    const areHeld = filter.documentId === undefined && filter.assignee === undefined
    return areHeld
      ? this.#few.countHeld(tenantId, moment, filter)
      : this.#few.count(few, tenantId, conditionsOf(filter, moment))
  }

  /** What stands among open tasks and is not pending. */
  #leftOut({ tenantId, filter, moment }: QueueAsk): ReadonlySet<number> {
    if (moment === null || !isPendingAlone(filter)) return NONE
    return new Set(this.#few.held(tenantId, moment))
  }

  #tasksAt(places: readonly Place[]): string {
    const reviews = JSON.stringify(places.map(({ review }) => review))
    return String(this.#sql.tasks.get(reviews)?.['tasks'])
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
