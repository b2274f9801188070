/** A value as it ranks: how sure it is held to be, and whether it is right. */
export interface Ranked {
  sure: number
  right: boolean | null
}

export interface Step {
  /** Values of this confidence and more … */
  from: number
  /** … are so many, right ones and unknown ones with them … */
  taken: number
  /** … and of those that the edition records so many, with so many that are wrong. */
  n: number
  wrong: number
}

/** What is taken and what of it is wrong, the surest first, one step for each confidence that occurs. */
export function steps(values: readonly Ranked[]): Step[] {
  const groups = [...Map.groupBy(values, ({ sure }) => sure)].sort((a, b) => b[0] - a[0])
  let [taken, n, wrong] = [0, 0, 0]
  return groups.map(([from, group]) => {
    taken += group.length
    n += group.filter(({ right }) => right !== null).length
    wrong += group.filter(({ right }) => right === false).length
    return { from, taken, n, wrong }
  })
}

/** The last step at which no more than this share is wrong. */
export const within = (curve: readonly Step[], tolerated: number): Step | undefined =>
  curve.findLast(({ n, wrong }) => n > 0 && wrong / n <= tolerated)

/** Expected calibration error over ten bins. */
export function calibrationError(values: readonly Ranked[]): number {
  const known = values.filter(({ right }) => right !== null)
  const bins = Map.groupBy(known, ({ sure }) => Math.min(9, Math.floor(sure * 10)))
  let missed = 0
  for (const bin of bins.values())
    missed += Math.abs(bin.reduce((sum, { sure, right }) => sum + sure - Number(right), 0))
  return known.length === 0 ? 0 : missed / known.length
}
