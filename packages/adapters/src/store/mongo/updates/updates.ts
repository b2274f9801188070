import { MongoBulkWriteError, type Filter, type Sort, type UpdateFilter } from 'mongodb'
import type { Records, Stored } from '../connection/collections.ts'
import { DUPLICATE_KEY, isDuplicateKey } from '../connection/failures.ts'
import type { Condition } from './matches.ts'

/** The operators that every server has; dotted paths lead into a record. */
export interface Change {
  $set?: Readonly<Record<string, unknown>>
  $unset?: Readonly<Record<string, ''>>
  $inc?: Readonly<Record<string, number | bigint>>
  $addToSet?: Readonly<Record<string, unknown>>
}

export const asUpdate = (change: Change): UpdateFilter<Stored> => change as UpdateFilter<Stored>

export interface ManyOptions {
  sort?: Sort
  limit?: number
}

/**
 * Writes that happen only to records as they are expected to be. Test and write are one step for everybody: all that
 * changes a record goes through here.
 */
export interface Updates {
  /** The record as it is then; null when it is not there or not as expected. */
  one(records: Records, id: string, expected: Condition, change: Change): Promise<Stored | null>
  /** The first in this order that is as expected, as it is then: two who ask at once never get the same. */
  first(records: Records, expected: Condition, sort: Sort, change: Change): Promise<Stored | null>
  /** Each record that is as expected; returns how many. */
  many(
    records: Records,
    expected: Condition,
    change: Change,
    options?: ManyOptions,
  ): Promise<number>
  /** Those records with these ids that are as expected; returns how many. */
  each(
    records: Records,
    ids: readonly string[],
    expected: Condition,
    change: Change,
  ): Promise<number>
  /** False when it is not there or not as expected. */
  remove(records: Records, id: string, expected: Condition): Promise<boolean>
}

const asFilter = (id: string, expected: Condition): Filter<Stored> => ({
  ...expected,
  _id: id,
})

/** False when there is a record with that id already. */
export async function insertNew(records: Records, record: Stored): Promise<boolean> {
  try {
    await records.insertOne(record)
    return true
  } catch (thrown) {
    if (isDuplicateKey(thrown)) return false
    throw thrown
  }
}

/** Inserts those whose ids are new; returns the indexes of the others. */
export async function insertAllNew(
  records: Records,
  list: readonly Stored[],
): Promise<Set<number>> {
  if (list.length === 0) return new Set()
  try {
    await records.insertMany([...list], { ordered: false })
    return new Set()
  } catch (thrown) {
    const there = duplicatesOf(thrown)
    if (there === null) throw thrown
    return there
  }
}

function duplicatesOf(thrown: unknown): Set<number> | null {
  if (!(thrown instanceof MongoBulkWriteError)) return null
  const errors = [thrown.writeErrors].flat()
  const onlyDuplicates = errors.length > 0 && errors.every(({ code }) => code === DUPLICATE_KEY)
  return onlyDuplicates ? new Set(errors.map(({ index }) => index)) : null
}

/** The ids of those that are as expected. */
export async function idsOf(
  records: Records,
  expected: Condition,
  { sort, limit }: ManyOptions = {},
): Promise<string[]> {
  const cursor = records.find(expected as Filter<Stored>, { projection: { _id: 1 } })
  if (sort !== undefined) cursor.sort(sort)
  if (limit !== undefined) cursor.limit(limit)
  return (await cursor.toArray()).map(({ _id }) => _id)
}

/** Updates on a server whose single-document writes are atomic, as those of MongoDB are. */
export class AtomicUpdates implements Updates {
  one(records: Records, id: string, expected: Condition, change: Change): Promise<Stored | null> {
    return records.findOneAndUpdate(asFilter(id, expected), asUpdate(change), {
      returnDocument: 'after',
    })
  }

  first(records: Records, expected: Condition, sort: Sort, change: Change): Promise<Stored | null> {
    const options = { sort, returnDocument: 'after' } as const
    return records.findOneAndUpdate(expected, asUpdate(change), options)
  }

  async many(
    records: Records,
    expected: Condition,
    change: Change,
    options: ManyOptions = {},
  ): Promise<number> {
    if (options.limit !== undefined) {
      return this.each(records, await idsOf(records, expected, options), expected, change)
    }
    return (await records.updateMany(expected, asUpdate(change))).modifiedCount
  }

  async each(
    records: Records,
    ids: readonly string[],
    expected: Condition,
    change: Change,
  ): Promise<number> {
    if (ids.length === 0) return 0
    const filter = { ...expected, _id: { $in: [...ids] } } as Filter<Stored>
    return (await records.updateMany(filter, asUpdate(change))).modifiedCount
  }

  async remove(records: Records, id: string, expected: Condition): Promise<boolean> {
    return (await records.deleteOne(asFilter(id, expected))).deletedCount === 1
  }
}
