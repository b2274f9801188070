import type { Counts } from './match.ts'

export interface Rates {
  /** Null where nothing was found, and nothing was to be found. */
  precision: number | null
  recall: number | null
  f1: number | null
}

export const NOTHING: Counts = { expected: 0, found: 0, right: 0 }

export const sum = (all: Iterable<Counts>): Counts => {
  const total = { ...NOTHING }
  for (const { expected, found, right } of all) {
    total.expected += expected
    total.found += found
    total.right += right
  }
  return total
}

/** F1 of counts: 1 where all is right, 0 where nothing is; null where nothing was expected and nothing found. */
export const f1Of = ({ expected, found, right }: Counts): number | null =>
  expected + found === 0 ? null : (2 * right) / (expected + found)

/** Nothing found where something was expected is a precision of 0: silence must not look like accuracy. */
export function ratesOf(counts: Counts): Rates {
  const { expected, found, right } = counts
  return {
    precision: found > 0 ? right / found : expected > 0 ? 0 : null,
    recall: expected > 0 ? right / expected : null,
    f1: f1Of(counts),
  }
}

/** Mean of those that have a value; null of none. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((total, one) => total + one, 0) / known.length
}
