import type { MetricName, Reading, Readings } from '@colophon/runtime/metrics'

/** What a process has measured at a time. */
export interface Sample {
  /** Seconds since the epoch. */
  at: number
  figures: Readings
}

/** What a process has measured since it began, as far as that is kept: oldest first. */
export interface History {
  /** Seconds since the epoch. */
  startedAt: number
  samples: readonly Sample[]
}

/** A figure, and what it is of. */
export interface Found {
  labels: Readonly<Record<string, string>>
  value: number
}

export interface Selection {
  /** Labels that stay; what differs in others is added up. @default none stay */
  by?: readonly string[]
  where?: (labels: Found['labels']) => boolean
}

const all = (): boolean => true

/** What a metric shows in a sample. */
export const shown = (sample: Sample | undefined, name: MetricName): readonly Reading[] =>
  sample?.figures[name] ?? []

/** Added up over what is not in `by`. */
export function summed(
  readings: readonly Found[],
  { by = [], where = all }: Selection = {},
): Found[] {
  const sums = new Map<string, Found>()
  for (const { labels, value } of readings) {
    if (!where(labels)) continue
    const kept = Object.fromEntries(by.map((name) => [name, labels[name] ?? '']))
    const key = JSON.stringify(kept)
    sums.set(key, { labels: kept, value: (sums.get(key)?.value ?? 0) + value })
  }
  return [...sums.values()]
}

/** The last sample at or before a time: what was counted until then. */
export function sampleAt(samples: readonly Sample[], at: number): Sample | undefined {
  return samples.findLast((sample) => sample.at <= at)
}

/**
 * What a counter has grown by in the last seconds. What is new counts whole. A history that is shorter than that counts
 * from its beginning, which is that of the process and of its counters, unless older samples were dropped.
 */
export function grown(
  { samples, startedAt }: History,
  name: MetricName,
  { seconds, ...selection }: Selection & { seconds: number },
): Found[] {
  const last = samples.at(-1)
  if (last === undefined) return []
  const from = last.at - seconds
  const before = from <= startedAt ? undefined : (sampleAt(samples, from) ?? samples[0])
  const then = summed(shown(before, name), selection)
  return summed(shown(last, name), selection).map(({ labels, value }) => ({
    labels,
    // A count of another program may have begun again.
    value: Math.max(0, value - (valueOf(then, labels) ?? 0)),
  }))
}

/** The value that has these labels. */
export function valueOf(found: readonly Found[], labels: Found['labels']): number | undefined {
  const wanted = Object.entries(labels)
  return found.find((each) => wanted.every(([name, value]) => each.labels[name] === value))?.value
}

export const total = (found: readonly Found[]): number =>
  found.reduce((sum, { value }) => sum + value, 0)
