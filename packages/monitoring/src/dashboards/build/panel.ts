import type { PanelBuilder as BarsBuilder } from '@grafana/grafana-foundation-sdk/bargauge'
import {
  MappingType,
  type DashboardLinkBuilder,
  type DynamicConfigValue,
  type Panel,
  type ValueMap,
} from '@grafana/grafana-foundation-sdk/dashboard'
import type { PanelBuilder as GaugeBuilder } from '@grafana/grafana-foundation-sdk/gauge'
import type { PanelBuilder as PieBuilder } from '@grafana/grafana-foundation-sdk/piechart'
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus'
import type { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat'
import type { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table'
import type { PanelBuilder as SeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import { NEUTRAL, thresholds, type Limits } from './limits.ts'
import { dataLink, type Place } from './links.ts'
import type { Query } from './queries.ts'

/** The variable, not a source: the same dashboard serves any Prometheus that Grafana knows. */
export const DATASOURCE = { type: 'prometheus', uid: '${datasource}' } as const

export type Builder =
  StatBuilder | GaugeBuilder | BarsBuilder | PieBuilder | TableBuilder | SeriesBuilder

export interface PanelOptions {
  title: string
  /** What is shown and what to do when it looks wrong: read with tired eyes. */
  description: string
  /** One of `units` of the SDK. */
  unit: string
  queries: string | Query | readonly Query[]
  limits?: Limits
  /** Columns of 24. */
  width?: number
  height?: number
  decimals?: number
  min?: number
  max?: number
  /** Words for values: `{ 0: ['down', 'red'] }`. */
  words?: Readonly<Record<number, readonly [text: string, color: string]>>
  /** Colours of series by what they are called. */
  colors?: Readonly<Record<string, string>>
  /** Where the documents in question are. */
  links?: readonly Place[]
}

/** A panel that has no place yet. */
export interface Placed {
  width: number
  height: number
  build(): Panel
}

const REFS = 'ABCDEFGHIJ'

const queriesOf = (queries: PanelOptions['queries']): readonly Query[] => {
  if (typeof queries === 'string') return [{ expr: queries }]
  return 'expr' in queries ? [queries] : queries
}

/** `now`: one value for all that is shown; `over`: a value for each point. */
export type Looks = 'now' | 'over' | 'table'

function target({ expr, legend }: Query, index: number, looks: Looks): DataqueryBuilder {
  const query = new DataqueryBuilder()
    .refId(REFS[index] ?? 'Z')
    .datasource(DATASOURCE)
    .expr(expr)
    .legendFormat(legend ?? '__auto')
  if (looks === 'over') return query.range()
  return query
    .instant()
    .format(looks === 'table' ? PromQueryFormat.Table : PromQueryFormat.TimeSeries)
}

export const mapping = (words: NonNullable<PanelOptions['words']>): ValueMap => ({
  type: MappingType.ValueToText,
  options: Object.fromEntries(
    Object.entries(words).map(([value, [text, color]], index) => [value, { text, color, index }]),
  ),
})

const fixedColor = (fixed: string): DynamicConfigValue => ({
  id: 'color',
  value: { mode: 'fixed', fixedColor: fixed },
})

/** What all kinds of panels have. */
export function dress<B extends Builder>(panel: B, options: PanelOptions, looks: Looks): B {
  const { title, description, unit, queries, limits = NEUTRAL, links = [] } = options
  panel.title(title).description(description).datasource(DATASOURCE).unit(unit)
  panel.thresholds(thresholds(limits))
  panel.targets(queriesOf(queries).map((query, index) => target(query, index, looks)))
  if (options.decimals !== undefined) panel.decimals(options.decimals)
  if (options.min !== undefined) panel.min(options.min)
  if (options.max !== undefined) panel.max(options.max)
  if (options.words !== undefined) panel.mappings([mapping(options.words)])
  for (const [name, color] of Object.entries(options.colors ?? {}))
    panel.overrideByName(name, [fixedColor(color)])
  const built: DashboardLinkBuilder[] = links.map(dataLink)
  if (built.length > 0) panel.links(built).dataLinks(links.map(dataLink))
  return panel
}

export const placed = (panel: Builder, width: number, height: number): Placed => ({
  width,
  height,
  build: () => panel.build(),
})
