import { targetsOf, type Panel } from '../../../packages/monitoring/test/dashboards/json.ts'
import { valuesNow, type Stretch } from './answers.ts'
import { colorOf } from './colors.ts'
import { tag, text } from './html.ts'
import { colored, lookOf, written } from './panel-look.ts'

interface Organize {
  indexByName: Record<string, number>
  renameByName: Record<string, string>
}

interface Sort {
  displayName: string
  desc?: boolean
}

interface TableRow {
  labels: Readonly<Record<string, string>>
  values: Map<string, number | null>
}

const organizeOf = ({ transformations = [] }: Panel): Organize =>
  transformations.find(({ id }) => id === 'organize')?.options as Organize

const VALUE = /^Value(?: #[A-Z])?$/

/** Joined by the labels that are columns, as Grafana merges tables. */
async function rowsOf(panel: Panel, stretch: Stretch, columns: string[]): Promise<TableRow[]> {
  const labels = columns.filter((name) => !VALUE.test(name))
  const targets = targetsOf(panel)
  const rows = new Map<string, TableRow>()
  for (const { expr, refId } of targets) {
    const field = targets.length === 1 ? 'Value' : `Value #${refId}`
    for (const each of await valuesNow(stretch, expr)) {
      const key = JSON.stringify(labels.map((label) => each.labels[label] ?? ''))
      const row = rows.get(key) ?? { labels: each.labels, values: new Map() }
      row.values.set(field, each.values[0] ?? null)
      rows.set(key, row)
    }
  }
  return [...rows.values()]
}

/** By the shown name of a column, as the panel is told. */
function inOrder(rows: TableRow[], panel: Panel, renamed: Record<string, string>): TableRow[] {
  const [sort] = (panel.options as { sortBy?: Sort[] }).sortBy ?? []
  if (sort === undefined) return rows
  const name = Object.keys(renamed).find((each) => renamed[each] === sort.displayName) ?? ''
  const of = ({ labels, values }: TableRow): number | string =>
    VALUE.test(name) ? (values.get(name) ?? -Infinity) : (labels[name] ?? '')
  const sign = sort.desc === true ? -1 : 1
  return rows.toSorted((a, b) => (of(a) < of(b) ? -sign : of(a) > of(b) ? sign : 0))
}

function labelStyle(panel: Panel, column: string, label: string): string {
  const color = lookOf(panel, column).mappings.flatMap(({ options }) => options[label] ?? [])[0]
    ?.color
  return color === undefined ? '' : `style="color:${colorOf(color)};font-weight:600"`
}

export async function tableOf(panel: Panel, stretch: Stretch): Promise<string> {
  const { indexByName, renameByName } = organizeOf(panel)
  const columns = Object.keys(indexByName)
  const head = columns.map((name) => tag('th', '', text(renameByName[name] ?? name)))
  const rows = inOrder(await rowsOf(panel, stretch, columns), panel, renameByName)
  const body = rows.slice(0, 12).map(({ labels, values }) => {
    const cells = columns.map((name) => {
      if (!VALUE.test(name)) {
        const label = labels[name] ?? ''
        return tag('td', labelStyle(panel, renameByName[name] ?? name, label), text(label))
      }
      const look = lookOf(panel, renameByName[name])
      const value = values.get(name)
      if (value === undefined) return tag('td', '', '')
      const plain = look.steps.length === 0 && look.mappings.length === 0
      const style = plain ? '' : `style="color:${colored(look, value)};font-weight:600"`
      return tag('td', style, written(look, value))
    })
    return tag('tr', '', ...cells)
  })
  return tag('table', 'class="table"', tag('tr', '', ...head), ...body)
}
