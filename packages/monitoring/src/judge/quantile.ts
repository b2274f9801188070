import type { Reading } from '@colophon/runtime/metrics'

type Buckets = Reading['buckets']

/** What was observed between two looks at a histogram. */
export const observedSince = (now: Buckets, then: Buckets | undefined): Buckets =>
  now.map(([bound, count], n) => [bound, count - (then?.[n]?.[1] ?? 0)])

/** The value below which this share of what was observed lies, as Prometheus reckons it; undefined of nothing. */
export function quantile(share: number, buckets: Buckets): number | undefined {
  const observed = buckets.at(-1)?.[1] ?? 0
  if (observed <= 0) return undefined
  const rank = share * observed
  const at = buckets.findIndex(([, count]) => count >= rank)
  const [bound = Infinity, count = 0] = buckets[at] ?? []
  const [below = 0, before = 0] = buckets[at - 1] ?? []
  if (bound === Infinity) return below
  return below + ((bound - below) * (rank - before)) / Math.max(1, count - before)
}
