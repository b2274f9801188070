import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table'
import { TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common'
import { MappingType, type DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard'
import { thresholds, type Limits } from './limits.ts'
import { dress, mapping, placed, type PanelOptions, type Placed } from './panel.ts'

export interface Column extends Pick<PanelOptions, 'words' | 'decimals'> {
  title: string
  expr: string
  unit: string
  limits?: Limits
}

export interface TableOptions extends Omit<PanelOptions, 'queries' | 'unit'> {
  /** Labels that make a row, and what their columns are called. */
  rows: Readonly<Record<string, string>>
  columns: readonly Column[]
  /** Colours of labels, by the name of their column and by value. */
  rowColors?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** The column that puts them in order. */
  sort?: { by: string; desc?: boolean }
}

const refOf = (index: number): string => String.fromCodePoint(65 + index)

/** Grafana numbers the value columns only when there are several. */
const valueField = (index: number, count: number): string =>
  count === 1 ? 'Value' : `Value #${refOf(index)}`

function look({ unit, limits, words, decimals }: Column): DynamicConfigValue[] {
  const properties: DynamicConfigValue[] = [{ id: 'unit', value: unit }]
  if (decimals !== undefined) properties.push({ id: 'decimals', value: decimals })
  if (words !== undefined) properties.push({ id: 'mappings', value: [mapping(words)] })
  if (limits !== undefined) properties.push({ id: 'thresholds', value: thresholds(limits).build() })
  if (limits !== undefined || words !== undefined)
    properties.push({ id: 'custom.cellOptions', value: { type: 'color-text' } })
  return properties
}

const lookOfLabel = (colors: Readonly<Record<string, string>>): DynamicConfigValue[] => [
  {
    id: 'mappings',
    value: [
      {
        type: MappingType.ValueToText,
        options: Object.fromEntries(
          Object.entries(colors).map(([value, color], index) => [value, { color, index }]),
        ),
      },
    ],
  },
  { id: 'custom.cellOptions', value: { type: 'color-text' } },
]

/** One row for each combination of the labels, one column for each query. */
export function table(table: TableOptions): Placed {
  const { rows, columns, rowColors = {}, sort, ...options } = table
  const queries = columns.map(({ expr }) => ({ expr, legend: '' }))
  const renamed = Object.fromEntries([
    ...Object.entries(rows),
    ...columns.map(({ title }, index) => [valueField(index, columns.length), title] as const),
  ])
  const panel = dress(new TableBuilder(), { ...options, unit: 'none', queries }, 'table')
  if (columns.length > 1) panel.withTransformation({ id: 'merge', options: {} })
  panel.withTransformation({
    id: 'organize',
    options: {
      // Labels that are no rows stay away: those of a metric that gains one must not widen the table.
      includeByName: Object.fromEntries(Object.keys(renamed).map((name) => [name, true])),
      indexByName: Object.fromEntries(Object.keys(renamed).map((name, index) => [name, index])),
      renameByName: renamed,
    },
  })
  for (const column of columns) panel.overrideByName(column.title, look(column))
  for (const [title, colors] of Object.entries(rowColors))
    panel.overrideByName(title, lookOfLabel(colors))
  if (sort !== undefined)
    panel.sortBy([new TableSortByFieldStateBuilder().displayName(sort.by).desc(sort.desc ?? false)])
  return placed(panel, options.width ?? 12, options.height ?? 8)
}
