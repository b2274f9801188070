import type { MeasuredStep } from '@colophon/domain'
import type { Weights, WeighedField } from '@colophon/profiles/letters/rules/sureness'
import type { Ranked } from './curve.ts'

/** The source of the weights, as the product reads them. */
export const weightsModule = (weights: Readonly<Record<WeighedField, Weights>>): string => `
import type { Weights } from './weigh.ts'

/** Measured on the letters of five editions, clean and misread, and written by \`npm run confidence\`. */
export const WEIGHTS: Readonly<Record<'sender' | 'recipient' | 'date', Weights>> = ${JSON.stringify(weights)}
`

/** Confidences that a cut-off may have. */
const CUTS = Array.from({ length: 25 }, (_, index) => Math.round(50 + 2 * index) / 100)

function measuredSteps(values: readonly Ranked[], documents: number): MeasuredStep[] {
  return CUTS.map((from) => {
    const taken = values.filter(({ sure }) => sure >= from)
    return {
      from,
      share: Math.round((taken.length / documents) * 1_000) / 1_000,
      n: taken.filter(({ right }) => right !== null).length,
      wrong: taken.filter(({ right }) => right === false).length,
    }
  })
}

/** The source of what was measured from each confidence on. */
export function measuredModule(
  values: Readonly<Record<WeighedField, readonly Ranked[]>>,
  documents: number,
): string {
  const steps = Object.entries(values).map(
    ([field, own]) => [field, measuredSteps(own, documents)] as const,
  )
  return `
import type { MeasuredStep } from '@colophon/domain'

/**
 * What was wrong from each confidence on, on the letters of five editions, clean and misread, each edition weighed by what
 * the others teach. Written by \`npm run confidence\`.
 */
export const MEASURED: Readonly<Record<'sender' | 'recipient' | 'date', readonly MeasuredStep[]>> = ${JSON.stringify(Object.fromEntries(steps))}
`
}
