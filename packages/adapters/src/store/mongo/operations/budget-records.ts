import {
  budgetContent,
  budgetEvent,
  BudgetTerms,
  type BudgetCounter,
  type BudgetCrossing,
  type BudgetKey,
  type BudgetRecord,
  type BudgetStore,
  type Clock,
  type CostRecord,
  type PageOf,
  type PageRequest,
  type PutBudget,
  type PutBudgetOutcome,
  type Recount,
  type StepRun,
} from '@colophon/domain'
import { chainedHash } from '../../chained-hash.ts'
import { decodeCursor, pageOf } from '../../pages.ts'
import { recordId, type Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { orderKey } from '../records/order-key.ts'
import { readPage } from '../records/page-records.ts'
import { bsonFields, iso } from '../records/records.ts'
import { fromBson } from '../records/values.ts'
import { insertNew } from '../updates/updates.ts'
import { AbandonedRuns } from './abandoned-runs.ts'
import type { Effects } from './effects.ts'
import { outboxToBson } from './outbox.ts'
import { Recounts } from './recounts.ts'

const budgetId = (tenantId: string, { scope, id }: BudgetKey): string =>
  recordId(tenantId, JSON.stringify([scope, id]))

/** Beside what it says: whether it is in force, which lifted ones are not. */
const budgetToBson = (record: BudgetRecord): Stored => ({
  _id: budgetId(record.tenant_id, record),
  ...bsonFields(record),
  in_force: record.terms !== null,
})

function recordFrom(stored: Stored): BudgetRecord {
  const { tenant_id, scope, id, terms, revision, changes, updated_at } = fromBson(
    stored,
  ) as BudgetRecord
  // Terms that came later have their defaults in older records.
  const read = BudgetTerms.nullable().parse(terms)
  return { tenant_id, scope, id, terms: read, revision, changes, updated_at }
}

function crossingFrom(stored: Stored): BudgetCrossing {
  const row = fromBson(stored) as BudgetCrossing
  const { tenant_id, key, threshold, scope, id, limit_pico_usd, spent_pico_usd, at } = row
  return { tenant_id, key, threshold, scope, id, limit_pico_usd, spent_pico_usd, at }
}

/** Above every key, as the list starts with the newest. */
const NEWEST = ['\u{10ffff}'] as const

interface BudgetRecordsDeps {
  connection: Connection
  clock: Clock
  effects: Effects
}

/** Budgets that people set; each record carries all of its changes, chained as events are. */
export class MongoBudgetRecords implements BudgetStore {
  readonly #connection: Connection
  readonly #clock: Clock
  readonly #recounts: Recounts
  readonly #abandoned: AbandonedRuns

  constructor({ connection, clock, effects }: BudgetRecordsDeps) {
    this.#connection = connection
    this.#clock = clock
    this.#recounts = new Recounts(connection)
    this.#abandoned = new AbandonedRuns(connection, effects)
  }

  get(tenantId: string, key: BudgetKey): Promise<BudgetRecord | null> {
    return this.#connection.run(() => this.#record(tenantId, key))
  }

  async list(tenantId: string, page: PageRequest): Promise<PageOf<BudgetRecord>> {
    const [scope, id] = decodeCursor(page, ['', ''])
    const rows = await this.#connection.run(() =>
      readPage(this.#connection.collections.budgetRecords, {
        where: {
          tenant_id: tenantId,
          $or: [{ scope: { $gt: scope } }, { scope, id: { $gt: id } }],
        },
        sort: { scope: 1, id: 1 },
        limit: page.limit,
      }),
    )
    return pageOf(rows, recordFrom, (row) => [String(row['scope']), String(row['id'])])
  }

  inForce(tenantId: string): Promise<BudgetRecord[]> {
    const where = { tenant_id: tenantId, in_force: true }
    return this.#connection.run(async () => {
      const { budgetRecords } = this.#connection.collections
      return (await budgetRecords.find(where).sort({ scope: 1, id: 1 }).toArray()).map(recordFrom)
    })
  }

  /** Its counter is set after it: until then, and where that is cut off, money that was spent before is not counted. */
  put(tenantId: string, change: PutBudget): Promise<PutBudgetOutcome> {
    return this.#connection.run(async () => {
      const before = await this.#record(tenantId, change)
      if ((before?.revision ?? 0) !== change.revision) return { refused: 'changed' }
      const isNew = (before?.terms ?? null) === null && change.terms !== null
      if (isNew && (await this.#count(tenantId)) >= change.most) return { refused: 'too_many' }
      const record = this.#changed(tenantId, before, change)
      if (!(await this.#write(record, change.revision))) return { refused: 'changed' }
      if (change.counter !== null) await this.#recounts.one(tenantId, change.counter)
      return { record }
    })
  }

  recount(tenantId: string, counters: readonly BudgetCounter[]): Promise<Recount[]> {
    return this.#connection.run(async () => {
      const recounts: Recount[] = []
      for (const counter of counters) recounts.push(await this.#recounts.one(tenantId, counter))
      return recounts
    })
  }

  abandoned(before: Date, limit: number): Promise<StepRun[]> {
    return this.#connection.run(() => this.#abandoned.list(before, limit))
  }

  writeOff(run: StepRun, row: CostRecord): Promise<boolean> {
    return this.#connection.run(() => this.#abandoned.writeOff(run, row))
  }

  /** The event first: after a crash in between it is there already, and is told of once all the same. */
  cross(crossing: BudgetCrossing): Promise<boolean> {
    const { tenant_id, key, threshold } = crossing
    const _id = recordId(tenant_id, JSON.stringify([key, threshold]))
    return this.#connection.run(async () => {
      const { outbox, crossings } = this.#connection.collections
      if ((await crossings.findOne({ _id })) !== null) return false
      await insertNew(outbox, outboxToBson(budgetEvent(crossing)))
      return insertNew(crossings, { _id, ...bsonFields(crossing), order: orderKey() })
    })
  }

  async crossings(tenantId: string, page: PageRequest): Promise<PageOf<BudgetCrossing>> {
    const [before] = decodeCursor(page, NEWEST)
    const rows = await this.#connection.run(() =>
      readPage(this.#connection.collections.crossings, {
        where: { tenant_id: tenantId, order: { $lt: before } },
        sort: { order: -1 },
        limit: page.limit,
      }),
    )
    return pageOf(rows, crossingFrom, (row) => [String(row['order'])])
  }

  async #record(tenantId: string, key: BudgetKey): Promise<BudgetRecord | null> {
    const { budgetRecords } = this.#connection.collections
    const stored = await budgetRecords.findOne({ _id: budgetId(tenantId, key) })
    return stored && recordFrom(stored)
  }

  /** Several that are new at the same moment may go over the most by as many. */
  #count(tenantId: string): Promise<number> {
    const where = { tenant_id: tenantId, in_force: true }
    return this.#connection.collections.budgetRecords.countDocuments(where)
  }

  async #write(record: BudgetRecord, revision: number): Promise<boolean> {
    const { collections, updates } = this.#connection
    const { _id, ...fields } = budgetToBson(record)
    if (revision === 0) return insertNew(collections.budgetRecords, { _id, ...fields })
    const changed = { $set: fields }
    return (await updates.one(collections.budgetRecords, _id, { revision }, changed)) !== null
  }

  #changed(
    tenant_id: string,
    before: BudgetRecord | null,
    { scope, id, revision, terms, actor }: PutBudget,
  ): BudgetRecord {
    const at = iso(this.#clock.now())
    const changes = before?.changes ?? []
    const change = { n: revision + 1, at, actor, from: before?.terms ?? null, to: terms }
    const content = budgetContent(tenant_id, { scope, id }, change)
    const chain = chainedHash(changes, content)
    const all = [...changes, { ...change, hash: chain }]
    return { tenant_id, scope, id, terms, revision: change.n, changes: all, updated_at: at }
  }
}
