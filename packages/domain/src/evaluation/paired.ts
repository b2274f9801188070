import { f1Of, meanOf, NOTHING, sum } from './figures.ts'
import type { HeldDocument } from './held-document.ts'
import { differencesOf, type Interval, type Row } from './intervals.ts'
import type { Counts } from './match.ts'
import { coreOf, rowsOf } from './report.ts'
import type { MeasuredField } from './spec.ts'

export interface Difference {
  field: string
  /** Documents of which it is known, and that both have a record of. */
  documents: number
  f1: number | null
  /** Of the other version. */
  against: number | null
  difference: number | null
  /** Of the difference, by the bootstrap over documents, both versions drawn together; 95 %. */
  interval: Interval | null
  /** Documents in which more is right and less is wrong than before, and the other way round. */
  better: number
  worse: number
  /** How likely chance alone makes the two lie as far apart as they do (sign test, two-sided). */
  chance: number
}

export interface PairedReport {
  documents: number
  /** Documents that only one of both has a record of: they are left out. */
  left_out: number
  mean: Omit<Difference, 'field' | 'better' | 'worse' | 'chance'>
  fields: Difference[]
}

/** Mistakes of a field: what is missing, and what is there and wrong. */
const mistakes = ({ expected, found, right }: Counts): number => expected + found - 2 * right

/** Two-sided sign test: how often a fair coin gives at least so uneven a result. */
export function signTest(better: number, worse: number): number {
  const n = better + worse
  const few = Math.min(better, worse)
  let term = -n * Math.LN2
  let tail = 0
  for (let k = 0; k <= few; k++) {
    tail += Math.exp(term)
    term += Math.log(n - k) - Math.log(k + 1)
  }
  return Math.min(1, 2 * tail)
}

const less = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one - other

interface Pair {
  rows: readonly Row[]
  against: readonly Row[]
}

function differenceAt(
  { rows, against }: Pair,
  at: number,
  interval: Interval | null,
): Omit<Difference, 'field'> {
  const known = rows.flatMap((row, n) => {
    const [one, other] = [row[at], against[n]?.[at]]
    return one == null || other == null ? [] : [{ one, other }]
  })
  const moved = known.map(({ one, other }) => mistakes(other) - mistakes(one))
  const [f1, before] = [
    f1Of(sum(known.map(({ one }) => one))),
    f1Of(sum(known.map(({ other }) => other))),
  ]
  const better = moved.filter((by) => by > 0).length
  const worse = moved.filter((by) => by < 0).length
  return {
    documents: known.length,
    ...{ f1, against: before, difference: less(f1, before), interval },
    ...{ better, worse, chance: signTest(better, worse) },
  }
}

/** A field counts in both rows or in neither: a value that a person set in one of them would tell them apart. */
function bothKnown({ rows, against }: Pair): Pair {
  const known = rows.map((row, n) =>
    row.map((counts, at) => counts !== null && against[n]?.[at] != null),
  )
  const only = (all: readonly Row[]): Row[] =>
    all.map((row, n) => row.map((counts, at) => (known[n]?.[at] === true ? counts : null)))
  return { rows: only(rows), against: only(against) }
}

/** Two versions of the records of the same documents, held against the same truth; differences are the first less the second. */
export function pairedReport(
  documents: readonly HeldDocument[],
  against: readonly HeldDocument[],
  fields: readonly MeasuredField[],
): PairedReport {
  const thereIn = (all: readonly HeldDocument[]) =>
    new Set(all.filter(({ there }) => there).map(({ document_id: id }) => id))
  const [here, other] = [thereIn(documents), thereIn(against)]
  const inBoth = (all: readonly HeldDocument[]) =>
    all.filter(({ document_id: id }) => here.has(id) && other.has(id))
  const pair = bothKnown({
    rows: rowsOf(inBoth(documents), fields),
    against: rowsOf(inBoth(against), fields),
  })
  const core = coreOf(fields)
  const asked = { fields: fields.length, core }
  const intervals = differencesOf(pair.rows, pair.against, asked)
  const meanIn = (rows: readonly Row[]) =>
    meanOf(core.map((at) => f1Of(sum(rows.map((row) => row[at] ?? NOTHING)))))
  const [f1, before] = [meanIn(pair.rows), meanIn(pair.against)]
  return {
    documents: pair.rows.length,
    left_out: here.symmetricDifference(other).size,
    mean: {
      documents: pair.rows.length,
      ...{ f1, against: before, difference: less(f1, before), interval: intervals.mean },
    },
    fields: fields
      .map(({ name }, at) => ({
        field: name,
        ...differenceAt(pair, at, intervals.fields[at] ?? null),
      }))
      .filter(({ documents: known }) => known > 0),
  }
}
