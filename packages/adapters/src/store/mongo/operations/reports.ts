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
import type { Filter } from 'mongodb'
import { decodeCursor, encodeCursor } from '../../pages.ts'
import type { Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { groupSums } from '../records/groups.ts'
import { documentFrom } from '../records/records.ts'
import { taskFrom } from '../records/task-records.ts'
import { fromBson } from '../records/values.ts'
import type { Condition } from '../updates/matches.ts'
import type { Effects } from './effects.ts'

/** Documents that are looked at for one page of those that hold a value: their records go over the network. */
const SCANNED = 500

const within = ({ from, to }: Period): Condition => ({ $gte: from, $lt: to })

export class MongoReports implements ReportStore {
  readonly #connection: Connection
  readonly #clock: Clock
  readonly #effects: Effects

  constructor({ connection, clock, effects }: ReportDeps) {
    this.#connection = connection
    this.#clock = clock
    this.#effects = effects
  }

  changed(tenantId: string, { at, reviewId }: ChangeMark, limit: number): Promise<ReviewRecord[]> {
    const where = {
      tenant_id: tenantId,
      updated_at: { $gte: at },
      $or: [{ updated_at: { $gt: at } }, { review_id: { $gt: reviewId } }],
    }
    return this.#connection.run(() => this.#tasks(where, { updated_at: 1, review_id: 1 }, limit))
  }

  decided(
    tenantId: string,
    period: Period,
    { collectionId, limit }: { collectionId?: string | undefined; limit: number },
  ): Promise<{ tasks: DecidedTask[]; total: number }> {
    const where = {
      tenant_id: tenantId,
      decided_at: within(period),
      status: { $in: ['approved', 'rejected'] },
      ...(collectionId !== undefined && { collection_id: collectionId }),
    } as Filter<Stored>
    return this.#connection.run(async () => {
      await this.#effects.applyLeft(tenantId)
      const { reviews } = this.#connection.collections
      const [found, total] = await Promise.all([
        reviews
          .find(where)
          .project<Stored>({ 'drawn.shadow': 0, flagged_fields: 0 })
          .sort({ decided_at: -1 })
          .limit(limit)
          .toArray(),
        reviews.countDocuments(where),
      ])
      return { tasks: found.map(decidedFrom), total }
    })
  }

  decisions(tenantId: string, period: Period): Promise<DecisionCount[]> {
    return this.#connection.run(async () => {
      await this.#effects.applyLeft(tenantId)
      const groups = await groupSums(this.#connection.collections.audit, {
        where: { tenant_id: tenantId, at: within(period), change_id: { $ne: null } },
        by: ['actor', 'action', 'path'],
        sums: { count: 1 },
      })
      return groups.map(({ key, sums }) => ({
        ...(fromBson(key) as Pick<DecisionCount, 'actor' | 'action' | 'path'>),
        count: Number(sums.count),
      }))
    })
  }

  seeded(tenantId: string, filter: SeededFilter, limit: number): Promise<ReviewRecord[]> {
    const { collectionId, outcome, changedAfter } = filter
    const where = {
      tenant_id: tenantId,
      'drawn.kind': 'seeded',
      ...(outcome !== undefined && { 'drawn.outcome': outcome }),
      ...(collectionId !== undefined && { collection_id: collectionId }),
      ...(changedAfter !== undefined && { updated_at: { $gte: changedAfter } }),
    }
    return this.#connection.run(() => this.#tasks(where, { updated_at: -1 }, limit))
  }

  async holding(tenantId: string, ask: ValueAsk, cursor?: string): Promise<ValuePage> {
    const [after] = decodeCursor({ cursor }, [''])
    return await this.#connection.run(async () => {
      const { documents } = this.#connection.collections
      const found = await documents
        .find({ tenant_id: tenantId, document_id: { $gt: after } })
        .project<Stored>({ source: 0, rivals: 0, agents: 0, quality_metrics: 0 })
        .sort({ document_id: 1 })
        .limit(SCANNED)
        .toArray()
      const last = found.at(-1)
      const isMore = last !== undefined && found.length === SCANNED
      return {
        items: found.filter(({ profile }) => profile === ask.profile).flatMap(holders(ask)),
        searched: found.length,
        cursor: isMore ? encodeCursor([String(last['document_id'])]) : null,
      }
    })
  }

  async #tasks(
    where: Condition,
    sort: Record<string, 1 | -1>,
    limit: number,
  ): Promise<ReviewRecord[]> {
    const { reviews } = this.#connection.collections
    const found = await reviews
      .find(where as Filter<Stored>)
      .sort(sort)
      .limit(limit)
      .toArray()
    const now = this.#clock.now()
    return found.map((stored) => asOf(taskFrom(stored), now))
  }
}

export interface ReportDeps {
  connection: Connection
  clock: Clock
  effects: Effects
}

function decidedFrom(stored: Stored): DecidedTask {
  const task = taskFrom({ ...stored, flagged_fields: [] })
  const { drawn } = task
  const { review_id, collection_id, profile, status, decided_by, decided_at, seconds } = task
  return {
    ...{ review_id, collection_id, profile, status, decided_by, seconds },
    decided_at: decided_at ?? '',
    approvals: task.approvals,
    corrections: task.corrections,
    seeded: drawn?.kind === 'seeded' ? { path: drawn.path, outcome: drawn.outcome } : null,
  }
}

const holders =
  ({ pattern, value }: ValueAsk) =>
  (stored: Stored): ValueHolder[] => {
    const { document_id, collection_id, status, review_status, revision, ...record } =
      documentFrom(stored)
    const { enriched_data, provenance } = record
    if (placesOf(enriched_data ?? {}, pattern, value).length === 0) return []
    const known = { document_id, collection_id, status, review_status, revision }
    return [{ ...known, enriched_data, provenance }]
  }
