import { ColophonError } from '../errors/errors.ts'
import { isOpenTask, type ReviewRecord } from './task.ts'

/**
 * What people may do with a task, as pure steps: each answers with the task as it becomes, its version counted up, or
 * throws. Tasks are given as everybody sees them (`asOf`): a lease that has run out is none.
 */

export interface Reviewer {
  sub: string
  isLead: boolean
}

/** A lease that was renewed for longer than this was a page that somebody forgot. */
const LONGEST_SITTING_S = 4 * 3_600

export const FREE = { lease_id: null, lease_owner: null, lease_until: null } as const

export const isoOf = (ms: number): string => new Date(ms).toISOString()

/** With its version counted up, and the time that was worked on it until now. */
export function changed(
  task: ReviewRecord,
  nowMs: number,
  changes: Partial<ReviewRecord>,
): ReviewRecord {
  return {
    ...task,
    seconds: task.seconds + secondsHeld(task, nowMs),
    ...changes,
    version: task.version + 1,
    updated_at: isoOf(nowMs),
  }
}

/** Since the task was changed last, under the lease that it has. Clocks may jump: never less than nothing. */
function secondsHeld(task: ReviewRecord, nowMs: number): number {
  if (task.lease_until === null) return 0
  const until = Math.min(nowMs, Date.parse(task.lease_until))
  const seconds = (until - Date.parse(task.updated_at)) / 1_000
  return Math.max(0, Math.min(seconds, LONGEST_SITTING_S))
}

export const refuse = (code: 'review.conflict' | 'review.barred', message: string): ColophonError =>
  new ColophonError(code, message)

export function assertOpen(task: ReviewRecord): void {
  if (!isOpenTask(task))
    throw refuse('review.conflict', `The task ${task.review_id} is ${task.status}: reopen it first`)
}
