import { counted } from '@colophon/web-shared/words'
import { useSpend } from '../../api/costs.ts'
import { bandInWords, bandsOf } from '../../behaviour/money.ts'
import type { Filter } from '../../behaviour/places.ts'

const MOST = '10000'

/** How many documents cost how much. */
export function Distribution({ filter }: { filter: Filter }) {
  const spend = useSpend(filter, 'document', MOST).data
  if (spend === undefined || spend.rows.length === 0) return null
  const bands = bandsOf(spend.rows.map(({ cost_usd }) => cost_usd))
  const most = Math.max(...bands.map(({ documents }) => documents))
  return (
    <section aria-label="What a document costs">
      <h2>What a document costs</h2>
      <table className="table distribution">
        <thead>
          <tr>
            <th scope="col">Cost</th>
            <th scope="col" className="number">
              Documents
            </th>
            <th scope="col" aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {bands.map((band) => (
            <tr key={band.from}>
              <th scope="row">{bandInWords(band)}</th>
              <td className="number">{band.documents.toLocaleString('en')}</td>
              <td aria-hidden="true">
                <i style={{ width: `${String((100 * band.documents) / most)}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {spend.others === null ? null : (
        <p className="hint">
          The {MOST} dearest; {counted(spend.others.groups, 'other')} cost less.
        </p>
      )}
    </section>
  )
}
