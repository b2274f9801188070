import { isOpenTask, OPEN_TASKS, type QueueCounts, type TaskStatus } from '@colophon/domain'
import type { Filter } from 'mongodb'
import type { Stored } from '../../connection/collections.ts'
import type { Connection } from '../../connection/connection.ts'
import { groupSums, type Group } from '../../records/groups.ts'
import { leftBehind } from './queue-filter.ts'
import { groundsOf, reasonsOf, taskFrom } from '../../records/task-records.ts'
import type { Condition } from '../../updates/matches.ts'

interface Waiting {
  running: Promise<QueueCounts>
  next: Promise<QueueCounts> | null
}

/**
 * Counts of a whole queue, from one index alone. However many ask, one count of the same is under way at a time:
 * who comes meanwhile gets the next, which sees all that was there when they asked.
 */
export class QueueCounting {
  readonly #connection: Connection
  readonly #asked = new Map<string, Waiting>()

  constructor(connection: Connection) {
    this.#connection = connection
  }

  counts(tenantId: string, collectionId: string | undefined, nowMs: number): Promise<QueueCounts> {
    const key = JSON.stringify([tenantId, collectionId ?? null])
    const count = () => this.#count(tenantId, collectionId, nowMs)
    const waiting = this.#asked.get(key)
    if (waiting === undefined) return this.#run(key, count())
    waiting.next ??= waiting.running.catch(() => undefined).then(() => this.#run(key, count()))
    return waiting.next
  }

  #run(key: string, running: Promise<QueueCounts>): Promise<QueueCounts> {
    const waiting: Waiting = { running, next: null }
    this.#asked.set(key, waiting)
    const end = (): void => {
      if (waiting.next === null) this.#asked.delete(key)
    }
    running.then(end, end)
    return running
  }

  async #count(
    tenantId: string,
    collectionId: string | undefined,
    nowMs: number,
  ): Promise<QueueCounts> {
    const { reviews } = this.#connection.collections
    const all = {
      tenant_id: tenantId,
      ...(collectionId !== undefined && { collection_id: collectionId }),
    }
    const open = { ...all, status: { $in: [...OPEN_TASKS] } }
    const over = { ...all, ...leftBehind(nowMs) }
    const [groups, ended, oldest] = await Promise.all([
      groupSums(reviews, { where: all, by: ['status', 'grounds'], sums: { n: 1 } }),
      reviews.countDocuments(over as Filter<Stored>),
      reviews
        .find(open as Filter<Stored>, { projection: { created_at: 1 } })
        .sort({ created_at: 1, review_id: 1 })
        .limit(1)
        .toArray(),
    ])
    const statuses = statusesOf(groups, ended)
    const reasons = await this.#reasons(groups, open)
    return { statuses, reasons, oldest: oldest.map((row) => String(row['created_at']))[0] ?? null }
  }

  async #reasons(groups: readonly Group<'n'>[], open: Condition): Promise<Record<string, number>> {
    const counts = new Map<string, number>()
    const add = (grounds: string, n: number): void => {
      for (const reason of reasonsOf(grounds)) counts.set(reason, (counts.get(reason) ?? 0) + n)
    }
    let isComplete = true
    for (const { key, sums } of groups) {
      if (!isOpenTask({ status: key['status'] as TaskStatus })) continue
      if (typeof key['grounds'] === 'string') add(key['grounds'], Number(sums.n))
      else isComplete = false
    }
    // Some that another version wrote meanwhile.
    if (!isComplete) {
      const { reviews } = this.#connection.collections
      const others = reviews.find({ ...open, grounds: null } as Filter<Stored>)
      for await (const stored of others) add(groundsOf(taskFrom(stored).reasons), 1)
    }
    return Object.fromEntries(counts)
  }
}

/** By what is written; of those in progress so many were left behind, and are pending. */
export function statusesOf(groups: readonly Group<'n'>[], left: number): QueueCounts['statuses'] {
  const statuses = { pending: 0, in_progress: 0, approved: 0, rejected: 0, superseded: 0 }
  for (const { key, sums } of groups) statuses[key['status'] as TaskStatus] += Number(sums.n)
  statuses.in_progress -= left
  statuses.pending += left
  return statuses
}
