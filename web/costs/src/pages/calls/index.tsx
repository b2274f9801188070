import { useEffect } from 'react'
import { Link } from 'wouter'
import { ErrorView, StateView, useMe, Waiting } from '@colophon/web-shared'
import { momentInWords } from '@colophon/web-shared/time'
import { useCalls, useSpend, type CallRow } from '../../api/costs.ts'
import { placeOf, PLACES, queryOf, type Filter } from '../../behaviour/places.ts'
import { FilterBar, useFilter } from '../../parts/filter-bar.tsx'
import { Money } from '../../parts/money.tsx'

/** Single rows of the ledger. */
export function CallsPage() {
  const [filter, setFilter] = useFilter(PLACES.calls)
  const calls = useCalls(filter)
  const totals = useSpend(filter, '').data?.totals
  useEffect(() => {
    document.title = 'Calls · Costs · Colophon'
  }, [])
  const rows = calls.data?.pages.flatMap(({ records }) => records) ?? []
  return (
    <main className="page sheet full costs">
      <h1>Calls</h1>
      <FilterBar filter={filter} onFilter={setFilter} />
      <p>
        {totals === undefined ? null : (
          <>
            {totals.calls.toLocaleString('en')} rows, <Money usd={totals.cost_usd} /> in all ·{' '}
          </>
        )}
        <a href={`/api/cost/records?${queryOf(filter, { format: 'csv' })}`} download>
          All of them as CSV
        </a>{' '}
        · <Link href={placeOf(PLACES.overview, filter)}>Overview of these</Link>
      </p>
      {calls.error !== null ? (
        <ErrorView error={calls.error} retry={() => void calls.refetch()} />
      ) : calls.isPending ? (
        <Waiting what="the calls" />
      ) : rows.length === 0 ? (
        <StateView title="No calls">
          No row of the ledger fits. Take a part of the filter away.
        </StateView>
      ) : (
        <Calls rows={rows} filter={filter} />
      )}
      {calls.hasNextPage ? (
        <button className="more" onClick={() => void calls.fetchNextPage()}>
          Show more
        </button>
      ) : null}
    </main>
  )
}

const HEADS = ['When (UTC)', 'Document', 'Agent', 'Tier', 'Model', 'State'] as const
const NUMBERS = ['Tokens in', 'Tokens out', 'Seconds', 'Cost'] as const

function Calls({ rows, filter }: { rows: readonly CallRow[]; filter: Filter }) {
  const { data: me } = useMe()
  const desk = me?.products.find(({ name }) => name === 'Review desk')?.href
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Calls">
      <table className="table">
        <thead>
          <tr>
            {HEADS.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            {NUMBERS.map((head) => (
              <th key={head} scope="col" className="number">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Call key={row.record_id} row={row} filter={filter} desk={desk} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface CallProps {
  row: CallRow
  filter: Filter
  /** Address of the desk, where there is one. */
  desk: string | undefined
}

function Call({ row, filter, desk }: CallProps) {
  const { tokens } = row
  const read = Object.entries(tokens)
    .filter(([kind]) => kind !== 'output')
    .reduce((sum, [, count]) => sum + count, 0)
  return (
    <tr>
      <td title={row.created_at}>{momentInWords(row.created_at).replace(' UTC', '')}</td>
      <th scope="row">
        <Link href={placeOf(PLACES.calls, { ...filter, document_id: row.document_id })}>
          {row.document_id}
        </Link>{' '}
        {desk === undefined ? null : (
          <a
            className="hint"
            href={new URL(`/documents/${encodeURIComponent(row.document_id)}`, desk).href}
            aria-label={`Look at ${row.document_id} on the desk`}
          >
            look at it
          </a>
        )}
      </th>
      <td>{row.agent}</td>
      <td>{row.tier}</td>
      <td>{row.model}</td>
      <td>{stateInWords(row)}</td>
      <td className="number">{read.toLocaleString('en')}</td>
      <td className="number">{(tokens['output'] ?? 0).toLocaleString('en')}</td>
      <td className="number">{(row.duration_ms / 1_000).toFixed(1)}</td>
      <td className="number">
        <Money usd={row.amount_usd} />
      </td>
    </tr>
  )
}

function stateInWords({ state, priced }: CallRow): string {
  if (!priced) return 'no price'
  return state === 'unsettled' ? 'answer lost' : 'settled'
}
