import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  Registry,
  type CounterConfiguration,
} from 'prom-client'
import { METRICS, METRIC_PREFIX, type MetricSpec } from './metric-table.ts'

type Labels<L extends string> = Readonly<Record<L, string>>

interface CounterHandle<L extends string> {
  inc(labels: Labels<L>, by?: number): void
}
interface GaugeHandle<L extends string> {
  set(labels: Labels<L>, value: number): void
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
  const handles = Object.fromEntries(
    Object.entries(METRICS).map(([key, spec]) => [key, createHandle(spec, registry)]),
  ) as unknown as Omit<Metrics, 'contentType' | 'exposition'>
  const { service, version } = options
  handles.buildInfo.set({ service, version, node: process.versions.node }, 1)
  return {
    ...handles,
    contentType: registry.contentType,
    exposition: () => registry.metrics(),
  }
}

type AnyHandle = CounterHandle<string> | GaugeHandle<string> | HistogramHandle<string>

function createHandle(spec: MetricSpec, registry: Registry): AnyHandle {
  const common = {
    name: METRIC_PREFIX + spec.name,
    help: spec.help,
    labelNames: [...spec.labels],
    registers: [registry],
  }
  if (spec.type === 'counter') return createCounter(spec, common)
  const childOf = cappedChildren(spec, (labels) => labels)
  if (spec.type === 'gauge') {
    const metric = new Gauge(common)
    return {
      set: (labels, value) => {
        metric.set(childOf(labels), value)
      },
    }
  }
  const metric = new Histogram({ ...common, buckets: [...(spec.buckets ?? [])] })
  return {
    observe: (labels, value) => {
      metric.observe(childOf(labels), value)
    },
  }
}

/** Counts are added up here and handed over when somebody looks: dozens are counted for every document. */
function createCounter(spec: MetricSpec, common: CounterConfiguration<string>) {
  const children: { labels: Labels<string>; uncollected: number }[] = []
  const childOf = cappedChildren(spec, (labels) => {
    const child = { labels, uncollected: 0 }
    children.push(child)
    return child
  })
  const metric = new Counter({
    ...common,
    collect: () => {
      for (const child of children) {
        metric.inc({ ...child.labels }, child.uncollected)
        child.uncollected = 0
      }
    },
  })
  return {
    inc: (labels: Labels<string>, by = 1): void => {
      childOf(labels).uncollected += by
    },
  }
}

/** Children by the value of the first label, then by that of the second: found without putting a key together. */
interface Branch<T> {
  branches: Map<string | undefined, Branch<T>>
  child?: T
}

/**
 * One child for each combination of label values. All are kept for ever, so a value that varies without end must not
 * become one: combinations beyond the cap share a child.
 */
function cappedChildren<T>(
  { labels: names, maxChildren }: MetricSpec,
  create: (labels: Labels<string>) => T,
): (labels: Labels<string>) => T {
  const withValues = (value: (name: string) => string): Labels<string> =>
    Object.fromEntries(names.map((name) => [name, value(name)]))
  const root: Branch<T> = { branches: new Map() }
  let size = 0
  let overflow: T | undefined
  return (labels) => {
    let at: Branch<T> | undefined = root
    for (const name of names) at = at?.branches.get(labels[name])
    if (at?.child !== undefined) return at.child
    if (size >= maxChildren) return (overflow ??= create(withValues(() => 'other')))
    size += 1
    at = root
    for (const name of names) {
      const next: Branch<T> = at.branches.get(labels[name]) ?? { branches: new Map() }
      at.branches.set(labels[name], next)
      at = next
    }
    return (at.child = create(withValues((name) => labels[name] ?? '')))
  }
}
