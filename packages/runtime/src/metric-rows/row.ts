export type MetricType = 'counter' | 'gauge' | 'histogram'

/** The processes that record a metric. One that is composed of several services records what each of them does. */
export const RECORDERS = {
  agents: 'agents, or the worker they are in',
  apis: 'every API',
  buses: 'coordinator, worker',
  coordinator: 'coordinator',
  leader: 'the coordinator that leads',
  processes: 'every process',
  review: 'review API',
  stores: 'all that open the store',
  worker: 'worker',
} as const
export type Recorder = keyof typeof RECORDERS

export interface MetricSpec<L extends string = string> {
  type: MetricType
  /** Without the prefix. */
  name: string
  help: string
  labels: readonly L[]
  /** Label combinations kept; further ones are counted under `other`. Bounds what a scrape can cost. */
  maxChildren: number
  buckets?: readonly number[]
  by: Recorder
}

type Declared = Omit<MetricSpec, 'by'>
type Recorded<S> = { readonly [K in keyof S]: S[K] & { readonly by: Recorder } }

/** The rows of what these processes record. */
export const recordedBy = <const S extends Readonly<Record<string, Declared>>>(
  by: Recorder,
  rows: S,
): Recorded<S> =>
  Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, { ...row, by }])) as Recorded<S>

type Rest<L extends string> = { labels?: readonly L[]; maxChildren?: number }

export function counter<L extends string = never>(name: string, help: string, rest: Rest<L> = {}) {
  return { type: 'counter', name, help, ...defaults(rest) } as const
}
export function gauge<L extends string = never>(name: string, help: string, rest: Rest<L> = {}) {
  return { type: 'gauge', name, help, ...defaults(rest) } as const
}
export function histogram<L extends string = never>(
  name: string,
  help: string,
  rest: Rest<L> & { buckets: readonly number[] },
) {
  return { type: 'histogram', name, help, ...defaults(rest), buckets: rest.buckets } as const
}
function defaults<L extends string>({ labels = [], maxChildren }: Rest<L>) {
  return { labels, maxChildren: maxChildren ?? (labels.length === 0 ? 1 : 20) }
}

// The last bucket lies above every threshold an alert compares with.
export const WORK_SECONDS = [0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 600]
export const HTTP_SECONDS = [0.025, 0.1, 0.25, 0.5, 1, 2.5, 10]
export const SHARES = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1]
