import type { BudgetCounter, CostFilter, Recount } from '@colophon/domain'
import { recordId, type Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { groupSums } from '../records/groups.ts'
import type { Condition } from '../updates/matches.ts'
import { insertNew } from '../updates/updates.ts'

const TRIES = 3

interface Counted {
  spent: bigint
  reserved: bigint
}

const countedIn = (stored: Stored | null): Counted => ({
  spent: (stored?.['spent_pico_usd'] ?? 0n) as bigint,
  reserved: (stored?.['reserved_pico_usd'] ?? 0n) as bigint,
})

function rowsOf(tenantId: string, filter: CostFilter): Condition {
  const { fromDay, toDay, collectionId, jobId } = filter
  return {
    tenant_id: tenantId,
    ...(fromDay !== undefined && toDay !== undefined && { day: { $gte: fromDay, $lte: toDay } }),
    ...(collectionId !== undefined && { collection_id: collectionId }),
    ...(jobId !== undefined && { enrichment_job_id: jobId }),
  }
}

/** How far the ledger is from what calls under way, which may have written their rows already, explain. */
function unexplained(ledger: bigint, least: bigint, most: bigint): bigint {
  if (ledger > most) return most - ledger
  return ledger < least ? least - ledger : 0n
}

/**
 * Counters against the ledger. Rows are written before their run moves its counters, and until then it has a
 * reservation: a counter without any that is the same before and after the rows were added up belongs to that sum.
 */
export class Recounts {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async one(tenantId: string, counter: BudgetCounter): Promise<Recount> {
    const { key } = counter
    let [before, after, ledger] = [countedIn(null), countedIn(null), 0n]
    for (let tries = 0; tries < TRIES; tries += 1) {
      const stored = await this.#stored(tenantId, key)
      before = countedIn(stored)
      ledger = await this.#ledger(tenantId, counter.filter)
      after = countedIn(await this.#stored(tenantId, key))
      const isStill = before.spent === after.spent && before.reserved + after.reserved === 0n
      if (!isStill) continue
      const drift = before.spent - ledger
      const isDone = drift === 0n || (await this.#set(tenantId, counter, { stored, ledger, drift }))
      if (isDone) return recounted(key, before.spent, ledger, drift)
    }
    const drift = unexplained(ledger, before.spent, after.spent + after.reserved)
    return recounted(key, after.spent, ledger, drift)
  }

  #stored(tenantId: string, key: string): Promise<Stored | null> {
    const projection = { spent_pico_usd: 1, reserved_pico_usd: 1 }
    const { budgets } = this.#connection.collections
    return budgets.findOne({ _id: recordId(tenantId, key) }, { projection })
  }

  async #ledger(tenantId: string, filter: CostFilter): Promise<bigint> {
    const groups = await groupSums(this.#connection.collections.costs, {
      where: rowsOf(tenantId, filter),
      by: ['state'],
      sums: { amount: '$amount_pico_usd' },
    })
    return groups.reduce((sum, { sums }) => sum + sums.amount, 0n)
  }

  /** False when money has moved meanwhile. */
  async #set(
    tenant_id: string,
    { key, limit_pico_usd }: BudgetCounter,
    { stored, ledger, drift }: { stored: Stored | null; ledger: bigint; drift: bigint },
  ): Promise<boolean> {
    const { collections, updates } = this.#connection
    const _id = recordId(tenant_id, key)
    if (stored === null) {
      const counted = { committed_pico_usd: ledger, reserved_pico_usd: 0n, spent_pico_usd: ledger }
      const budget = { _id, tenant_id, key, limit_pico_usd, ...counted, reservations: {} }
      return insertNew(collections.budgets, budget)
    }
    const still = { spent_pico_usd: ledger + drift, reserved_pico_usd: 0n }
    const $inc = { spent_pico_usd: -drift, committed_pico_usd: -drift }
    return (await updates.one(collections.budgets, _id, still, { $inc })) !== null
  }
}

const recounted = (key: string, counted: bigint, ledger: bigint, drift: bigint): Recount => ({
  key,
  counted_pico_usd: counted,
  ledger_pico_usd: ledger,
  drift_pico_usd: drift,
})
