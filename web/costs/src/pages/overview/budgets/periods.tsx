import type { BudgetAnswer, BudgetStatus } from '@colophon/domain'
import { dateInWords } from '@colophon/web-shared/words'
import { momentInWords } from '@colophon/web-shared/time'
import { Money } from '../../../parts/money.tsx'
import { Gauge } from './gauge.tsx'

export const STATES: Readonly<Record<BudgetAnswer['state'], string>> = {
  open: '● open',
  extras_held_back: '◐ agents that only add are held back',
  exhausted: '○ nothing is left',
}

/** Day and month: what may be spent, what was, what is held back, and how it will end. */
export function Budgets({ status }: { status: BudgetStatus }) {
  return (
    <section aria-label="Budgets" className="budgets">
      {status.budgets.map((budget) => (
        <Budget key={budget.scope} budget={budget} />
      ))}
      <article>
        <h2>Lost, and not priced</h2>
        <dl className="facts">
          <dt>Charged, answer lost (this month)</dt>
          <dd>
            <Money usd={status.unsettled_usd} /> in {status.unsettled_calls} calls
          </dd>
          <dt>Calls without a price</dt>
          <dd>{status.unpriced_calls}</dd>
          <dt>Most that one document may cost</dt>
          <dd>
            <Money usd={status.per_document_limit_usd} />
          </dd>
        </dl>
      </article>
    </section>
  )
}

function Budget({ budget }: { budget: BudgetAnswer }) {
  const { scope, period, limit_usd, spent_usd, state, forecast } = budget
  const title = scope === 'day' ? `Today, ${dateInWords(period)}` : dateInWords(period)
  return (
    <article>
      <h2>{title}</h2>
      <p className="figure">
        <Money usd={spent_usd} /> <span className="hint">of </span>
        <Money usd={limit_usd} />
      </p>
      <Gauge of={`the ${scope}`} standing={budget} projected={forecast?.projected_usd} />
      <p className={`state-${state}`}>{STATES[state]}</p>
      <BudgetFacts budget={budget} />
      <p className="hint">
        {budget.at_cutoff}; at the limit {budget.at_limit}.
      </p>
    </article>
  )
}

function BudgetFacts({ budget }: { budget: BudgetAnswer }) {
  const { left_usd, reserved_usd, forecast } = budget
  return (
    <dl className="facts">
      <dt>Left</dt>
      <dd>
        <Money usd={left_usd} />
      </dd>
      <dt>Held back for calls under way</dt>
      <dd>
        <Money usd={reserved_usd} />
      </dd>
      <dt>Will end at</dt>
      <dd>
        {forecast === null ? (
          'too few whole days to say'
        ) : (
          <>
            <Money usd={forecast.projected_usd} />{' '}
            <span className="hint">
              (<Money usd={forecast.low_usd} /> to <Money usd={forecast.high_usd} />)
            </span>
          </>
        )}
      </dd>
      {forecast?.reaches_limit_on == null ? null : (
        <>
          <dt>Reaches the limit on</dt>
          <dd className="needs">{dateInWords(forecast.reaches_limit_on)}</dd>
        </>
      )}
      <dt>Starts anew</dt>
      <dd>{momentInWords(budget.resets_at)}</dd>
    </dl>
  )
}
