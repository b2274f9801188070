import { lazy, Suspense } from 'react'
import './chart.css'
import type { ChartProps } from './chart-props.ts'

/** Drawn when somebody looks: what is told in words does not wait for it. */
const Plot = lazy(async () => ({ default: (await import('./plot.tsx')).Plot }))

/** Every sixth of ten seconds: a table is read by the minute. */
const ROW_SECONDS = 60

const clock = (seconds: number): string => new Date(seconds * 1_000).toISOString().slice(11, 16)

/** The last hour of a few figures as lines, and as a table for whoever reads it that way. Times are UTC. */
export function Chart(props: ChartProps) {
  const { title, at, lines, inWords } = props
  const measured = lines.some(({ values }) => values.some((value) => value !== null))
  return (
    <figure className="chart">
      <figcaption>
        <span>{title}</span>
        {lines.map(({ name, values, tone = 'accent' }) => (
          <span key={name} className={`key ${tone}`}>
            {name} {shownIn(values.at(-1), inWords)}
          </span>
        ))}
      </figcaption>
      {measured ? (
        <>
          <Suspense fallback={<div className="plot" />}>
            <Plot {...props} />
          </Suspense>
          <details>
            <summary>As a table</summary>
            <Rows {...{ title, at, lines, inWords }} />
          </details>
        </>
      ) : (
        <p className="hint">Nothing was measured in this process yet.</p>
      )}
    </figure>
  )
}

const shownIn = (value: number | null | undefined, inWords: ChartProps['inWords']): string =>
  value === null || value === undefined ? '–' : inWords(value)

function Rows({ title, at, lines, inWords }: ChartProps) {
  const rows = at
    .map((seconds, n) => ({ seconds, n }))
    .toReversed()
    .filter(({ seconds }, n, all) => {
      const minute = (each: number | undefined): number => Math.floor((each ?? 0) / ROW_SECONDS)
      return n === 0 || minute(seconds) !== minute(all[n - 1]?.seconds)
    })
  return (
    <div className="rows" tabIndex={0} role="region" aria-label={`${title}, as a table`}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">UTC</th>
            {lines.map(({ name }) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ seconds, n }) => (
            <tr key={seconds}>
              <th scope="row">{clock(seconds)}</th>
              {lines.map(({ name, values }) => (
                <td key={name} className="number">
                  {shownIn(values[n], inWords)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
