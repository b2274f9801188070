import { ruleOdds, type Weights } from '@colophon/profiles/letters/rules/sureness'
import type { MeasuredValue } from './values.ts'

/** Which way a sign may speak: what would speak the other way in one measurement is chance, and gets no weight. */
export type Directions = Readonly<Record<string, 1 | -1>>

type Known = Pick<MeasuredValue, 'rule' | 'signs'> & { right: boolean }

/** Weights are held near nothing: one value more or less that is right moves none by much. */
const RIDGE = 1
const ROUNDS = 4_000
const STEP = 0.3
const STILL = 1e-6

const share = (odds: number): number => 1 / (1 + Math.exp(-odds))

/** Keeps a weight on the side of its direction; the base may have either. */
function allowed(weight: number, index: number, directions: readonly (1 | -1)[]): number {
  if (index === 0) return weight
  const direction = index === 1 ? 1 : (directions[index - 2] ?? 1)
  return direction * weight < 0 ? 0 : weight
}

/** Logistic regression with a ridge and fixed signs, by projected steps along each coordinate. */
function regression(
  rows: readonly (readonly number[])[],
  right: readonly number[],
  directions: readonly (1 | -1)[],
): number[] {
  const weights = new Array<number>(directions.length + 2).fill(0)
  for (let round = 0; round < ROUNDS; round++) {
    const slope = weights.map(() => 0)
    const curve = weights.map(() => STILL)
    for (const [at, row] of rows.entries()) {
      const odds = row.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0)
      const missed = (right[at] ?? 0) - share(odds)
      for (const [index, value] of row.entries()) {
        slope[index] = (slope[index] ?? 0) + missed * value
        curve[index] = (curve[index] ?? 0) + value * value * 0.25
      }
    }
    let moved = 0
    for (const [index, weight] of weights.entries()) {
      const ridge = index === 0 ? 0 : RIDGE
      const step = (STEP * ((slope[index] ?? 0) - ridge * weight)) / ((curve[index] ?? 0) + ridge)
      const next = allowed(weight + step, index, directions)
      moved += Math.abs(next - weight)
      weights[index] = next
    }
    if (moved < STILL) break
  }
  return weights
}

const rounded = (value: number): number => Math.round(value * 100) / 100

/** Worth less than this a sign is left out: the list stays one that a person can read. */
const LEAST_WEIGHT = 0.1

export function fit(values: readonly Known[], directions: Directions): Weights {
  const names = Object.keys(directions)
  const rows = values.map(({ rule, signs }) => [
    1,
    ruleOdds(rule),
    ...names.map((name) => Number(signs[name] === true)),
  ])
  const right = values.map((value) => Number(value.right))
  const [base = 0, rule = 0, ...found] = regression(rows, right, Object.values(directions))
  const signs = names
    .map((name, index) => [name, rounded(found[index] ?? 0)] as const)
    .filter(([, weight]) => Math.abs(weight) >= LEAST_WEIGHT)
    .sort((a, b) => b[1] - a[1])
  return { base: rounded(base), rule: rounded(rule), signs: Object.fromEntries(signs) }
}
