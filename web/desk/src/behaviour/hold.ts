import type { TaskView } from '@colophon/domain'

/** Whether this person may decide on the task now, and if not, why. */
export type Hold =
  | { kind: 'mine'; leaseId: string; until: string }
  | { kind: 'free' }
  | { kind: 'theirs'; owner: string; until: string }
  | { kind: 'assigned'; to: string }
  | { kind: 'closed'; status: string; by: string | null }

export function holdOf({ task, lease }: Pick<TaskView, 'task' | 'lease'>, me: string): Hold {
  if (task.status !== 'pending' && task.status !== 'in_progress')
    return { kind: 'closed', status: task.status, by: task.decided_by }
  if (lease !== null) return { kind: 'mine', leaseId: lease.lease_id, until: lease.until }
  if (task.lease_owner !== null && task.lease_until !== null && task.lease_owner !== me)
    return { kind: 'theirs', owner: task.lease_owner, until: task.lease_until }
  if (task.assigned_to !== null && task.assigned_to !== me)
    return { kind: 'assigned', to: task.assigned_to }
  return { kind: 'free' }
}

const MINUTE_MS = 60_000

/** `yours for 14 min`; the clock of the server may differ from this one by what its answers showed. */
export function leftInWords(until: string, nowMs: number): string {
  const left = Date.parse(until) - nowMs
  if (left <= 0) return 'your hold has run out'
  if (left < MINUTE_MS) return 'yours for less than a minute'
  return `yours for ${Math.round(left / MINUTE_MS)} min`
}
