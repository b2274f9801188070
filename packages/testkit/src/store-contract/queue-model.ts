import {
  asOf,
  isOpenTask,
  type QueueFilter,
  type QueueOrder,
  type ReviewRecord,
} from '@colophon/domain'

/** What the queue is, told plainly: every task is looked at. */

const KEYS: Readonly<Record<QueueOrder, (task: ReviewRecord) => number>> = {
  mixed: (task) => task.turn,
  oldest: (task) => Date.parse(task.created_at),
  riskiest: (task) => -task.risk,
  gain: (task) => -task.gain,
}
export const keyOf = (order: QueueOrder, task: ReviewRecord): number => KEYS[order](task)

type Test = (task: ReviewRecord) => boolean

function isFor(assignee: string | null): Test {
  return ({ assigned_to, lease_owner }) =>
    assignee === null
      ? assigned_to === null && lease_owner === null
      : assigned_to === assignee || lease_owner === assignee
}

function testsOf(filter: QueueFilter): Test[] {
  const { statuses, reason, field, assignee, createdBefore, createdAfter } = filter
  const tests: Test[] = []
  const same = <Key extends keyof ReviewRecord>(key: Key, value: ReviewRecord[Key] | undefined) => {
    if (value !== undefined) tests.push((task) => task[key] === value)
  }
  same('collection_id', filter.collectionId)
  same('enrichment_job_id', filter.jobId)
  same('profile', filter.profile)
  same('document_id', filter.documentId)
  same('priority', filter.priority)
  if (statuses !== undefined) tests.push((task) => statuses.includes(task.status))
  if (reason !== undefined) tests.push((task) => task.reasons.includes(reason))
  if (field !== undefined) {
    tests.push((task) => task.flagged_fields.some(({ path }) => path === field))
  }
  if (assignee !== undefined) tests.push(isFor(assignee))
  if (createdBefore !== undefined) tests.push((task) => task.created_at < createdBefore)
  if (createdAfter !== undefined) tests.push((task) => task.created_at >= createdAfter)
  const below = filter.completenessBelow
  if (below !== undefined) tests.push((task) => task.completeness < below)
  const { hasComments } = filter
  if (hasComments !== undefined) tests.push((task) => task.open_comments > 0 === hasComments)
  return tests
}

/** The tasks as they are at this time. */
export const standing = (tasks: readonly ReviewRecord[], nowMs: number): ReviewRecord[] =>
  tasks.map((task) => asOf(task, nowMs))

export const fitting = (tasks: readonly ReviewRecord[], filter: QueueFilter): ReviewRecord[] => {
  const tests = testsOf(filter)
  return tasks.filter((task) => tests.every((fits) => fits(task)))
}

/** Those that a person may be handed. */
export const takeable = (
  tasks: readonly ReviewRecord[],
  reviewer: string,
  now: string,
): ReviewRecord[] =>
  tasks.filter(
    (task) =>
      isOpenTask(task) &&
      task.lease_id === null &&
      (task.assigned_to ?? reviewer) === reviewer &&
      !task.barred.includes(reviewer) &&
      !task.skips.some((skip) => skip.reviewer === reviewer && skip.until > now),
  )
