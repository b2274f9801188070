import type { Counts } from './match.ts'
import { f1Of, meanOf } from './figures.ts'

/** Both ends of an interval that has the true value 95 times of 100. */
export interface Interval {
  low: number
  high: number
}

const Z = 1.96

/** Wilson's interval of a share, two-sided, 95 %. Of nothing it is everything. */
export function wilson(part: number, whole: number): Interval {
  if (whole === 0) return { low: 0, high: 1 }
  const share = part / whole
  const square = (Z * Z) / whole
  const centre = share + square / 2
  const half = Z * Math.sqrt((share * (1 - share)) / whole + square / (4 * whole))
  const low = part === 0 ? 0 : (centre - half) / (1 + square)
  const high = part === whole ? 1 : (centre + half) / (1 + square)
  return { low: Math.max(0, low), high: Math.min(1, high) }
}

/** Draws that are uniform in [0, 1) and the same for the same seed (mulberry32). */
export function uniformDraws(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Counts of each field of one document; null where the field is not known of it. */
export type Row = readonly (Counts | null)[]

/** So many times documents are drawn anew. Odd ends of 25 each are cut off. */
export const RESAMPLES = 1_000
const SEED = 20_250_601

/** Three numbers for each field of each document, so that sums are fast. */
function packed(rows: readonly Row[], fields: number): Float64Array {
  const all = new Float64Array(rows.length * fields * 3)
  for (const [at, row] of rows.entries())
    for (let field = 0; field < fields; field++) {
      const counts = row[field]
      if (counts == null) continue
      all.set([counts.expected, counts.found, counts.right], (at * fields + field) * 3)
    }
  return all
}

/**
 * Draws as many documents as there are, with repetition, and hands on how often each was drawn; the same draws for the
 * same number of documents, so that two versions of the same documents are judged by the same.
 */
function* drawn(documents: number): Generator<Uint32Array> {
  const draw = uniformDraws(SEED)
  const weights = new Uint32Array(documents)
  for (let time = 0; time < RESAMPLES; time++) {
    weights.fill(0)
    for (let n = 0; n < documents; n++) {
      const at = Math.floor(draw() * documents)
      weights[at] = (weights[at] ?? 0) + 1
    }
    yield weights
  }
}

function weighed(all: Float64Array, fields: number, weights: Uint32Array): Counts[] {
  const sums = new Float64Array(fields * 3)
  for (const [at, weight] of weights.entries()) {
    if (weight === 0) continue
    const from = at * fields * 3
    for (let n = 0; n < sums.length; n++) sums[n] = (sums[n] ?? 0) + weight * (all[from + n] ?? 0)
  }
  return Array.from({ length: fields }, (_, field) => ({
    expected: sums[field * 3] ?? 0,
    found: sums[field * 3 + 1] ?? 0,
    right: sums[field * 3 + 2] ?? 0,
  }))
}

/** The 2.5 % and 97.5 % points, widened to the value itself, which a skewed distribution may leave outside. */
function percentiles(values: readonly number[], point: number): Interval {
  const sorted = values.toSorted((a, b) => a - b)
  const cut = Math.floor(sorted.length * 0.025)
  return {
    low: Math.min(point, sorted[cut] ?? point),
    high: Math.max(point, sorted[sorted.length - 1 - cut] ?? point),
  }
}

/** Documents of which nothing differs say the same whichever are drawn: the interval is then that of so many trials. */
const widened = (interval: Interval, point: number, documents: number): Interval =>
  interval.low < interval.high ? interval : wilson(point * documents, documents)

export interface Intervals {
  /** Of the F1 of each field; null where nothing is known of it. */
  fields: (Interval | null)[]
  /** Of the mean F1 of the fields that are core. */
  mean: Interval | null
}

interface Asked {
  fields: number
  /** Places of the fields that the mean is made of. */
  core: readonly number[]
}

/** What is looked at each time documents are drawn. */
interface Statistic {
  fields: (number | null)[]
  mean: number | null
}

const f1sOf = (sums: readonly Counts[], core: readonly number[]): Statistic => {
  const fields = sums.map(f1Of)
  return { fields, mean: meanOf(core.map((at) => fields[at] ?? null)) }
}

interface Resampled {
  /** Of each document once. */
  point: Statistic
  fields: number[][]
  means: number[]
}

function resampled(documents: number, statistic: (weights: Uint32Array) => Statistic): Resampled {
  const point = statistic(new Uint32Array(documents).fill(1))
  const fields = point.fields.map((): number[] => [])
  const means: number[] = []
  for (const weights of drawn(documents)) {
    const { fields: values, mean } = statistic(weights)
    for (const [field, value] of values.entries()) if (value !== null) fields[field]?.push(value)
    if (mean !== null) means.push(mean)
  }
  return { point, fields, means }
}

type Bounds = (values: readonly number[], point: number, field: number | null) => Interval

const bounded = ({ point, fields, means }: Resampled, bounds: Bounds): Intervals => ({
  fields: point.fields.map((value, field) =>
    value === null ? null : bounds(fields[field] ?? [], value, field),
  ),
  mean: point.mean === null ? null : bounds(means, point.mean, null),
})

/** 95 % intervals by the bootstrap over documents. Rows have to come in an order that does not depend on the input's. */
export function intervalsOf(rows: readonly Row[], { fields, core }: Asked): Intervals {
  const all = packed(rows, fields)
  const known = (field: number | null): number =>
    field === null ? rows.length : rows.filter((row) => row[field] != null).length
  const draws = resampled(rows.length, (weights) => f1sOf(weighed(all, fields, weights), core))
  return bounded(draws, (values, point, field) =>
    widened(percentiles(values, point), point, known(field)),
  )
}

const less = (one: number | null | undefined, other: number | null | undefined): number | null =>
  one == null || other == null ? null : one - other

/** Intervals of how much more the F1 of the first rows is; both are of the same documents in the same order. */
export function differencesOf(
  rows: readonly Row[],
  against: readonly Row[],
  { fields, core }: Asked,
): Intervals {
  const [all, others] = [packed(rows, fields), packed(against, fields)]
  const draws = resampled(rows.length, (weights) => {
    const one = f1sOf(weighed(all, fields, weights), core)
    const other = f1sOf(weighed(others, fields, weights), core)
    return {
      fields: one.fields.map((f1, field) => less(f1, other.fields[field])),
      mean: less(one.mean, other.mean),
    }
  })
  return bounded(draws, percentiles)
}
