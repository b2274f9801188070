import { METRIC_PREFIX, METRICS } from '@colophon/runtime'
import { grown } from '../../promql.ts'

export type MetricKey = keyof typeof METRICS

/** Full names by the keys of the table: one that is not there does not compile. */
export const NAMES = Object.fromEntries(
  Object.entries(METRICS).map(([key, { name }]) => [key, METRIC_PREFIX + name]),
) as Readonly<Record<MetricKey, string>>

/** All that is shown; long enough for a rate at the present step; long enough for what comes one by one. */
export const RANGE = '$__range'
export const RATE = '$__rate_interval'
export const HOUR = '1h'

export interface Of {
  /** Matchers, as between the braces of a selector. */
  where?: string
  by?: readonly string[]
  /** What is looked at for each point. */
  over?: string
}

/** One line of a panel; what its series are called in `legend`. */
export interface Query {
  expr: string
  legend?: string
}

const braces = (where?: string): string => (where === undefined ? '' : `{${where}}`)
const grouped = (by: readonly string[] = []): string =>
  by.length === 0 ? '' : ` by (${by.join(', ')})`

/** What counters have grown by; new ones count whole, so that the first failure is seen. */
export const increase = (key: MetricKey, { where, by, over = RANGE }: Of = {}): string =>
  `sum${grouped(by)} ${grown(`${NAMES[key]}${braces(where)}`, over)}`

export const rate = (key: MetricKey, { where, by, over = RATE }: Of = {}): string =>
  `sum${grouped(by)} (rate(${NAMES[key]}${braces(where)}[${over}]))`

export const quantile = (
  q: number,
  key: MetricKey,
  { where, by = [], over = RATE }: Of = {},
): string =>
  `histogram_quantile(${q}, sum by (${['le', ...by].join(', ')}) (rate(${NAMES[key]}_bucket${braces(where)}[${over}])))`

/** Of all that was observed, not of the buckets. */
export const mean = (key: MetricKey, { where, by, over = RATE }: Of = {}): string => {
  const part = (suffix: string): string =>
    `sum${grouped(by)} (rate(${NAMES[key]}_${suffix}${braces(where)}[${over}]))`
  return `${part('sum')} / ${part('count')}`
}

/** Gauges that one process knows and the others do not: the greatest is the one that was set. */
export const known = (key: MetricKey, { where, by }: Pick<Of, 'where' | 'by'> = {}): string =>
  `max${grouped(by)} (${NAMES[key]}${braces(where)})`

/** What never happened has no series: it is shown as zero. */
export const orZero = (expr: string): string => `${expr} or on () vector(0)`

/** The same where series have names: the zero is called none. */
export const orNone = (expr: string, label: string): string =>
  `${expr} or on () label_replace(vector(0), "${label}", "none", "", "")`

/** Of a moment in seconds of the epoch; -1 where it never was, for which a panel has a word. */
export const since = (key: MetricKey): string => `time() - max(${NAMES[key]} > 0) or vector(-1)`

/** A ratio from 0 to 1; nothing of nothing is 0. */
export const share = (part: string, whole: string): string => orZero(`(${part}) / ((${whole}) > 0)`)

/** The same by labels that both sides have; what has no part is shown with 0. */
export const shareBy = (part: string, whole: string): string =>
  `((${part}) or (${whole}) * 0) / ((${whole}) > 0)`

export const quantiles = (
  qs: readonly number[],
  key: MetricKey,
  of: Of & { called?: string } = {},
): Query[] =>
  qs.map((q) => ({ expr: quantile(q, key, of), legend: `${of.called ?? ''}p${q * 100}` }))
