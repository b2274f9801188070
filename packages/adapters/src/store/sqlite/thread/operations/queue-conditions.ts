import type { QueueFilter } from '@colophon/domain'
import type { SqlValue } from '../database.ts'

/** When it is, and the latest time at which a lease can end; ISO 8601. */
export interface Moment {
  now: string
  latest: string
}

/** Parts of a WHERE clause on `review_queue q`, with their values. */
export interface Conditions {
  where: string[]
  values: SqlValue[]
}

export const HELD = '(q.lease_until > ? AND q.lease_until <= ?)'
const OPEN = `q.status IN ('pending', 'in_progress')`
const PENDING = `(q.status = 'pending' OR (q.status = 'in_progress' AND NOT ${HELD}))`
const IN_PROGRESS = `(q.status = 'in_progress' AND (q.lease_until IS NULL OR ${HELD}))`

class Collected implements Conditions {
  readonly where: string[] = []
  readonly values: SqlValue[] = []

  add(sql: string, ...values: readonly SqlValue[]): void {
    this.where.push(sql)
    this.values.push(...values)
  }

  /** Where it is asked for. */
  addGiven(sql: string, value: SqlValue | undefined): void {
    if (value !== undefined) this.add(sql, value)
  }
}

function addStatuses(conditions: Collected, { statuses }: QueueFilter, moment: Moment): void {
  if (statuses === undefined) return
  const { now, latest } = moment
  const asked = new Set<string>(statuses)
  const [pending, begun] = [asked.delete('pending'), asked.delete('in_progress')]
  const parts: string[] = []
  const values: SqlValue[] = []
  if (pending && begun) parts.push(OPEN)
  else if (pending || begun) {
    parts.push(pending ? PENDING : IN_PROGRESS)
    values.push(now, latest)
  }
  if (asked.size > 0) {
    parts.push(`q.status IN (SELECT value FROM json_each(?))`)
    values.push(JSON.stringify([...asked]))
  }
  conditions.add(parts.length === 0 ? 'FALSE' : `(${parts.join(' OR ')})`, ...values)
}

function addAssignee(conditions: Collected, { assignee }: QueueFilter, moment: Moment): void {
  const { now, latest } = moment
  if (assignee === undefined) return
  if (assignee === null) {
    conditions.add(`q.assigned_to IS NULL AND ifnull(NOT ${HELD}, TRUE)`, now, latest)
  } else {
    const held = `(q.lease_owner = ? AND ${HELD})`
    conditions.add(`(q.assigned_to = ? OR ${held})`, assignee, assignee, now, latest)
  }
}

/** Everything that a filter asks of a task. */
export function conditionsOf(filter: QueueFilter, moment: Moment): Conditions {
  const conditions = new Collected()
  addStatuses(conditions, filter, moment)
  addAssignee(conditions, filter, moment)
  conditions.addGiven(
    'EXISTS (SELECT 1 FROM json_each(q.reasons) reason WHERE reason.value = ?)',
    filter.reason,
  )
  conditions.addGiven(
    `EXISTS (SELECT 1 FROM json_each(q.flagged_fields) field WHERE field.value ->> '$.path' = ?)`,
    filter.field,
  )
  conditions.addGiven('q.collection_id = ?', filter.collectionId)
  conditions.addGiven('q.enrichment_job_id = ?', filter.jobId)
  conditions.addGiven('q.document_id = ?', filter.documentId)
  conditions.addGiven('q.priority = ?', filter.priority)
  conditions.addGiven('q.created_ms < ?', msOf(filter.createdBefore))
  conditions.addGiven('q.created_ms >= ?', msOf(filter.createdAfter))
  conditions.addGiven('q.completeness < ?', filter.completenessBelow)
  if (filter.hasComments !== undefined) {
    conditions.add(filter.hasComments ? 'q.open_comments > 0' : 'q.open_comments = 0')
  }
  return conditions
}

const msOf = (at: string | undefined): number | undefined =>
  at === undefined ? undefined : Date.parse(at)
