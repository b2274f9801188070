import {
  PRIORITIES,
  type Clock,
  type DispatchItem,
  type DispatchStore,
  type Priority,
} from '@colophon/domain'
import type { Row } from './database.ts'
import type { Remote } from './protocol.ts'
import { iso, priorityOf } from './rows.ts'

const itemFrom = (row: Row): DispatchItem => ({
  tenant_id: String(row['tenant_id']),
  document_id: String(row['document_id']),
  priority: priorityOf(Number(row['priority'])),
  attempt: Number(row['attempts']),
  begun: row['begun'] === 1,
})

export class SqliteDispatch implements DispatchStore {
  readonly #remote: Remote
  readonly #clock: Clock

  constructor(remote: Remote, clock: Clock) {
    this.#remote = remote
    this.#clock = clock
  }

  async pending(
    limit: number,
    priorities: readonly Priority[] = PRIORITIES,
  ): Promise<DispatchItem[]> {
    const ranks = PRIORITIES.flatMap((each, rank) => (priorities.includes(each) ? [rank] : []))
    const rows = await this.#remote.read('dispatch', 'pending', ranks, limit, this.#clock.now())
    return rows.map(itemFrom)
  }

  async told(): Promise<Record<Priority, number>> {
    const told = { high: 0, normal: 0, low: 0 }
    for (const row of await this.#remote.read('dispatch', 'told')) {
      told[priorityOf(Number(row['priority']))] = Number(row['n'])
    }
    return told
  }

  markSent(items: readonly DispatchItem[], by: string): Promise<void> {
    return this.#remote.write('dispatch', 'markSent', items, by, this.#clock.now())
  }

  expireLeases(limit: number): Promise<number> {
    return this.#remote.write('dispatch', 'expireLeases', limit, this.#clock.now())
  }

  redispatch(sentBefore: Date, limit: number): Promise<number> {
    return this.#remote.write('dispatch', 'redispatch', sentBefore.getTime(), limit)
  }

  owners(): Promise<string[]> {
    return this.#remote.read('dispatch', 'owners')
  }

  takeBack(owner: string, options: { messages: boolean }): Promise<number> {
    const now = this.#clock.now()
    return this.#remote.write('dispatch', 'takeBack', owner, options.messages, now)
  }

  async backlog(): Promise<{ queued: number; processing: number; oldest: string | null }> {
    const { oldest, ...backlog } = await this.#remote.read('dispatch', 'backlog')
    return { ...backlog, oldest: oldest === null ? null : iso(oldest) }
  }

  lead(name: string, owner: string, leaseMs: number): Promise<boolean> {
    const now = this.#clock.now()
    return this.#remote.write('dispatch', 'lead', name, owner, now + leaseMs, now)
  }

  resign(name: string, owner: string): Promise<void> {
    return this.#remote.write('dispatch', 'resign', name, owner)
  }
}
