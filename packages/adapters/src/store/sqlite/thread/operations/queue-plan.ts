import type { QueueFilter, QueueOrder } from '@colophon/domain'
import {
  addAssignee,
  addRanges,
  Collected,
  type Conditions,
  type Moment,
} from './queue-conditions.ts'
import { groupsOf, ORDERS, percentOf, weekOf, type MarkKind, type TaskMarks } from './task-marks.ts'

/** How the tasks that fit a filter are found: by walking the places of some marks. */
export interface QueuePlan {
  /** Every task that fits stands under one of these. */
  walked: readonly number[]
  /** Everything under these fits, where all open tasks are alike: they need only be counted. */
  certain: readonly number[]
  /** And under each of these. */
  probed: readonly number[]
  groups: readonly number[]
  /** What no mark tells, of `review_queue q`. */
  conditions: Conditions
  /** Marks among the walked ones under which everything is within the range that is asked for, and what is asked besides. */
  within: ReadonlySet<number>
  inner: Conditions
  /** Times, where the others are within no range but that: those between are counted by when they were made. */
  edges: { from: number; to: number } | null
  /** Keys of the order that can fit: from the first, below the second. */
  from: number
  to: number
  order: number
}

export interface QueueAsk {
  tenantId: string
  filter: QueueFilter
  order: QueueOrder
  /** Null: all open tasks are alike, whoever holds them. A plan finds them all: those that are held are left out by number. */
  moment: Moment | null
}

interface Choice {
  marks: readonly number[]
  /** Those among them under which everything fits what the choice stands for. */
  certain: readonly number[]
  size: number
}

const SINGLE = [
  ['reason', 'reason'],
  ['field', 'field'],
  ['collection', 'collectionId'],
  ['job', 'jobId'],
  ['profile', 'profile'],
  ['person', 'assignee'],
] as const satisfies readonly (readonly [MarkKind, keyof QueueFilter])[]

const groupsAsked = ({ statuses, assignee, priority }: QueueFilter): number[] =>
  groupsOf({ statuses, priority, assigned: assignee === null ? false : undefined })

/** Weeks or percents that each range of the filter touches. */
function ranged(marks: TaskMarks, tenantId: string, filter: QueueFilter): Omit<Choice, 'size'>[] {
  const { createdAfter, createdBefore, completenessBelow } = filter
  const within = (kind: MarkKind, from: number, to: number): Omit<Choice, 'size'> => {
    const touched = marks.between(tenantId, kind, from, to)
    const inner = touched.filter(({ value }) => value > from && value < to)
    return { marks: touched.map(({ mark }) => mark), certain: inner.map(({ mark }) => mark) }
  }
  const ranges: Omit<Choice, 'size'>[] = []
  if (createdAfter !== undefined || createdBefore !== undefined) {
    const from = createdAfter === undefined ? -Infinity : weekOf(Date.parse(createdAfter))
    const to = createdBefore === undefined ? Infinity : weekOf(Date.parse(createdBefore))
    ranges.push(within('week', from, to))
  }
  if (completenessBelow !== undefined) {
    ranges.push(within('completeness', -Infinity, percentOf(completenessBelow)))
  }
  return ranges
}

/** Single marks that the filter names; null when nothing stands under one of them. */
function named(marks: TaskMarks, tenantId: string, filter: QueueFilter): number[] | null {
  const found: (number | null)[] = []
  for (const [kind, key] of SINGLE) {
    const value = filter[key]
    if (typeof value === 'string') found.push(marks.find(tenantId, kind, value))
  }
  if (filter.hasComments === true) found.push(marks.find(tenantId, 'comments', ''))
  return found.includes(null) ? null : (found as number[])
}

function conditionsBesides({ filter, order, moment }: QueueAsk): Conditions {
  const conditions = new Collected()
  if (moment !== null) addAssignee(conditions, filter, moment)
  addRanges(conditions, order === 'oldest' ? { ...filter, ...UNRANGED } : filter)
  return conditions
}

const UNRANGED = { createdAfter: undefined, createdBefore: undefined }
const WITHOUT_RANGES = { ...UNRANGED, completenessBelow: undefined }

const boundsOf = ({
  createdAfter,
  createdBefore,
}: Pick<QueueFilter, 'createdAfter' | 'createdBefore'>): { from: number; to: number } => ({
  from: createdAfter === undefined ? -Number.MAX_VALUE : Date.parse(createdAfter),
  to: createdBefore === undefined ? Number.MAX_VALUE : Date.parse(createdBefore),
})

/** The choice under which the fewest tasks stand is walked. Null: no task fits. */
export function planOf(marks: TaskMarks, ask: QueueAsk): QueuePlan | null {
  const { tenantId, filter, order } = ask
  const groups = groupsAsked(filter)
  const singles = named(marks, tenantId, filter)
  const all = marks.find(tenantId, 'all', '')
  if (singles === null || all === null) return null
  const sized = (choice: Omit<Choice, 'size'>): Choice => ({
    ...choice,
    size: choice.marks.reduce((sum, mark) => sum + marks.count(mark, groups), 0),
  })
  const ofOne = (mark: number): Choice => sized({ marks: [mark], certain: [mark] })
  const ranges = ranged(marks, tenantId, order === 'oldest' ? { ...filter, ...UNRANGED } : filter)
  const [range, ...otherRanges] = ranges.map(sized)
  const choices = [...singles.map(ofOne), ...(range === undefined ? [] : [range]), ...otherRanges]
  const first = choices.reduce(
    (least, choice) => (choice.size < least.size ? choice : least),
    choices[0] ?? ofOne(all),
  )
  const isRanged = first === range && otherRanges.length === 0
  const byTime = boundsOf(filter)
  const { createdAfter, createdBefore } = order === 'oldest' ? filter : UNRANGED
  return {
    walked: first.marks,
    certain: choices.length > 1 || filter.hasComments === false ? [] : first.certain,
    probed: singles.filter((mark) => !first.marks.includes(mark)),
    groups,
    conditions: conditionsBesides(ask),
    // Within one range of two nothing is known of the other.
    within: new Set(isRanged ? range.certain : []),
    edges: isRanged && filter.completenessBelow === undefined ? byTime : null,
    inner: conditionsBesides({ ...ask, filter: { ...filter, ...WITHOUT_RANGES } }),
    ...boundsOf({ createdAfter, createdBefore }),
    order: ORDERS.indexOf(order),
  }
}
