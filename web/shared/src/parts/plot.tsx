import { useEffect, useRef } from 'react'
import UPlot, { type AlignedData, type Options } from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { ChartProps } from './chart-props.ts'

const HOUR_S = 3_600
const HEIGHT = 120
/** Room for figures at the left. */
const AXIS = 44

/** Colours as the page has them now: a canvas knows no custom properties. */
function colourOf(name: string, place: HTMLElement): string {
  const probe = document.createElement('i')
  probe.style.color = `var(--${name})`
  place.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

const dataOf = ({ at, lines }: ChartProps): AlignedData => [
  [...at],
  ...lines.map(({ values }) => [...values]),
]

function optionsOf({ lines, inWords }: ChartProps, place: HTMLElement): Options {
  const [faded, line] = [colourOf('faded', place), colourOf('line', place)]
  const font = `11px ${getComputedStyle(place).fontFamily}`
  const axis = { stroke: faded, font, grid: { stroke: line, width: 1 }, ticks: { show: false } }
  return {
    width: place.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { setScale: false }, points: { show: false }, y: false },
    tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1_000), 'UTC'),
    scales: {
      x: { range: (_plot, _first, last) => [last - HOUR_S, last] },
      y: { range: (_plot, _least, most) => [0, most > 0 ? most * 1.1 : 1] },
    },
    axes: [
      { ...axis, space: 60, size: 22, values: (_plot, at) => at.map(clock) },
      { ...axis, size: AXIS, space: 34, values: (_plot, values) => values.map(inWords) },
    ],
    series: [
      {},
      ...lines.map(({ name, tone = 'accent' }) => ({
        label: name,
        stroke: colourOf(tone, place),
        width: 1.5,
        points: { show: false },
      })),
    ],
  }
}

const clock = (seconds: number): string => new Date(seconds * 1_000).toISOString().slice(11, 16)

/** The lines themselves; drawn anew when the colours change, and only moved on when there are new figures. */
export function Plot(props: ChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<UPlot>(undefined)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
    plot.current?.setData(dataOf(props))
  })
  useEffect(() => {
    const box = place.current
    if (box === null) return
    const draw = (): void => {
      plot.current?.destroy()
      plot.current = new UPlot(optionsOf(latest.current, box), dataOf(latest.current), box)
    }
    draw()
    const resized = new ResizeObserver(() => {
      plot.current?.setSize({ width: box.clientWidth, height: HEIGHT })
    })
    resized.observe(box)
    const themed = new MutationObserver(draw)
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', draw)
    return () => {
      resized.disconnect()
      themed.disconnect()
      system.removeEventListener('change', draw)
      plot.current?.destroy()
      plot.current = undefined
    }
  }, [])
  return <div className="plot" ref={place} aria-hidden="true" />
}
