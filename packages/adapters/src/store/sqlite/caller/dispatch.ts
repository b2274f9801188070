import {
  PRIORITIES,
  type Clock,
  type DispatchItem,
  type DispatchStore,
  type HeldLease,
  type LatestDue,
  type Priority,
} from '@colophon/domain'
import type { Row } from '../thread/database.ts'
import type { Remote } from '../protocol.ts'
import { iso, priorityOf } from './rows.ts'

const itemFrom = (row: Row): DispatchItem => ({
  tenant_id: String(row['tenant_id']),
  document_id: String(row['document_id']),
  priority: priorityOf(Number(row['priority'])),
  attempt: Number(row['attempts']),
  begun: row['begun'] === 1,
  traceparent: row['traceparent'] as string | null,
})

const leaseFrom = (row: Row): HeldLease => ({
  tenant_id: String(row['tenant_id']),
  document_id: String(row['document_id']),
  token: String(row['lease_token']),
  until: iso(Number(row['lease_until'])),
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

  async leases(limit: number): Promise<HeldLease[]> {
    return (await this.#remote.read('dispatch', 'leases', limit)).map(leaseFrom)
  }

  async expireLeases(leases: readonly HeldLease[]): Promise<number> {
    if (leases.length === 0) return 0
    return this.#remote.write('dispatch', 'expireLeases', leases, this.#clock.now())
  }

  redispatch(
    { notBefore, notAfter }: { notBefore: Date; notAfter: Date },
    limit: number,
  ): Promise<number> {
    const bounds = [notBefore.getTime(), notAfter.getTime()] as const
    return this.#remote.write('dispatch', 'redispatch', ...bounds, limit)
  }

  pullIn({ now, retries, periods }: LatestDue, limit: number): Promise<number> {
    const latest = {
      now: now.getTime(),
      retries: retries.getTime(),
      periods: periods.getTime(),
    }
    return this.#remote.write('dispatch', 'pullIn', latest, limit)
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

  tenants(limit: number): Promise<string[]> {
    return this.#remote.read('dispatch', 'tenants', limit)
  }

  lead(name: string, owner: string, leaseMs: number): Promise<boolean> {
    const now = this.#clock.now()
    return this.#remote.write('dispatch', 'lead', name, owner, now + leaseMs, now)
  }

  resign(name: string, owner: string): Promise<void> {
    return this.#remote.write('dispatch', 'resign', name, owner)
  }
}
