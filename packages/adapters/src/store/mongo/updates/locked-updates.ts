import { ColophonError } from '@colophon/domain'
import type { Sort } from 'mongodb'
import type { Records, Stored } from '../connection/collections.ts'
import type { Locks } from './locks.ts'
import { matches, type Condition } from './matches.ts'
import { asUpdate, idsOf, type Change, type ManyOptions, type Updates } from './updates.ts'

const AT_ONCE = 8
/** Among so many of the first somebody finds one that nobody else was faster with. */
const FIRST_FEW = 50
const LATE = Symbol('late')
/** A server that is too slow so often in a row is as good as away; and whoever closes the store waits for this. */
const MOST_LATE = 5

/**
 * For FerretDB 1, which reads a record, changes it and writes it back without looking whether somebody else did so
 * meanwhile: two claims of one document can both succeed there. Each write is made under a lock of the record instead.
 * Selecting by the id alone is also the one filter that it does not decode the whole collection for.
 */
export class LockedUpdates implements Updates {
  readonly #locks: Locks

  constructor(locks: Locks) {
    this.#locks = locks
  }

  one(records: Records, id: string, expected: Condition, change: Change): Promise<Stored | null> {
    return this.#ifAs(records, id, expected, () =>
      records.findOneAndUpdate({ _id: id }, asUpdate(change), { returnDocument: 'after' }),
    )
  }

  async first(
    records: Records,
    expected: Condition,
    sort: Sort,
    change: Change,
  ): Promise<Stored | null> {
    for (;;) {
      const ids = await idsOf(records, expected, { sort, limit: FIRST_FEW })
      for (const id of ids) {
        const changed = await this.one(records, id, expected, change)
        if (changed !== null) return changed
      }
      if (ids.length < FIRST_FEW) return null
    }
  }

  async many(
    records: Records,
    expected: Condition,
    change: Change,
    options: ManyOptions = {},
  ): Promise<number> {
    return this.each(records, await idsOf(records, expected, options), expected, change)
  }

  async each(
    records: Records,
    ids: readonly string[],
    expected: Condition,
    change: Change,
  ): Promise<number> {
    const waiting = [...ids]
    let changed = 0
    const work = async (): Promise<void> => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        if ((await this.one(records, id, expected, change)) !== null) changed += 1
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    return changed
  }

  async remove(records: Records, id: string, expected: Condition): Promise<boolean> {
    const removed = await this.#ifAs(records, id, expected, () => records.deleteOne({ _id: id }))
    return removed?.deletedCount === 1
  }

  async #ifAs<T>(
    records: Records,
    id: string,
    expected: Condition,
    write: () => Promise<T>,
  ): Promise<T | null> {
    for (let late = 0; late < MOST_LATE; late += 1) {
      const done = await this.#locks.hold(`${records.collectionName}/${id}`, async (isSure) => {
        const found = await records.findOne({ _id: id })
        if (found === null || !matches(found, expected)) return null
        return isSure() ? { outcome: await write() } : LATE
      })
      // The lock may have been another's since: what was read may be, too.
      if (done !== LATE) return done === null ? null : done.outcome
    }
    throw new ColophonError('store.unavailable', 'The server is too slow to write under a lock')
  }
}
