import { ColophonError } from '../errors/errors.ts'
import { isHeld, type ReviewRecord } from './task.ts'
import { assertOpen, changed, FREE, isoOf, refuse, type Reviewer } from './task-change.ts'

export interface LeaseGrant {
  id: string
  nowMs: number
  ms: number
}

/** "Not to me today": a working day later it may come again. */
const SKIPPED_MS = 12 * 3_600_000
const held = ({ review_id, lease_owner, lease_until }: ReviewRecord): ColophonError =>
  new ColophonError(
    'review.held',
    `${lease_owner ?? 'Somebody else'} works on the task ${review_id}`,
    { members: { holder: { owner: lease_owner, until: lease_until } } },
  )

function assertNotBarred({ barred, review_id }: ReviewRecord, { sub }: Reviewer): void {
  if (barred.includes(sub))
    throw refuse('review.barred', `The task ${review_id} needs the eyes of somebody else`)
}

/** Throws unless nobody else has the task, or a lead takes it over. */
function assertFree(task: ReviewRecord, who: Reviewer, { takeOver }: { takeOver: boolean }): void {
  const isOthers = task.lease_owner !== null && task.lease_owner !== who.sub
  const isForOthers = task.assigned_to !== null && task.assigned_to !== who.sub
  if (takeOver && who.isLead) return
  if (isOthers) throw held(task)
  if (isForOthers && !who.isLead)
    throw new ColophonError(
      'review.held',
      `The task ${task.review_id} is assigned to ${task.assigned_to ?? ''}`,
    )
}

/** Takes the task for oneself. Who has it already goes on under the same lease. */
export function claimTask(
  task: ReviewRecord,
  who: Reviewer,
  lease: LeaseGrant & { takeOver?: boolean },
): ReviewRecord {
  assertOpen(task)
  assertNotBarred(task, who)
  assertFree(task, who, { takeOver: lease.takeOver ?? false })
  const isOwn = task.lease_owner === who.sub && isHeld(task, lease.nowMs)
  return changed(task, lease.nowMs, {
    status: 'in_progress',
    lease_id: isOwn ? task.lease_id : lease.id,
    lease_owner: who.sub,
    lease_until: isoOf(lease.nowMs + lease.ms),
    skips: task.skips.filter(({ reviewer }) => reviewer !== who.sub),
  })
}

/** Throws `review.lease_lost`, saying who has the task, unless the lease is the person's own. */
export function assertHolds(task: ReviewRecord, who: Reviewer, leaseId: string): void {
  assertOpen(task)
  if (task.lease_id === leaseId && task.lease_owner === who.sub) return
  const { lease_owner: owner, lease_until: until } = task
  const now = owner === null ? 'nobody has it now' : `${owner} has it now`
  throw new ColophonError(
    'review.lease_lost',
    `The lease on the task ${task.review_id} has ended; ${now}`,
    { members: { holder: owner === null ? null : { owner, until } } },
  )
}

/** Says whose task it is to be. Reviewers say it of themselves, leads of anybody. */
export function assignTask(
  task: ReviewRecord,
  who: Reviewer,
  options: { to: string | null; nowMs: number; takeOver?: boolean },
): ReviewRecord {
  assertOpen(task)
  const { to, nowMs, takeOver = false } = options
  if (to !== who.sub && !who.isLead)
    throw new ColophonError('auth.forbidden', 'Handing a task to somebody else needs the role lead')
  if (to !== null && task.barred.includes(to))
    throw refuse('review.barred', `The task ${task.review_id} needs the eyes of somebody else`)
  assertFree(task, who, { takeOver })
  const keeps = task.lease_owner === to
  return changed(task, nowMs, {
    assigned_to: to,
    ...(keeps ? {} : { ...FREE, status: 'pending' }),
    skips: task.skips.filter(({ reviewer }) => reviewer !== to),
  })
}

export function releaseTask(
  task: ReviewRecord,
  who: Reviewer,
  { leaseId, nowMs }: { leaseId: string; nowMs: number },
): ReviewRecord {
  assertHolds(task, who, leaseId)
  return changed(task, nowMs, { ...FREE, status: 'pending' })
}

/** Not to this person today; whoever else wants it may have it. */
export function skipTask(task: ReviewRecord, who: Reviewer, nowMs: number): ReviewRecord {
  assertOpen(task)
  if (task.lease_owner !== null && task.lease_owner !== who.sub) throw held(task)
  const others = task.skips.filter(
    ({ reviewer, until }) => reviewer !== who.sub && Date.parse(until) > nowMs,
  )
  return changed(task, nowMs, {
    ...FREE,
    status: 'pending',
    assigned_to: task.assigned_to === who.sub ? null : task.assigned_to,
    skips: [...others, { reviewer: who.sub, until: isoOf(nowMs + SKIPPED_MS) }],
  })
}
