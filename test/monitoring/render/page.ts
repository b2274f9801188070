import { readFileSync } from 'node:fs'
import type { DashboardJson } from '@colophon/monitoring/dashboards'
import { panelsOf } from '../../../packages/monitoring/test/dashboards/json.ts'
import { timesOf, valuesOver, type Stretch } from './answers.ts'
import type { Chart } from './chart.ts'
import { colorOf } from './colors.ts'
import { div, tag, text } from './html.ts'
import { panelHtml } from './panels.ts'

const STYLE = readFileSync(new URL('page/page.css', import.meta.url), 'utf8')
/** What Grafana would show besides is its own. */
const NOTE = 'Our rendering of the provisioned dashboard over a real Prometheus, not Grafana.'

/** The first moment of each stretch in which an annotation holds. */
async function marksOf(json: DashboardJson, stretch: Stretch): Promise<Chart['marks']> {
  const { times } = timesOf(stretch)
  const found = await Promise.all(
    (json.annotations.list ?? []).map(async ({ expr = '', iconColor }) => {
      const series = await valuesOver(stretch, expr)
      return series.flatMap(({ values }) =>
        times
          .filter((_, index) => values[index] != null && values[index - 1] == null)
          .map((time) => ({ time, color: colorOf(iconColor) })),
      )
    }),
  )
  const all = found.flat()
  return all.filter(
    ({ time, color }, index) =>
      all.findIndex((other) => other.time === time && other.color === color) === index,
  )
}

const placed = (
  kind: string,
  { x = 0, y = 0, w = 24, h = 1 }: { x?: number; y?: number; w?: number; h?: number },
  inside: string,
): string =>
  tag('section', `class="${kind}" style="grid-area:${y + 1}/${x + 1}/span ${h}/span ${w}"`, inside)

/** A dashboard as one page of HTML, with the figures of a stretch of time. */
export async function dashboardHtml(json: DashboardJson, stretch: Stretch): Promise<string> {
  const marks = await marksOf(json, stretch)
  const rows = (json.panels ?? [])
    .filter(({ type }) => type === 'row')
    .map(({ title = '', gridPos }) => placed('row', gridPos ?? {}, text(title)))
  const panels = await Promise.all(
    panelsOf(json).map(async (panel) => {
      const inside = await panelHtml(panel, stretch, marks)
      return placed(
        'panel',
        panel.gridPos ?? {},
        tag('h2', '', text(panel.title ?? '')) + div('inside', inside),
      )
    }),
  )
  const head = tag('header', '', tag('h1', '', text(json.title ?? '')), tag('p', '', NOTE))
  return [
    '<!doctype html><meta charset="utf-8">',
    tag('style', '', STYLE),
    '<script src="/uplot.js"></script><link rel="stylesheet" href="/uplot.css">',
    head,
    tag('main', '', ...rows, ...panels),
    '<script type="module" src="/page/draw.ts"></script>',
  ].join('\n')
}
