import { GROUP_NAMES, recordsWith } from '@colophon/monitoring/alerts'
import { THRESHOLDS } from '@colophon/monitoring/thresholds'
import { METRIC_PREFIX, METRICS, type MetricSpec } from '@colophon/runtime'

/** Of every target. */
export const TARGET_LABELS = ['job', 'instance'] as const

/** Metrics that are not ours, with their labels beside those of the target. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  up: [],
  ALERTS: ['alertname', 'alertstate', 'severity', 'service', 'owner'],
  process_start_time_seconds: [],
  process_cpu_seconds_total: [],
  process_resident_memory_bytes: [],
  process_open_fds: [],
  nodejs_eventloop_lag_p99_seconds: [],
  nodejs_heap_size_used_bytes: [],
  nodejs_gc_duration_seconds_sum: ['kind'],
}

function seriesOf({ type, name, labels }: MetricSpec): [string, readonly string[]][] {
  const full = METRIC_PREFIX + name
  if (type !== 'histogram') return [[full, labels]]
  return [
    [`${full}_bucket`, [...labels, 'le']],
    [`${full}_sum`, labels],
    [`${full}_count`, labels],
  ]
}

/** What rules reckon beforehand keeps the labels it is grouped by; only jobs are asked for of those here. */
const recorded = GROUP_NAMES.flatMap((group) =>
  recordsWith(THRESHOLDS, group).map(({ name }): [string, readonly string[]] => [name, []]),
)

/** Every metric an expression may ask for, by its name: the labels it has. */
export const KNOWN_METRICS: ReadonlyMap<string, readonly string[]> = new Map([
  ...Object.entries(OTHERS),
  ...recorded,
  ...Object.values(METRICS).flatMap(seriesOf),
])
