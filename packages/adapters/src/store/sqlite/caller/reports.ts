import {
  asOf,
  placesOf,
  type ChangeMark,
  type Clock,
  type DecidedTask,
  type DecisionCount,
  type Period,
  type ReportStore,
  type ReviewRecord,
  type SeededFilter,
  type ValueAsk,
  type ValueHolder,
  type ValuePage,
} from '@colophon/domain'
import { decodeCursor, encodeCursor } from '../../pages.ts'
import type { Remote } from '../protocol.ts'
import type { Row } from '../thread/database.ts'
import { unpackProvenance } from './packed.ts'
import { json } from './rows.ts'
import { taskFrom } from './task-rows.ts'

export class SqliteReports implements ReportStore {
  readonly #remote: Remote
  readonly #clock: Clock

  constructor(remote: Remote, clock: Clock) {
    this.#remote = remote
    this.#clock = clock
  }

  async changed(tenantId: string, after: ChangeMark, limit: number): Promise<ReviewRecord[]> {
    const rows = await this.#remote.read('reports', 'changed', tenantId, after, limit)
    const now = this.#clock.now()
    return rows.map((row) => asOf(taskFrom(row), now))
  }

  async decided(
    tenantId: string,
    period: Period,
    { collectionId, limit }: { collectionId?: string | undefined; limit: number },
  ): Promise<{ tasks: DecidedTask[]; total: number }> {
    const collection = collectionId ?? null
    const args = [tenantId, period, collection, limit] as const
    const { rows, total } = await this.#remote.read('reports', 'decided', ...args)
    return { tasks: rows.map(decidedFrom), total }
  }

  async decisions(tenantId: string, period: Period): Promise<DecisionCount[]> {
    const rows = await this.#remote.read('reports', 'decisions', tenantId, period)
    return rows.map(({ actor, action, path, n }) => ({
      actor: JSON.parse(String(actor)) as string,
      action: JSON.parse(String(action)) as string,
      path: JSON.parse(String(path)) as string | null,
      count: Number(n),
    }))
  }

  async seeded(tenantId: string, filter: SeededFilter, limit: number): Promise<ReviewRecord[]> {
    const rows = await this.#remote.read('reports', 'seeded', tenantId, filter, limit)
    const now = this.#clock.now()
    return rows.map((row) => asOf(taskFrom(row), now))
  }

  async holding(
    tenantId: string,
    { profile, pattern, value }: ValueAsk,
    cursor?: string,
  ): Promise<ValuePage> {
    const [after] = decodeCursor({ cursor }, [''])
    const ask = { tenantId, profile, value: json(value), after }
    const { rows, searched, last } = await this.#remote.read('reports', 'holding', ask)
    const holders = rows.map(holderFrom)
    return {
      items: holders.filter(
        ({ enriched_data: data }) => placesOf(data ?? {}, pattern, value).length,
      ),
      searched,
      cursor: last === null ? null : encodeCursor([last]),
    }
  }
}

function decidedFrom(row: Row): DecidedTask {
  const { approvals, corrections, drawn, drawn_path: path, outcome, ...rest } = row
  const task = rest as unknown as Omit<DecidedTask, 'approvals' | 'corrections' | 'seeded'>
  return {
    ...task,
    approvals: JSON.parse(String(approvals)) as DecidedTask['approvals'],
    corrections: JSON.parse(String(corrections)) as DecidedTask['corrections'],
    seeded: drawn === 'seeded' ? { path: String(path), outcome: String(outcome) } : null,
  }
}

function holderFrom(row: Row): ValueHolder {
  const { enriched_data, provenance, ...rest } = row
  return {
    ...(rest as unknown as Omit<ValueHolder, 'enriched_data' | 'provenance'>),
    enriched_data: JSON.parse(String(enriched_data)) as ValueHolder['enriched_data'],
    provenance: unpackProvenance(String(provenance)),
  }
}
