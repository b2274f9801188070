import type { Records, Stored } from '../connection/collections.ts'
import type { Condition } from '../updates/matches.ts'
import type { Change, Updates } from '../updates/updates.ts'

/** The effect of one run on one budget. */
export interface Movement {
  /** Where the budget names the run's reservation. */
  field: string
  amount: bigint
  /** A number reserves under it, null ends the reservation. */
  limit: bigint | null
  /** The cost of a run whose reservation ends. */
  spent: bigint
}

interface Waiting extends Movement {
  settle: (outcome: boolean) => void
  refuse: (thrown: unknown) => void
}

/** One command names each reservation it moves, and should not grow without end. */
const MOST_AT_ONCE = 50

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n)

/**
 * Everybody who spends moves the budgets of the day and of the month. What one process does to such a record while its
 * last write is under way becomes one write: it happens as a whole or, where that is not possible, one by one in order.
 */
export class BudgetLine {
  readonly #updates: Updates
  readonly #budgets: Records
  readonly #lines = new Map<string, Waiting[]>()

  constructor(updates: Updates, budgets: Records) {
    this.#updates = updates
    this.#budgets = budgets
  }

  /** False when there is no such budget or no room in it, when it has this reservation already, or has it no more. */
  move(id: string, movement: Movement): Promise<boolean> {
    return new Promise((settle, refuse) => {
      const waiting = { ...movement, settle, refuse }
      const line = this.#lines.get(id)
      if (line !== undefined) {
        line.push(waiting)
        return
      }
      this.#lines.set(id, [waiting])
      void this.#serve(id)
    })
  }

  async #serve(id: string): Promise<void> {
    const line = this.#lines.get(id) ?? []
    while (line.length > 0) await this.#together(id, takeBatch(line))
    this.#lines.delete(id)
  }

  async #together(id: string, batch: readonly Waiting[]): Promise<void> {
    try {
      const isDone = canFit(batch) && (await this.#write(id, batch)) !== null
      if (isDone || batch.length === 1) {
        for (const { settle } of batch) settle(isDone)
        return
      }
    } catch (thrown) {
      for (const { refuse } of batch) refuse(thrown)
      return
    }
    for (const one of batch) await this.#together(id, [one])
  }

  #write(id: string, batch: readonly Movement[]): Promise<Stored | null> {
    return this.#updates.one(this.#budgets, id, conditionOf(batch), changeOf(batch))
  }
}

const limitOf = (batch: readonly Movement[]): bigint | null =>
  batch.find(({ limit }) => limit !== null)?.limit ?? null

/** The first in line that can go together: each reservation once, all new ones under the same limit. */
function takeBatch(line: Waiting[]): Waiting[] {
  const fields = new Set<string>()
  const limit = limitOf(line)
  const isNext = (one: Waiting): boolean =>
    !fields.has(one.field) && (one.limit === null || one.limit === limit)
  const batch: Waiting[] = []
  for (let one = line[0]; one !== undefined && isNext(one); one = line[0]) {
    fields.add(one.field)
    batch.push(one)
    line.shift()
    if (batch.length === MOST_AT_ONCE) break
  }
  return batch
}

const reservedBy = (batch: readonly Movement[]): bigint =>
  sum(batch.flatMap((one) => (one.limit === null ? [] : [one.amount])))

/** False when even an empty budget could not hold them: together they may be more than a number of the store. */
const canFit = (batch: readonly Movement[]): boolean => {
  const limit = limitOf(batch)
  return limit === null || reservedBy(batch) <= limit
}

function conditionOf(batch: readonly Movement[]): Condition {
  const limit = limitOf(batch)
  const reserved = reservedBy(batch)
  return {
    ...Object.fromEntries(batch.map((one) => [one.field, { $exists: one.limit === null }])),
    ...(limit !== null && { committed_pico_usd: { $lte: limit - reserved } }),
  }
}

function changeOf(batch: readonly Movement[]): Change {
  const limit = limitOf(batch)
  const added = batch.filter((one) => one.limit !== null)
  const ended = batch.filter((one) => one.limit === null)
  const reserved = reservedBy(batch) - sum(ended.map(({ amount }) => amount))
  const spent = sum(ended.map((one) => one.spent))
  const set = Object.fromEntries(added.map(({ field, amount }) => [field, amount]))
  return {
    ...(limit !== null && { $set: { limit_pico_usd: limit, ...set } }),
    ...(ended.length > 0 && {
      $unset: Object.fromEntries(ended.map(({ field }) => [field, '' as const])),
    }),
    $inc: {
      reserved_pico_usd: reserved,
      spent_pico_usd: spent,
      committed_pico_usd: reserved + spent,
    },
  }
}
