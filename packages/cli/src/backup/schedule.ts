import { setTimeout as delay } from 'node:timers/promises'
import { readBackupStatus, type BackupStatus } from '@colophon/runtime/backup-status'

/** After a failure, sooner than it would be due. */
const RETRY_MS = 15 * 60_000
/** Timers of Node are no longer than 2^31 ms; the clock may be set meanwhile. */
const MOST_SLEEP_MS = 60_000

export interface Schedule {
  folder: string
  everyMs: number
  /** Null: no drills. */
  drillEveryMs: number | null
}

export interface Tasks {
  backup: () => Promise<void>
  drill: () => Promise<void>
  /** Told of what a task threw. */
  onFailure: (task: 'backup' | 'drill', thrown: unknown) => void
}

const timeOf = (at: string | undefined): number => (at === undefined ? 0 : Date.parse(at))

/** What is next, and when. Times of what was done last are in the status, so that a restart changes nothing. */
function nextOf(status: BackupStatus | null, { everyMs, drillEveryMs }: Schedule) {
  const backupAt = timeOf(status?.backup?.at) + everyMs
  // A drill that failed is tried again with the next archive.
  const isDrilled = status?.drill?.ok === true
  const drillAt =
    drillEveryMs === null || status?.backup === undefined
      ? Infinity
      : isDrilled
        ? timeOf(status.drill?.at) + drillEveryMs
        : timeOf(status.drill?.at) + Math.min(everyMs, drillEveryMs)
  return drillAt < backupAt
    ? ({ task: 'drill', at: drillAt } as const)
    : ({ task: 'backup', at: backupAt } as const)
}

/** False when it was told to stop meanwhile. */
async function sleepUntil(at: number, signal: AbortSignal): Promise<boolean> {
  for (let left = at - Date.now(); left > 0; left = at - Date.now()) {
    await delay(Math.min(left, MOST_SLEEP_MS), undefined, { signal }).catch(() => undefined)
    if (signal.aborted) break
  }
  return !signal.aborted
}

/** False when it failed; a task that was stopped has not. */
async function attempt(task: 'backup' | 'drill', tasks: Tasks, signal: AbortSignal) {
  try {
    await tasks[task]()
    return true
  } catch (thrown) {
    if (signal.aborted) return true
    tasks.onFailure(task, thrown)
    return false
  }
}

/** Makes backups and drills when they are due, until it is told to stop. */
export async function keepBackingUp(
  schedule: Schedule,
  tasks: Tasks,
  signal: AbortSignal,
): Promise<void> {
  for (let notBefore = 0; ;) {
    const status = await readBackupStatus(schedule.folder).catch(() => null)
    const { task, at } = nextOf(status, schedule)
    if (!(await sleepUntil(Math.max(at, notBefore), signal))) return
    const isDone = await attempt(task, tasks, signal)
    notBefore = isDone ? 0 : Date.now() + Math.min(RETRY_MS, schedule.everyMs)
  }
}
