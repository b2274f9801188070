import { setImmediate } from 'node:timers/promises'
import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  Registry,
  type CounterConfiguration,
} from 'prom-client'
import { Children, roomForChildren, type Labels, type Room } from './metric-children.ts'
import { readMetrics, type MetricName, type Readings } from './metric-readings.ts'
import { METRICS, METRIC_PREFIX, type MetricSpec } from './metric-table.ts'

export { MAX_SERIES } from './metric-children.ts'
export { METRICS, RECORDERS, type Recorder } from './metric-table.ts'
export type { MetricName, Reading, Readings } from './metric-readings.ts'

interface CounterHandle<L extends string> {
  inc(labels: Labels<L>, by?: number): void
  /**
   * What another program has counted since it began, as it says: where that begins again at 0, readers see it do so as
   * they do with any counter. A metric is counted here or there, never both.
   */
  mirror(labels: Labels<L>, total: number): void
  /** Shown no more: whoever counts it does not answer. */
  clear(labels: Labels<L>): void
}
/** Not shown before it is set, and no more once it is cleared: no value is better than one that nobody knows. */
interface GaugeHandle<L extends string> {
  set(labels: Labels<L>, value: number): void
  add(labels: Labels<L>, by: number): void
  clear(labels: Labels<L>): void
}
interface HistogramHandle<L extends string> {
  observe(labels: Labels<L>, value: number): void
}

type LabelsOf<S> = S extends MetricSpec<infer L> ? L : never
type Handle<S extends MetricSpec> = S['type'] extends 'counter'
  ? CounterHandle<LabelsOf<S>>
  : S['type'] extends 'gauge'
    ? GaugeHandle<LabelsOf<S>>
    : HistogramHandle<LabelsOf<S>>

/** One typed handle per row of `METRICS`, and what `/metrics` shows. Metrics without labels take `{}`. */
export type Metrics = { readonly [K in keyof typeof METRICS]: Handle<(typeof METRICS)[K]> } & {
  readonly contentType: string
  exposition(): Promise<string>
  /** What these show now, for what looks at them inside of the process. */
  read(names: readonly MetricName[]): Promise<Readings>
}

export interface MetricsOptions {
  service: string
  version: string
  /** Also exports `process_*` and `nodejs_*`; one registry of a process is enough. */
  process?: boolean
}

export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry()
  if (options.process === true) collectDefaultMetrics({ register: registry })
  const room = roomForChildren()
  const handles = Object.fromEntries(
    Object.entries(METRICS).map(([key, spec]) => [key, createHandle(spec, registry, room)]),
  ) as unknown as Omit<Metrics, 'contentType' | 'exposition'>
  const { service, version } = options
  handles.buildInfo.set({ service, version, node: process.versions.node }, 1)
  return {
    ...handles,
    contentType: registry.contentType,
    exposition: () => written(registry),
    read: (names) => readMetrics(registry, names),
  }
}

/** Metric by metric, with room for other work between them: thousands of series take longer than a request may wait. */
async function written(registry: Registry): Promise<string> {
  const texts: string[] = []
  for (const { name } of registry.getMetricsAsArray()) {
    texts.push(await registry.getSingleMetricAsString(name))
    await setImmediate()
  }
  return `${texts.join('\n\n')}\n`
}

type AnyHandle = CounterHandle<string> | GaugeHandle<string> | HistogramHandle<string>

function createHandle(spec: MetricSpec, registry: Registry, room: Room): AnyHandle {
  const common = {
    name: METRIC_PREFIX + spec.name,
    help: spec.help,
    labelNames: [...spec.labels],
    registers: [registry],
  }
  if (spec.type === 'counter') return createCounter(spec, common, room)
  if (spec.type === 'gauge') return createGauge(spec, new Gauge(common), room)
  const metric = new Histogram({ ...common, buckets: [...(spec.buckets ?? [])] })
  const children = new Children(spec, room, (labels) => labels)
  return {
    observe: (labels, value) => {
      metric.observe(children.of(labels), value)
    },
  }
}

function createGauge(spec: MetricSpec, metric: Gauge, room: Room): GaugeHandle<string> {
  // One without labels is made with the value 0, which nobody has measured.
  if (spec.labels.length === 0) metric.remove()
  const children = new Children(spec, room, (labels) => labels)
  return {
    set: (labels, value) => {
      const child = children.own(labels)
      if (child !== undefined) metric.set(child, value)
    },
    add: (labels, by) => {
      const child = children.own(labels)
      if (child !== undefined) metric.inc(child, by)
    },
    clear: (labels) => {
      const child = children.take(labels)
      if (child !== undefined) metric.remove(child)
    },
  }
}

interface Count {
  labels: Labels
  uncollected: number
  /** Counted elsewhere. */
  total: number | null
}

/** Counts are added up here and handed over when somebody looks: dozens are counted for every document. */
function createCounter(
  spec: MetricSpec,
  common: CounterConfiguration<string>,
  room: Room,
): CounterHandle<string> {
  const counts = new Set<Count>()
  const children = new Children(spec, room, (labels) => {
    const count: Count = { labels, uncollected: 0, total: null }
    counts.add(count)
    return count
  })
  const metric = new Counter({
    ...common,
    collect: () => {
      for (const count of counts) {
        const labels = { ...count.labels }
        if (count.total !== null) metric.remove(labels)
        metric.inc(labels, count.total ?? count.uncollected)
        count.uncollected = 0
      }
    },
  })
  return {
    inc: (labels, by = 1) => {
      children.of(labels).uncollected += by
    },
    mirror: (labels, total) => {
      const count = children.own(labels)
      if (count !== undefined) count.total = total
    },
    clear: (labels) => {
      const count = children.take(labels)
      if (count === undefined) return
      counts.delete(count)
      metric.remove({ ...count.labels })
    },
  }
}
