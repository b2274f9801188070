import type { DashboardSpec } from '@colophon/monitoring/dashboards'
import { toJson } from '@colophon/monitoring/dashboards'
import { filledIn, panelsOf, targetsOf } from '../../packages/monitoring/test/dashboards/json.ts'

/** A query of a panel, and where it stands. */
export interface PanelQuery {
  where: string
  expression: string
  /** One value for all that is shown; else one for each point. */
  instant: boolean
}

/** Scraped every second: a rate needs some of them, and all of a run lies in the last hour. */
const VALUES = { $__rate_interval: '20s', $__range: '1h' } as const

export const queriesOf = (spec: DashboardSpec): PanelQuery[] =>
  panelsOf(toJson(spec)).flatMap((panel) =>
    targetsOf(panel).map(({ refId, expr, instant }) => ({
      where: `${spec.title} / ${panel.title ?? ''} / ${refId}`,
      expression: filledIn(expr, VALUES),
      instant: instant === true,
    })),
  )

interface Answer {
  status: string
  error?: string
  data: { result: { value?: [number, string]; values?: [number, string][] }[] }
}

export interface Watched {
  /** Of Prometheus. */
  url: string
  /** When the run began, in seconds of the epoch. */
  since: number
}

/** Whether a panel would show a figure: a query that cannot be read rejects. */
export async function hasFigure({ url, since }: Watched, query: PanelQuery): Promise<boolean> {
  const now = Date.now() / 1000
  const asked = new URLSearchParams({ query: query.expression })
  if (query.instant) asked.set('time', String(now))
  else {
    asked.set('start', String(since))
    asked.set('end', String(now))
    asked.set('step', '1')
  }
  const kind = query.instant ? 'query' : 'query_range'
  const response = await fetch(`${url}/api/v1/${kind}`, { method: 'POST', body: asked })
  const { status, error, data } = (await response.json()) as Answer
  if (status !== 'success') throw new Error(`${query.where}: ${error ?? status}`)
  const figures = data.result.flatMap(({ value, values }) => values ?? (value ? [value] : []))
  return figures.some(([, figure]) => Number.isFinite(Number(figure)))
}

/** Queries that would leave their panel empty. */
export async function withoutFigure(
  watched: Watched,
  queries: readonly PanelQuery[],
): Promise<PanelQuery[]> {
  const shown = await Promise.all(queries.map((query) => hasFigure(watched, query)))
  return queries.filter((_, index) => shown[index] !== true)
}
