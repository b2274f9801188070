import type { MeasuredStep, Profile } from '../profile.ts'
import { extractedPaths } from '../profile.ts'
import { getPath, isPresent, type Tree } from '../record/path.ts'
import type { FieldAcceptance, FlaggedField } from './review.ts'

/** Shares of wrong values that are tolerated, by path. */
export type ToleratedErrors = Readonly<Record<string, number>>

/** Of the confidence that the upper end has: 19 of 20 such ends lie above the true share. */
const Z = 1.645

/** The most that so many wrong ones of so many make likely (Wilson's upper bound): of few, much. */
export function mostWrong({ n, wrong }: Pick<MeasuredStep, 'n' | 'wrong'>): number {
  if (n === 0) return 1
  const share = wrong / n
  const square = Z * Z
  const centre = share + square / (2 * n)
  const half = Z * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n))
  // Rounding may put it below what was seen, where all was wrong.
  return Math.min(1, Math.max(share, (centre + half) / (1 + square / n)))
}

/**
 * The lowest step from which on no more than this share is wrong, as far as was measured: the upper end counts. Undefined
 * when nothing that was measured keeps it.
 */
export const stepWithin = (
  measured: readonly MeasuredStep[],
  tolerated: number,
): MeasuredStep | undefined =>
  measured.toSorted((a, b) => a.from - b.from).find((step) => mostWrong(step) <= tolerated)

/** Above every confidence: nothing is accepted. */
const NOTHING = 1.01

/** From which confidence on a value of this path is accepted without a person. */
export function cutOff(
  { acceptance, routing }: Pick<Profile, 'acceptance' | 'routing'>,
  path: string,
  tolerated: ToleratedErrors = {},
): number {
  const own = acceptance?.[path]
  const share = tolerated[path]
  if (share !== undefined && own?.measured !== undefined)
    return stepWithin(own.measured, share)?.from ?? NOTHING
  return own?.from ?? routing.confidence
}

/**
 * How each required field of a record stands: `accepted` with its value, `open` to a person, or `resolved` without a
 * value. What only the submitter knows and did not say is left out.
 */
export function acceptanceOf(
  profile: Profile,
  data: Tree,
  flagged: readonly FlaggedField[],
): Record<string, FieldAcceptance> {
  const asked = new Set(flagged.map(({ path }) => path))
  const submitters = new Set(
    profile.fields.filter(({ knownTo }) => knownTo === 'submitter').map(({ path }) => path),
  )
  return Object.fromEntries(
    extractedPaths(profile).flatMap((path): [string, FieldAcceptance][] => {
      if (asked.has(path)) return [[path, 'open']]
      if (isPresent(getPath(data, path))) return [[path, 'accepted']]
      return submitters.has(path) ? [] : [[path, 'resolved']]
    }),
  )
}
