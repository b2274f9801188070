import type { PrometheusServer } from '@colophon/testkit'

/** A metric in an expression: its name, the labels it is asked by, and where, for people. */
export interface MetricUse {
  metric: string
  labels: readonly string[]
  where: string
}
export interface Expression {
  expression: string
  where: string
}

const METRIC =
  /\b((?:colophon|nodejs|process|prometheus|alertmanager)_[a-z0-9_]+|up)\b(?:\{([^}]*)\})?/g
const MATCHER = /([a-z_]+)\s*(?:=~|!~|!=|=)\s*"/g
const GROUPED = /\b(?:by|on)\s*\(([^)]*)\)/g

const matches = (pattern: RegExp, text: string): string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found)

/** What one expression asks metrics for by name. */
export const usesIn = ({ expression, where }: Expression): MetricUse[] =>
  [...expression.matchAll(METRIC)].map(([, metric = '', matchers = '']) => ({
    metric,
    labels: matches(MATCHER, matchers),
    where,
  }))

/** Labels it groups by; each is one of some metric in it. */
const groupedIn = ({ expression }: Expression): string[] =>
  matches(GROUPED, expression).flatMap((list) =>
    list
      .split(',')
      .map((label) => label.trim())
      .filter((label) => label !== ''),
  )

/** Every label each metric has been seen with. */
export type Seen = ReadonlyMap<string, ReadonlySet<string>>

export async function labelsSeen(prometheus: PrometheusServer): Promise<Seen> {
  const seen = new Map<string, Set<string>>()
  for (const { labels } of await prometheus.query('{__name__=~".+"}')) {
    const { __name__: name = '', ...rest } = labels
    const known = seen.get(name) ?? new Set()
    for (const label of Object.keys(rest)) known.add(label)
    seen.set(name, known)
  }
  return seen
}

/** What one expression asks for in vain: metrics, labels it matches, labels it groups by. */
function missing(seen: Seen, expression: Expression): string[] {
  const uses = usesIn(expression)
  const absent = uses.filter(({ metric }) => !seen.has(metric)).map(({ metric }) => metric)
  if (absent.length > 0 || uses.length === 0) return absent
  const unmatched = uses.flatMap(({ metric, labels }) =>
    labels.filter((label) => !seen.get(metric)?.has(label)).map((label) => `${metric}{${label}}`),
  )
  const together = new Set(uses.flatMap(({ metric }) => [...(seen.get(metric) ?? [])]))
  const ungrouped = groupedIn(expression).filter((label) => !together.has(label))
  return [...unmatched, ...ungrouped.map((label) => `by (${label})`)]
}

/** What expressions ask for that no process has shown, and where. */
export const absentFrom = (seen: Seen, expressions: readonly Expression[]): string[] => [
  ...new Set(
    expressions.flatMap((expression) =>
      missing(seen, expression).map((what) => `${what} in ${expression.where}`),
    ),
  ),
]
