import type { MetricName } from '@colophon/runtime/metrics'
import type { At } from '../alert.ts'
import { secondsOf } from '../duration.ts'
import {
  grown,
  sampleAt,
  shown,
  summed,
  type Found,
  type History,
  type Selection,
} from './history.ts'
import { observedSince, quantile } from './quantile.ts'

/** The figures of a process, as conditions ask for them. */
export class Look {
  readonly history: History
  readonly now: number

  constructor(history: History) {
    this.history = history
    this.now = history.samples.at(-1)?.at ?? history.startedAt
  }

  gauge(name: MetricName, selection: Selection = {}): Found[] {
    return summed(shown(this.history.samples.at(-1), name), selection)
  }

  /** The only series of a metric, or the largest; undefined where it shows nothing. */
  one(name: MetricName, where?: Selection['where']): number | undefined {
    const values = shown(this.history.samples.at(-1), name)
      .filter(({ labels }) => where?.(labels) ?? true)
      .map(({ value }) => value)
    return values.length === 0 ? undefined : Math.max(...values)
  }

  grown(name: MetricName, window: string, selection: Selection = {}): Found[] {
    return grown(this.history, name, { ...selection, seconds: secondsOf(window) })
  }

  /** How long ago a time was that a gauge shows; undefined where it shows none, or that it never was. */
  since(name: MetricName): number | undefined {
    const at = this.one(name)
    return at === undefined || at === 0 ? undefined : this.now - at
  }

  /** The 95th of a hundred observations of the window, by label, where there were more than `least`. */
  slowest(
    name: MetricName,
    label: string,
    { window, least }: Pick<At, 'window' | 'least'>,
  ): Found[] {
    const { samples } = this.history
    const then = shown(sampleAt(samples, this.now - secondsOf(window)), name)
    return shown(samples.at(-1), name).flatMap(({ labels, buckets }) => {
      const before = then.find((each) => each.labels[label] === labels[label])?.buckets
      const observed = observedSince(buckets, before)
      const value = quantile(0.95, observed)
      if (value === undefined || (observed.at(-1)?.[1] ?? 0) <= least) return []
      return [{ labels: { [label]: labels[label] ?? '' }, value }]
    })
  }
}
