import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
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
  const capped = capChildren(spec)
  if (spec.type === 'counter') {
    const metric = new Counter(common)
    return {
      inc: (labels, by = 1) => {
        metric.inc(capped(labels), by)
      },
    }
  }
  if (spec.type === 'gauge') {
    const metric = new Gauge(common)
    return {
      set: (labels, value) => {
        metric.set(capped(labels), value)
      },
    }
  }
  const metric = new Histogram({ ...common, buckets: [...(spec.buckets ?? [])] })
  return {
    observe: (labels, value) => {
      metric.observe(capped(labels), value)
    },
  }
}

/** prom-client keeps every label combination for ever, so a value that varies without end must not become one. */
function capChildren({ labels: names, maxChildren }: MetricSpec) {
  const seen = new Set<string>()
  const overflow = Object.fromEntries(names.map((name) => [name, 'other']))
  return (labels: Labels<string>): Record<string, string> => {
    if (names.length === 0) return {}
    const id = names.map((name) => labels[name]).join('\u0000')
    if (seen.has(id)) return labels
    if (seen.size >= maxChildren) return overflow
    seen.add(id)
    return labels
  }
}
