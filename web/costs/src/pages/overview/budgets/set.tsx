import { useState } from 'react'
import { Link } from 'wouter'
import type { BudgetEvents, SetBudget } from '@colophon/domain'
import { ErrorView, useMe } from '@colophon/web-shared'
import { momentInWords } from '@colophon/web-shared/time'
import { useBudgetEvents, useSetBudgets } from '../../../api/budgets.ts'
import { isOfTenant, nameOf, SCOPE_WORDS } from '../../../behaviour/budgets.ts'
import { placeOf, PLACES } from '../../../behaviour/places.ts'
import { Money } from '../../../parts/money.tsx'
import { BudgetDialog } from './dialog.tsx'
import { Gauge } from './gauge.tsx'
import { STATES } from './periods.tsx'

const NEW = { scope: 'collection', id: '', terms: null, revision: 0 } as const

type Edited = Pick<SetBudget, 'scope' | 'id' | 'terms' | 'revision'>

/** Budgets that people set, each with how it stands; whoever sees them may change them. */
export function SetBudgetsSection() {
  const read = useSetBudgets()
  const events = useBudgetEvents().data
  const tenant = useMe().data?.tenant ?? ''
  const [edited, setEdited] = useState<Edited>()
  if (read.error !== null) return <ErrorView error={read.error} retry={() => void read.refetch()} />
  const set = (read.data?.budgets ?? []).filter(({ terms }) => terms !== null)
  return (
    <section aria-label="Budgets that were set">
      <h2>Budgets that were set</h2>
      {set.length === 0 ? (
        <p className="hint">
          None: the limits of the deployment hold alone. A collection, a job or everything together
          can have a lower one.
        </p>
      ) : (
        <SetTable budgets={set} onEdit={setEdited} />
      )}
      <p className="actions">
        <button
          onClick={() => {
            setEdited(NEW)
          }}
        >
          Set a budget
        </button>
      </p>
      {events === undefined || events.events.length === 0 ? null : <Reached events={events} />}
      {edited === undefined ? null : (
        <BudgetDialog
          key={`${edited.scope} ${edited.id}`}
          budget={edited}
          tenant={tenant}
          onEnd={() => {
            setEdited(undefined)
          }}
        />
      )}
    </section>
  )
}

interface SetTableProps {
  budgets: readonly SetBudget[]
  onEdit: (budget: SetBudget) => void
}

const HEADS = ['Of', 'Spent', 'Held back', 'Left', 'Limit'] as const

const SetTable = ({ budgets, onEdit }: SetTableProps) => (
  <div className="scroll" tabIndex={0} role="group" aria-label="Budgets, as a table">
    <table className="table set-budgets">
      <thead>
        <tr>
          {HEADS.map((head, place) => (
            <th key={head} scope="col" className={place === 0 ? undefined : 'number'}>
              {head}
            </th>
          ))}
          <th scope="col">State</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        {budgets.map((budget) => (
          <SetRow key={`${budget.scope} ${budget.id}`} budget={budget} onEdit={onEdit} />
        ))}
      </tbody>
    </table>
  </div>
)

/** Such a budget counts from the first call on. */
const FIRST_DAY = '2020-01-01'

function SetRow({ budget, onEdit }: { budget: SetBudget; onEdit: SetTableProps['onEdit'] }) {
  const { scope, id, standing } = budget
  const filter = { [`${scope}_id`]: id, from: FIRST_DAY }
  return (
    <tr>
      <th scope="row">
        {isOfTenant(scope) ? (
          SCOPE_WORDS[scope]
        ) : (
          <>
            {SCOPE_WORDS[scope]} <Link href={placeOf(PLACES.calls, filter)}>{id}</Link>
          </>
        )}
        {standing === null ? null : <Gauge of={nameOf(budget)} standing={standing} />}
      </th>
      {standing === null
        ? null
        : [standing.spent_usd, standing.reserved_usd, standing.left_usd, standing.limit_usd].map(
            (usd, place) => (
              <td key={HEADS[place + 1]} className="number">
                <Money usd={usd} />
              </td>
            ),
          )}
      <td>
        {standing === null ? null : (
          <span className={`state-${standing.state}`} title={`At the limit: ${standing.at_limit}`}>
            {STATES[standing.state]}
          </span>
        )}
      </td>
      <td>
        <button
          aria-label={`Change the budget: ${nameOf(budget)}`}
          onClick={() => {
            onEdit(budget)
          }}
        >
          Change
        </button>
      </td>
    </tr>
  )
}

const Reached = ({ events }: { events: BudgetEvents }) => (
  <details>
    <summary>Thresholds that were reached</summary>
    <ul>
      {events.events.map(({ key, scope, id, threshold, spent_usd, limit_usd, at }) => (
        <li key={`${key} ${String(threshold)}`}>
          {threshold} % of{' '}
          {isOfTenant(scope) ? key.replace(':', ' ') : `${SCOPE_WORDS[scope].toLowerCase()} ${id}`}:{' '}
          <Money usd={spent_usd} /> of <Money usd={limit_usd} />, {momentInWords(at)}
        </li>
      ))}
    </ul>
  </details>
)
