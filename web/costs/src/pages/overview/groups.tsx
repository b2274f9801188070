import { Link } from 'wouter'
import type { SpendRow } from '@colophon/domain'
import { counted } from '@colophon/web-shared/words'
import { useSpend } from '../../api/costs.ts'
import { placeOf, PLACES, type Filter, type FilterName } from '../../behaviour/places.ts'
import { Money } from '../../parts/money.tsx'

const SHOWN = '10'

interface GroupTableProps {
  title: string
  /** As the API names it. */
  group: string
  filter: Filter
  filterBy: FilterName
}

/** The dearest of a kind, and all others as one row: nothing is left out of a total. */
export function GroupTable({ title, group, filter, filterBy }: GroupTableProps) {
  const spend = useSpend(filter, group, SHOWN).data
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{title.replace(/^By /, '')}</th>
            <th scope="col" className="number">
              Calls
            </th>
            <th scope="col" className="number">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {(spend?.rows ?? []).map((row) => (
            <Row key={row.key[group]} row={row} group={group} to={filter} by={filterBy} />
          ))}
          {spend?.others == null ? null : (
            <tr>
              <th scope="row">{counted(spend.others.groups, 'other')}</th>
              <td className="number">{spend.others.calls.toLocaleString('en')}</td>
              <td className="number">
                <Money usd={spend.others.cost_usd} />
              </td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All</th>
            <td className="number">{(spend?.totals.calls ?? 0).toLocaleString('en')}</td>
            <td className="number">
              <Money usd={spend?.totals.cost_usd ?? '0.00'} />
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

interface RowProps {
  row: SpendRow
  group: string
  to: Filter
  by: FilterName
}

function Row({ row, group, to, by }: RowProps) {
  const name = row.key[group] ?? ''
  return (
    <tr>
      <th scope="row">
        <Link href={placeOf(PLACES.calls, { ...to, [by]: name })}>
          {name === '' ? 'none' : name}
        </Link>
      </th>
      <td className="number">{row.calls.toLocaleString('en')}</td>
      <td className="number">
        <Money usd={row.cost_usd} />
      </td>
    </tr>
  )
}
