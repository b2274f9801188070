import {
  LONGEST_LEASE_MS,
  OPEN_TASKS,
  type QueueFilter,
  type QueueOrder,
  type TaskStatus,
} from '@colophon/domain'
import type { Sort } from 'mongodb'
import { iso } from '../../records/records.ts'
import { skipField } from '../../records/task-records.ts'
import type { Condition } from '../../updates/matches.ts'

const ORDERS = {
  mixed: { field: 'turn', direction: 1 },
  oldest: { field: 'created_at', direction: 1 },
  riskiest: { field: 'risk', direction: -1 },
  gain: { field: 'gain', direction: -1 },
} as const satisfies Record<QueueOrder, { field: string; direction: 1 | -1 }>

export const orderField = (order: QueueOrder): string => ORDERS[order].field

export const sortOf = (order: QueueOrder): Sort => ({
  [ORDERS[order].field]: ORDERS[order].direction,
  review_id: 1,
})

export type Place = readonly [key: string | number, reviewId: string]

/** What comes after a place in an order. The first condition says less than the second, in a way that an index knows. */
export function after(order: QueueOrder, [key, reviewId]: Place): Condition {
  const { field, direction } = ORDERS[order]
  const [beyond, from] = direction === 1 ? ['$gt', '$gte'] : ['$lt', '$lte']
  return {
    [field]: { [from]: key },
    $or: [{ [field]: { [beyond]: key } }, { review_id: { $gt: reviewId } }],
  }
}

/** A lease that has run out, or that a clock wrote which has gone back since: see `isHeld`. */
const ranOut = (nowMs: number): Condition[] => [
  { lease_until: { $lte: iso(nowMs) } },
  { lease_until: { $gt: iso(nowMs + LONGEST_LEASE_MS) } },
]

const holds = (nowMs: number): Condition => ({
  lease_until: { $gt: iso(nowMs), $lte: iso(nowMs + LONGEST_LEASE_MS) },
})

/** Nobody holds it, or no longer. */
const unheld = (nowMs: number): Condition => ({
  $or: [{ lease_until: null }, ...ranOut(nowMs)],
})

/** Begun under a lease that is none any more: pending, whatever was written when it was taken. */
export const leftBehind = (nowMs: number): Condition => ({
  status: 'in_progress',
  $or: ranOut(nowMs),
})

function inStatus(statuses: readonly TaskStatus[], nowMs: number): Condition {
  const wanted = new Set(statuses)
  const others = { status: { $in: [...wanted].filter((one) => one !== 'in_progress') } }
  if (wanted.has('pending') === wanted.has('in_progress')) return { status: { $in: [...wanted] } }
  if (wanted.has('pending')) return { $or: [others, leftBehind(nowMs)] }
  return {
    $or: [
      ...(wanted.size > 1 ? [others] : []),
      { status: 'in_progress', ...holds(nowMs) },
      { status: 'in_progress', lease_until: null },
    ],
  }
}

function ofPerson(person: string | null, nowMs: number): Condition {
  if (person === null) return { assigned_to: null, ...unheld(nowMs) }
  return { $or: [{ assigned_to: person }, { lease_owner: person, ...holds(nowMs) }] }
}

function equalities(filter: QueueFilter): Condition {
  const wanted = {
    reasons: filter.reason,
    'flagged_fields.path': filter.field,
    collection_id: filter.collectionId,
    enrichment_job_id: filter.jobId,
    profile: filter.profile,
    document_id: filter.documentId,
    priority: filter.priority,
  }
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
}

/** Tasks that fit a filter at a time, and these conditions too. */
export function tasksWhere(
  tenantId: string,
  filter: QueueFilter,
  nowMs: number,
  more: readonly Condition[] = [],
): Condition {
  const { statuses, assignee, hasComments } = filter
  const { createdBefore, createdAfter, completenessBelow } = filter
  const parts: Condition[] = []
  if (statuses !== undefined) parts.push(inStatus(statuses, nowMs))
  if (assignee !== undefined) parts.push(ofPerson(assignee, nowMs))
  if (createdBefore !== undefined) parts.push({ created_at: { $lt: createdBefore } })
  if (createdAfter !== undefined) parts.push({ created_at: { $gte: createdAfter } })
  if (completenessBelow !== undefined) parts.push({ completeness: { $lt: completenessBelow } })
  if (hasComments !== undefined) {
    parts.push({ open_comments: hasComments ? { $gt: 0 } : { $in: [0, null] } })
  }
  parts.push(...more)
  const plain = { tenant_id: tenantId, ...equalities(filter) }
  return parts.length === 0 ? plain : { ...plain, $and: parts }
}

/** What may be handed to this person: held by nobody, assigned to nobody else, neither skipped by nor barred to them. */
export function mayHave(reviewer: string, nowMs: number): Condition[] {
  const skipped = skipField(reviewer)
  return [
    { assigned_to: { $in: [null, reviewer] }, barred: { $ne: reviewer }, ...unheld(nowMs) },
    { $or: [{ [skipped]: null }, { [skipped]: { $lte: iso(nowMs) } }] },
  ]
}

/** Of a filter's statuses those in which there is something to do. */
export const openOf = ({ statuses }: QueueFilter): TaskStatus[] =>
  OPEN_TASKS.filter((one) => statuses === undefined || statuses.includes(one))
