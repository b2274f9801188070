import { METRICS, METRIC_PREFIX } from './metric-table.ts'

export type MetricName = keyof typeof METRICS

/** What a metric shows of one combination of its labels. */
export interface Reading {
  labels: Readonly<Record<string, string>>
  /** Of a histogram, how many were observed. */
  value: number
  /** Of a histogram, what they add up to. */
  sum: number
  /** Of a histogram, how many were at most so large; the last bound is infinite. */
  buckets: readonly (readonly [bound: number, count: number])[]
}
/** Metrics that show nothing are there with an empty list. */
export type Readings = Readonly<Partial<Record<MetricName, readonly Reading[]>>>

/** What metrics are registered with. */
interface Register {
  getSingleMetric(name: string): { get(): Promise<unknown> } | undefined
}

interface Shown {
  labels: Readonly<Partial<Record<string, string | number>>>
  value: number
  metricName?: string
}

/** What these metrics show now, as a scrape would see it. */
export async function readMetrics(
  registry: Register,
  names: readonly MetricName[],
): Promise<Readings> {
  const found = await Promise.all(
    names.map(async (name) => {
      const full = METRIC_PREFIX + METRICS[name].name
      const metric = await registry.getSingleMetric(full)?.get()
      const { values } = (metric ?? { values: [] }) as { values: Shown[] }
      return [name, METRICS[name].type === 'histogram' ? folded(full, values) : values.map(plain)]
    }),
  )
  return Object.fromEntries(found) as Readings
}

const NONE: Reading['buckets'] = []
const plain = ({ labels, value }: Shown): Reading => ({
  labels: labels as Reading['labels'],
  value,
  sum: 0,
  buckets: NONE,
})

/** The series of each child of a histogram, put together. */
function folded(full: string, values: readonly Shown[]): Reading[] {
  const children = new Map<string, Reading & { buckets: (readonly [number, number])[] }>()
  for (const { labels: shown, value, metricName } of values) {
    const { le, ...labels } = shown
    const key = JSON.stringify(labels)
    const known = children.get(key)
    const child = known ?? { ...plain({ labels, value: 0 }), buckets: [] }
    if (known === undefined) children.set(key, child)
    if (metricName === `${full}_sum`) child.sum = value
    else if (metricName === `${full}_count`) child.value = value
    else child.buckets.push([le === '+Inf' ? Infinity : Number(le), value])
  }
  return [...children.values()]
}
