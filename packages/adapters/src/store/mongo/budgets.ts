import type { BudgetLimit, BudgetState } from '@colophon/domain'
import { recordId, type Stored } from './collections.ts'
import type { Connection } from './connection.ts'
import { insertNew, type Change } from './updates.ts'
import { fieldName } from './values.ts'

const MAX_AMOUNT = 2n ** 63n - 1n

export interface Reservation {
  tenantId: string
  runId: string
  amount: bigint
}

const assertAmount = (amount: bigint): void => {
  if (amount < 0n || amount > MAX_AMOUNT) throw new RangeError('An amount of money out of range')
}

type StoredBudget = Stored &
  BudgetState & { committed_pico_usd: bigint; reservations: Record<string, bigint> }

/**
 * One record per limit: `committed` is reserved and spent together, so that one condition on one field guards the limit,
 * and each reservation is named by its run, so that doing something again changes nothing.
 */
export class Budgets {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** Throws when the store could not hold these amounts. */
  assertAmounts(limits: readonly BudgetLimit[], amount: bigint): void {
    for (const one of [amount, ...limits.map(({ limit_pico_usd }) => limit_pico_usd)]) {
      assertAmount(one)
    }
  }

  /** Reserves under all limits or under none; false when one of them does not allow it. */
  async reserve(limits: readonly BudgetLimit[], reservation: Reservation): Promise<boolean> {
    const done: string[] = []
    for (const limit of limits) {
      if (await this.#reserveOne(limit, reservation)) {
        done.push(limit.key)
        continue
      }
      await this.settle(done, reservation, 0n)
      return false
    }
    return true
  }

  /** Ends a reservation under these keys, where it still is. */
  async settle(
    keys: readonly string[],
    { tenantId, runId, amount }: Reservation,
    spent: bigint,
  ): Promise<void> {
    const { collections, updates } = this.#connection
    const field = `reservations.${fieldName(runId)}`
    const change: Change = {
      $unset: { [field]: '' },
      $inc: {
        reserved_pico_usd: -amount,
        spent_pico_usd: spent,
        committed_pico_usd: spent - amount,
      },
    }
    await Promise.all(
      keys.map((key) =>
        updates.one(
          collections.budgets,
          recordId(tenantId, key),
          { [field]: { $exists: true } },
          change,
        ),
      ),
    )
  }

  async states(tenantId: string, keys: readonly string[]): Promise<BudgetState[]> {
    const ids = keys.map((key) => recordId(tenantId, key))
    const found = await this.#connection.byIds(this.#connection.collections.budgets, ids)
    return found.map((stored) => {
      const { key, limit_pico_usd, reserved_pico_usd, spent_pico_usd } = stored as StoredBudget
      return { key, limit_pico_usd, reserved_pico_usd, spent_pico_usd }
    })
  }

  async #reserveOne(limit: BudgetLimit, reservation: Reservation): Promise<boolean> {
    if (await this.#commit(limit, reservation)) return true
    const { budgets } = this.#connection.collections
    const _id = recordId(reservation.tenantId, limit.key)
    const found = (await budgets.findOne({ _id })) as StoredBudget | null
    if (found === null) {
      await this.#open(limit, reservation.tenantId)
      return this.#commit(limit, reservation)
    }
    if (Object.hasOwn(found.reservations, fieldName(reservation.runId))) return true
    const { limit_pico_usd } = limit
    // Opened by another process since the attempt above, or there is room again: no is not the answer yet.
    const hasRoom = found.committed_pico_usd <= limit_pico_usd - reservation.amount
    if (hasRoom && (await this.#commit(limit, reservation))) return true
    await this.#connection.updates.one(
      budgets,
      _id,
      { limit_pico_usd: { $ne: limit_pico_usd } },
      { $set: { limit_pico_usd } },
    )
    return false
  }

  async #commit(limit: BudgetLimit, { tenantId, runId, amount }: Reservation): Promise<boolean> {
    const { collections, updates } = this.#connection
    const field = `reservations.${fieldName(runId)}`
    const room = limit.limit_pico_usd - amount
    const reserved = await updates.one(
      collections.budgets,
      recordId(tenantId, limit.key),
      { committed_pico_usd: { $lte: room }, [field]: { $exists: false } },
      {
        $set: { limit_pico_usd: limit.limit_pico_usd, [field]: amount },
        $inc: { committed_pico_usd: amount, reserved_pico_usd: amount },
      },
    )
    return reserved !== null
  }

  async #open({ key, limit_pico_usd }: BudgetLimit, tenantId: string): Promise<void> {
    await insertNew(this.#connection.collections.budgets, {
      _id: recordId(tenantId, key),
      tenant_id: tenantId,
      key,
      limit_pico_usd,
      committed_pico_usd: 0n,
      reserved_pico_usd: 0n,
      spent_pico_usd: 0n,
      reservations: {},
    })
  }
}
