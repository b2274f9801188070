import { Link } from 'wouter'
import type { CostOpportunities, SavingRow } from '@colophon/domain'
import { placeOf, PLACES, type Filter } from '../../behaviour/places.ts'
import { Money } from '../../parts/money.tsx'

const KINDS: Readonly<Record<SavingRow['kind'], string>> = {
  rules: 'Answered by rules alone',
  local_models: 'Answered by a local model',
  prompt_cache: 'Read from the provider’s cache',
  cheaper_tier: 'A cheaper model',
}

/** What was not spent; never part of a cost. */
export function Savings({ found }: { found: CostOpportunities }) {
  return (
    <section aria-label="Not spent">
      <h2>Not spent</h2>
      <p className="hint">
        <Money usd={found.saved_usd} /> in all, by the reckoning beside each. It is part of no cost.
      </p>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">How</th>
            <th scope="col">Agent</th>
            <th scope="col" className="number">
              Runs
            </th>
            <th scope="col" className="number">
              Not spent
            </th>
            <th scope="col">Reckoned with</th>
          </tr>
        </thead>
        <tbody>
          {found.savings.map((saving) => (
            <tr key={`${saving.kind} ${saving.agent} ${saving.model}`}>
              <th scope="row">{KINDS[saving.kind]}</th>
              <td>{saving.agent}</td>
              <td className="number">{saving.calls.toLocaleString('en')}</td>
              <td className="number">
                <Money usd={saving.amount_usd} />
              </td>
              <td className="hint">{saving.basis}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.savings.length === 0 ? (
        <p className="hint">Nothing to compare with: no paid call in this period.</p>
      ) : null}
    </section>
  )
}

/** What to do, with the money and the documents that it is about. */
export function Opportunities({ found, filter }: { found: CostOpportunities; filter: Filter }) {
  return (
    <section aria-label="What to do">
      <h2>What to do</h2>
      {found.opportunities.length === 0 ? (
        <p className="hint">Nothing stands out in this period.</p>
      ) : (
        <ol className="opportunities">
          {found.opportunities.map(({ kind, says, amount_usd, agents, documents }) => (
            <li key={`${kind} ${agents.join()}`}>
              <p>
                {says} <Money usd={amount_usd} />
              </p>
              {documents.length === 0 ? null : (
                <p className="hint">
                  {documents.map(({ document_id: id, cost_usd }) => (
                    <span key={id}>
                      <Link href={placeOf(PLACES.calls, { ...filter, document_id: id })}>{id}</Link>{' '}
                      <Money usd={cost_usd} />{' '}
                    </span>
                  ))}
                </p>
              )}
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
