import type { QueueFilter } from '@colophon/domain'
import type { SqlValue } from '../database.ts'

/** When it is, and the latest time at which a lease can end; ISO 8601. */
export interface Moment {
  now: string
  latest: string
}

/** Parts of a WHERE clause on `review_queue q`, with their values. */
export interface Conditions {
  where: readonly string[]
  values: readonly SqlValue[]
}

export const HELD = '(q.lease_until > ? AND q.lease_until <= ?)'
const PENDING = `(q.status = 'pending' OR (q.status = 'in_progress' AND NOT ${HELD}))`
const IN_PROGRESS = `(q.status = 'in_progress' AND (q.lease_until IS NULL OR ${HELD}))`
const OPEN = `q.status IN ('pending', 'in_progress')`

export class Collected implements Conditions {
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

/** What a task that somebody holds, or held, is at this moment; without one, all open tasks are one. */
export function addStatuses(to: Collected, { statuses }: QueueFilter, moment: Moment | null): void {
  if (statuses === undefined) return
  const asked = new Set<string>(statuses)
  const [pending, begun] = [asked.delete('pending'), asked.delete('in_progress')]
  const parts: string[] = []
  const values: SqlValue[] = []
  if ((pending && begun) || ((pending || begun) && moment === null)) parts.push(OPEN)
  else if ((pending || begun) && moment !== null) {
    parts.push(pending ? PENDING : IN_PROGRESS)
    values.push(moment.now, moment.latest)
  }
  if (asked.size > 0) {
    parts.push(`q.status IN (SELECT value FROM json_each(?))`)
    values.push(JSON.stringify([...asked]))
  }
  to.add(parts.length === 0 ? 'FALSE' : `(${parts.join(' OR ')})`, ...values)
}

/** Without a moment, who held it last is taken for its holder. */
export function addAssignee(to: Collected, { assignee }: QueueFilter, moment: Moment | null): void {
  if (assignee === undefined) return
  const held =
    moment === null
      ? { sql: 'TRUE', values: [] }
      : { sql: HELD, values: [moment.now, moment.latest] }
  if (assignee === null) {
    to.add('q.assigned_to IS NULL')
    if (moment !== null) to.add(`ifnull(NOT ${HELD}, TRUE)`, ...held.values)
    return
  }
  const holds = `(q.status = 'in_progress' AND q.lease_owner = ? AND ${held.sql})`
  to.add(`(q.assigned_to = ? OR ${holds})`, assignee, assignee, ...held.values)
}

const msOf = (at: string | undefined): number | undefined =>
  at === undefined ? undefined : Date.parse(at)

export function addRanges(to: Collected, filter: QueueFilter): void {
  to.addGiven('q.created_ms < ?', msOf(filter.createdBefore))
  to.addGiven('q.created_ms >= ?', msOf(filter.createdAfter))
  to.addGiven('q.completeness < ?', filter.completenessBelow)
  if (filter.hasComments === false) to.add('q.open_comments = 0')
}

/** Everything that a filter asks of a task. */
export function conditionsOf(filter: QueueFilter, moment: Moment | null): Conditions {
  const conditions = new Collected()
  addStatuses(conditions, filter, moment)
  addAssignee(conditions, filter, moment)
  addRanges(conditions, filter)
  const ofReasons = 'SELECT 1 FROM json_each(q.reasons) reason WHERE reason.value = ?'
  conditions.addGiven(`EXISTS (${ofReasons})`, filter.reason)
  const ofFields = `SELECT 1 FROM json_each(q.flagged_fields) field WHERE field.value ->> '$.path' = ?`
  conditions.addGiven(`EXISTS (${ofFields})`, filter.field)
  conditions.addGiven('q.collection_id = ?', filter.collectionId)
  conditions.addGiven('q.enrichment_job_id = ?', filter.jobId)
  conditions.addGiven('q.profile = ?', filter.profile)
  conditions.addGiven('q.document_id = ?', filter.documentId)
  conditions.addGiven('q.priority = ?', filter.priority)
  if (filter.hasComments === true) conditions.add('q.open_comments > 0')
  return conditions
}
