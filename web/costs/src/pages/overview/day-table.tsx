import type { CostTrends } from '@colophon/domain'
import type { DayBar } from '../../behaviour/days.ts'
import { Money } from '../../parts/money.tsx'

interface DayTableProps {
  days: readonly DayBar[]
  models: readonly string[]
  trends: CostTrends | undefined
}

/** The figures of the chart. */
export function DayTable({ days, models, trends }: DayTableProps) {
  const totals = new Map(trends?.days.map(({ day, cost_usd }) => [day, cost_usd]))
  return (
    <details>
      <summary>The same as a table</summary>
      <div className="scroll" tabIndex={0} role="region" aria-label="Cost by day and model">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Day (UTC)</th>
              {models.map((model) => (
                <th key={model} scope="col" className="number">
                  {model}
                </th>
              ))}
              <th scope="col" className="number">
                All
              </th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, costs }) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                {models.map((model) => (
                  <td key={model} className="number">
                    <Money usd={costs[model] ?? '0.00'} />
                  </td>
                ))}
                <td className="number">
                  <Money usd={totals.get(day) ?? '0.00'} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
