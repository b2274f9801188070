import type uPlot from 'uplot'
import type { Chart } from '../chart.ts'
import { format } from '../format.ts'

declare global {
  interface Window {
    uPlot: typeof uPlot
  }
}

const ratio = window.devicePixelRatio

function across(u: uPlot, value: number, color: string): void {
  const y = u.valToPos(value, 'y', true)
  const { left, top, width, height } = u.bbox
  if (y < top || y > top + height) return
  dashed(u.ctx, color, [left, y, left + width, y])
}

function down(u: uPlot, time: number, color: string): void {
  const x = u.valToPos(time, 'x', true)
  const { left, top, width, height } = u.bbox
  if (x < left || x > left + width) return
  dashed(u.ctx, color, [x, top, x, top + height])
  u.ctx.save()
  u.ctx.fillStyle = color
  u.ctx.beginPath()
  u.ctx.moveTo(x - 4 * ratio, top + height)
  u.ctx.lineTo(x + 4 * ratio, top + height)
  u.ctx.lineTo(x, top + height - 6 * ratio)
  u.ctx.fill()
  u.ctx.restore()
}

function dashed(
  ctx: CanvasRenderingContext2D,
  color: string,
  [fromX, fromY, toX, toY]: [number, number, number, number],
): void {
  ctx.save()
  ctx.strokeStyle = color
  ctx.lineWidth = ratio
  ctx.setLineDash([6 * ratio, 4 * ratio])
  ctx.beginPath()
  ctx.moveTo(fromX, fromY)
  ctx.lineTo(toX, toY)
  ctx.stroke()
  ctx.restore()
}

/** Each line upon those before it; drawn from the last, so that each covers what lies below it. */
function layers({ lines, stacked }: Chart): Chart['lines'] {
  if (!stacked) return lines
  const below: number[] = []
  return lines
    .map((line) => ({
      ...line,
      values: line.values.map(
        (value, index) => (below[index] = (below[index] ?? 0) + (value ?? 0)),
      ),
    }))
    .reverse()
}

/** Time of the day, UTC like the dashboards. */
const clock = (time: number): string => new Date(time * 1000).toISOString().slice(11, 19)

const axisColor = '#5f5b53'
const grid = { stroke: '#e8e4da', width: 1 }
const font = '11px system-ui, sans-serif'

function options(chart: Chart, { clientWidth, clientHeight }: HTMLElement): uPlot.Options {
  const drawn = layers(chart)
  return {
    width: clientWidth,
    height: clientHeight,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: true },
      y: {
        range: (_u, least, most) => {
          const from = Math.min(chart.min ?? least, least)
          const to = chart.max ?? (most > from ? most * 1.08 : from + 1)
          return [from, Math.max(to, chart.max ?? most)]
        },
      },
    },
    axes: [
      {
        ...{ stroke: axisColor, grid, font, ticks: { show: false }, size: 24 },
        values: (_u, splits) => splits.map(clock),
      },
      {
        ...{ stroke: axisColor, grid, font, ticks: { show: false }, size: 62 },
        values: (_u, splits) => splits.map((value) => format(value, chart.unit)),
      },
    ],
    series: [
      {},
      ...drawn.map(({ name, color }) => ({
        ...{ label: name, stroke: color, width: chart.stacked ? 1 : 1.8, spanGaps: false },
        ...(chart.stacked && { fill: color }),
        points: { show: false },
      })),
    ],
    hooks: {
      draw: [
        (u) => {
          for (const { value, color } of chart.limits) across(u, value, color)
          for (const { time, color } of chart.marks) down(u, time, color)
        },
      ],
    },
  }
}

for (const place of document.querySelectorAll<HTMLElement>('.chart')) {
  const chart = JSON.parse(place.dataset['chart'] ?? '') as Chart
  const values = layers(chart).map((line) => line.values)
  new window.uPlot(options(chart, place), [chart.times, ...values], place)
}
document.body.dataset['drawn'] = 'yes'
