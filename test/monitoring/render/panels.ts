import { targetsOf, type Panel } from '../../../packages/monitoring/test/dashboards/json.ts'
import { nameOf, timesOf, valuesNow, valuesOver, type Stretch } from './answers.ts'
import type { Chart } from './chart.ts'
import { colorOf } from './colors.ts'
import { div, tag, text } from './html.ts'
import { colored, lookOf, seriesColor, written } from './panel-look.ts'
import { tableOf } from './table.ts'

interface Named {
  name: string
  value: number | null
}

/** One value of each series of each query. */
async function now(panel: Panel, stretch: Stretch): Promise<Named[]> {
  const answers = await Promise.all(
    targetsOf(panel).map(async ({ expr, legendFormat }) =>
      (await valuesNow(stretch, expr)).map(({ labels, values }) => ({
        name: nameOf(legendFormat, labels),
        value: values[0] ?? null,
      })),
    ),
  )
  return answers.flat()
}

const NOTHING = div('nothing', 'No data')

async function statOf(panel: Panel, stretch: Stretch): Promise<string> {
  const look = lookOf(panel)
  const { colorMode } = panel.options as { colorMode?: string }
  const values = await now(panel, stretch)
  if (values.length === 0) return NOTHING
  const fields = values.map(({ name, value }) => {
    const color = colored(look, value)
    const style = colorMode === 'background' ? `background:${color};color:#fff` : `color:${color}`
    const label = values.length > 1 ? div('stat-name', text(name)) : ''
    return tag('div', `class="stat" style="${style}"`, label, div('figure', written(look, value)))
  })
  return div('stats', ...fields)
}

interface Ring {
  radius: number
  width: number
}
const INNER: Ring = { radius: 43, width: 11 }
const OUTER: Ring = { radius: 52, width: 3 }
const SWEEP = Math.PI * 1.5

function arc(from: number, to: number, radius: number): string {
  const point = (share: number): string => {
    const angle = Math.PI * 0.75 + SWEEP * share
    return `${(60 + radius * Math.cos(angle)).toFixed(1)} ${(56 + radius * Math.sin(angle)).toFixed(1)}`
  }
  const large = (to - from) * SWEEP > Math.PI ? 1 : 0
  return `M ${point(from)} A ${radius} ${radius} 0 ${large} 1 ${point(to)}`
}

async function gaugeOf(panel: Panel, stretch: Stretch): Promise<string> {
  const look = lookOf(panel)
  const [first] = await now(panel, stretch)
  if (first === undefined) return NOTHING
  const { value } = first
  const { min = 0, max = 1, steps } = look
  const shareOf = (at: number): number => Math.min(1, Math.max(0, (at - min) / (max - min)))
  const line = (from: number, to: number, color: string, { radius, width }: Ring): string =>
    to - from < 0.002
      ? ''
      : `<path d="${arc(from, to, radius)}" fill="none" stroke="${color}" stroke-width="${width}"/>`
  const marks = steps.map((step, index) =>
    line(
      step.value === null ? 0 : shareOf(step.value),
      shareOf(steps[index + 1]?.value ?? max),
      colorOf(step.color),
      OUTER,
    ),
  )
  const color = colored(look, value)
  const shape = [
    line(0, 1, '#ebe7dd', INNER),
    line(0, value === null ? 0 : shareOf(value), color, INNER),
    ...marks,
    `<text x="60" y="62" text-anchor="middle" fill="${color}" font-size="17" font-weight="600">${written(look, value)}</text>`,
  ]
  return tag('svg', 'viewBox="0 0 120 104" class="gauge"', ...shape)
}

async function barsOf(panel: Panel, stretch: Stretch): Promise<string> {
  const look = lookOf(panel)
  const values = await now(panel, stretch)
  if (values.length === 0) return NOTHING
  const most = Math.max(...values.map(({ value }) => value ?? 0)) || 1
  const rows = values.slice(0, 10).map(({ name, value }) => {
    const bar = `<i style="width:${((100 * (value ?? 0)) / most).toFixed(1)}%;background:${colored(look, value)}"></i>`
    return div(
      'bar',
      tag('span', '', text(name)),
      tag('b', '', bar),
      tag('em', '', written(look, value)),
    )
  })
  return div('bars', ...rows)
}

async function pieOf(panel: Panel, stretch: Stretch): Promise<string> {
  const look = lookOf(panel)
  const values = (await now(panel, stretch)).filter(({ value }) => (value ?? 0) > 0)
  const total = values.reduce((sum, { value }) => sum + (value ?? 0), 0)
  if (total === 0) return NOTHING
  const length = 2 * Math.PI * 38
  let gone = 0
  const parts = values.map(({ name, value }, index) => {
    const share = (value ?? 0) / total
    const color = seriesColor(panel, name, index)
    const ring = `<circle cx="60" cy="60" r="38" fill="none" stroke="${color}" stroke-width="22" stroke-dasharray="${share * length} ${length}" stroke-dashoffset="${-gone * length}" transform="rotate(-90 60 60)"/>`
    gone += share
    const cells = [text(name), written(look, value), `${(share * 100).toFixed(0)}%`]
    const row = tag(
      'tr',
      '',
      tag('td', '', `<i style="background:${color}"></i>`),
      ...cells.map((cell) => tag('td', '', cell)),
    )
    return { ring, row }
  })
  return div(
    'pie',
    tag('svg', 'viewBox="0 0 120 120"', ...parts.map(({ ring }) => ring)),
    tag('table', '', ...parts.map(({ row }) => row)),
  )
}

async function seriesOf(panel: Panel, stretch: Stretch, marks: Chart['marks']): Promise<string> {
  const look = lookOf(panel)
  const answers = await Promise.all(
    targetsOf(panel).map(async ({ expr, legendFormat }) =>
      (await valuesOver(stretch, expr)).map((each) => ({
        ...each,
        name: nameOf(legendFormat, each.labels),
      })),
    ),
  )
  const custom = (panel.fieldConfig?.defaults.custom ?? {}) as {
    stacking?: { mode?: string }
    thresholdsStyle?: { mode?: string }
  }
  const lines = answers.flat().map(({ name, values }, index) => ({
    name: name === '' ? (panel.title ?? '') : name,
    color: seriesColor(panel, name, index),
    values,
  }))
  if (lines.length === 0) return NOTHING
  const limits = look.steps.flatMap(({ value, color }) =>
    value === null || custom.thresholdsStyle?.mode === 'off'
      ? []
      : [{ value, color: colorOf(color) }],
  )
  const chart: Chart = {
    times: timesOf(stretch).times,
    lines,
    stacked: custom.stacking?.mode === 'normal',
    unit: look.unit,
    ...(look.min !== undefined && { min: look.min }),
    ...(look.max !== undefined && { max: look.max }),
    limits,
    marks,
  }
  const legend = lines
    .slice(0, 12)
    .map(({ name, color }) => tag('span', '', `<i style="background:${color}"></i>${text(name)}`))
  return div(
    'course',
    tag('div', `class="chart" data-chart="${text(JSON.stringify(chart))}"`),
    div('legend', ...legend),
  )
}

/** The inside of a panel, as HTML; courses of time are drawn by the page. */
export async function panelHtml(
  panel: Panel,
  stretch: Stretch,
  marks: Chart['marks'],
): Promise<string> {
  if (panel.type === 'stat') return statOf(panel, stretch)
  if (panel.type === 'gauge') return gaugeOf(panel, stretch)
  if (panel.type === 'bargauge') return barsOf(panel, stretch)
  if (panel.type === 'piechart') return pieOf(panel, stretch)
  if (panel.type === 'table') return tableOf(panel, stretch)
  if (panel.type === 'timeseries') return seriesOf(panel, stretch, marks)
  throw new Error(`nothing draws panels of type ${panel.type}`)
}
