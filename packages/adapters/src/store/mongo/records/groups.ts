import type { Filter } from 'mongodb'
import type { Records, Stored } from '../connection/collections.ts'
import type { Condition } from '../updates/matches.ts'

export interface Group<Measure extends string> {
  /** Values of the fields that were grouped by. */
  key: Record<string, unknown>
  sums: Record<Measure, bigint>
}

export interface GroupQuery<Measure extends string> {
  where: Condition
  by: readonly string[]
  /** Sums by name, each of a field (`$amount`) or of 1. */
  sums: Readonly<Record<Measure, string | 1>>
}

interface GroupRow {
  _id: Record<string, unknown>
  sum: number | bigint
}

/** Sums by group. One query for each sum: FerretDB 1 answers 0 to every second accumulator of a stage. */
export async function groupSums<Measure extends string>(
  records: Records,
  { where, by, sums }: GroupQuery<Measure>,
): Promise<Group<Measure>[]> {
  const measures = Object.keys(sums) as Measure[]
  const _id = Object.fromEntries(by.map((field) => [field, `$${field}`]))
  const answers = await Promise.all(
    measures.map((measure) =>
      records
        .aggregate<GroupRow>([
          { $match: where as Filter<Stored> },
          { $group: { _id, sum: { $sum: sums[measure] } } },
        ])
        .toArray(),
    ),
  )
  const groups = new Map<string, Group<Measure>>()
  for (const [index, measure] of measures.entries()) {
    for (const { _id: key, sum } of answers[index] ?? []) {
      const name = JSON.stringify(by.map((field) => key[field] ?? null))
      let group = groups.get(name)
      if (group === undefined) {
        const zeros = Object.fromEntries(measures.map((one) => [one, 0n]))
        group = { key, sums: zeros as Record<Measure, bigint> }
        groups.set(name, group)
      }
      group.sums[measure] = BigInt(sum)
    }
  }
  return [...groups.values()]
}
