import { isFieldEvent, pathPattern, type DocumentRecord, type ReviewCommit } from '@colophon/domain'
import type { Metrics } from '@colophon/runtime'

/** What people do with tasks beside deciding: nothing of it is in a history. */
export type LeaseAction = 'take' | 'assign' | 'release' | 'skip'

/** Names of metrics, by the actions of a history. */
const DECISIONS: Readonly<Record<string, string>> = {
  'task.approved': 'approve',
  'task.approved_once': 'approve',
  'task.rejected': 'reject',
  'task.reopened': 'reopen',
  'task.retried': 'retry',
  'task.requested': 'request',
  'task.undone': 'undo',
  'field.undone': 'undo',
  'field.restored': 'restore',
}
const FIELD = 'field.'

/** One thing that a person did, whatever it consists of; on fields, each of them. */
export function countCommit(
  metrics: Metrics,
  { audit, task }: ReviewCommit,
  { profile }: DocumentRecord,
): void {
  for (const decision of new Set(audit.map(({ action }) => DECISIONS[action] ?? 'fields')))
    metrics.reviewDecisions.inc({ action: decision })
  for (const { action, path } of audit) {
    // Taking something back says nothing of the value.
    if (path === null || !isFieldEvent({ action, path }) || action in DECISIONS) continue
    const field = pathPattern(path)
    metrics.reviewFields.inc({ profile, field, action: action.slice(FIELD.length) })
  }
  if (task === null || !audit.some(({ action }) => endsTask(action))) return
  metrics.reviewSeconds.observe({}, task.seconds)
}

const endsTask = (action: string): boolean =>
  action === 'task.approved' || action === 'task.rejected'

export const countLease = (metrics: Metrics, action: LeaseAction): void => {
  metrics.reviewDecisions.inc({ action })
}
