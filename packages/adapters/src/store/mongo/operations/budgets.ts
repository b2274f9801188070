import type { BudgetLimit, BudgetState } from '@colophon/domain'
import { BudgetLine } from './budget-line.ts'
import { recordId, type Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { insertNew } from '../updates/updates.ts'
import { fieldName } from '../records/values.ts'

const MAX_AMOUNT = 2n ** 63n - 1n
const MOST_REMEMBERED = 10_000

export interface Reservation {
  tenantId: string
  runId: string
  amount: bigint
}

const assertAmount = (amount: bigint): void => {
  if (amount < 0n || amount > MAX_AMOUNT) throw new RangeError('An amount of money out of range')
}

const fieldOf = (runId: string): string => `reservations.${fieldName(runId)}`

type StoredBudget = Stored &
  BudgetState & { committed_pico_usd: bigint; reservations: Record<string, bigint> }

/**
 * One record per limit: `committed` is reserved and spent together, so that one condition on one field guards the limit,
 * and each reservation is named by its run, so that doing something again changes nothing.
 */
export class Budgets {
  readonly #connection: Connection
  readonly #line: BudgetLine
  readonly #opened = new Map<string, Promise<unknown>>()

  constructor(connection: Connection) {
    this.#connection = connection
    this.#line = new BudgetLine(connection.updates, connection.collections.budgets)
  }

  /** Throws when the store could not hold these amounts. */
  assertAmounts(limits: readonly BudgetLimit[], amount: bigint): void {
    for (const one of [amount, ...limits.map(({ limit_pico_usd }) => limit_pico_usd)]) {
      assertAmount(one)
    }
  }

  /** Reserves under all limits or under none; false when one of them does not allow it. */
  async reserve(limits: readonly BudgetLimit[], reservation: Reservation): Promise<boolean> {
    const attempts = limits.map((limit) => this.#reserveOne(limit, reservation))
    const ends = await Promise.allSettled(attempts)
    const done = limits.filter((_, n) => ends[n]?.status === 'fulfilled' && ends[n].value)
    if (done.length === limits.length) return true
    await this.settle(
      done.map(({ key }) => key),
      reservation,
      0n,
    )
    // Rejects if one of them did: what was to be reserved there is undone by the next claim.
    await Promise.all(attempts)
    return false
  }

  /** Ends a reservation under these keys, where it still is. */
  async settle(
    keys: readonly string[],
    { tenantId, runId, amount }: Reservation,
    spent: bigint,
  ): Promise<void> {
    const ending = { field: fieldOf(runId), amount, limit: null, spent }
    await Promise.all(keys.map((key) => this.#line.move(recordId(tenantId, key), ending)))
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
    const { budgets } = this.#connection.collections
    const _id = recordId(reservation.tenantId, limit.key)
    await this.#open(_id, limit, reservation.tenantId)
    if (await this.#commit(limit, reservation)) return true
    const found = (await budgets.findOne({ _id })) as StoredBudget | null
    if (found === null) {
      // Somebody has taken it away since.
      this.#opened.delete(_id)
      return this.#reserveOne(limit, reservation)
    }
    if (Object.hasOwn(found.reservations, fieldName(reservation.runId))) return true
    const { limit_pico_usd } = limit
    // There is room again since the attempt above: no is not the answer yet.
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

  #commit(limit: BudgetLimit, { tenantId, runId, amount }: Reservation): Promise<boolean> {
    const { key, limit_pico_usd } = limit
    const beginning = { field: fieldOf(runId), amount, limit: limit_pico_usd, spent: 0n }
    return this.#line.move(recordId(tenantId, key), beginning)
  }

  /** Once for each budget, as far as this process remembers; whoever comes meanwhile keeps his place in line. */
  #open(_id: string, limit: BudgetLimit, tenantId: string): Promise<unknown> {
    const known = this.#opened.get(_id)
    if (known !== undefined) return known
    if (this.#opened.size >= MOST_REMEMBERED) this.#opened.clear()
    const opening = insertNew(this.#connection.collections.budgets, {
      _id,
      tenant_id: tenantId,
      key: limit.key,
      limit_pico_usd: limit.limit_pico_usd,
      committed_pico_usd: 0n,
      reserved_pico_usd: 0n,
      spent_pico_usd: 0n,
      reservations: {},
    })
    this.#opened.set(_id, opening)
    opening.catch(() => this.#opened.delete(_id))
    return opening
  }
}
