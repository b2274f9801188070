import { lazy, Suspense, useEffect } from 'react'
import { Link } from 'wouter'
import { ErrorView, Waiting } from '@colophon/web-shared'
import { useBudgets, useOpportunities, useSpend, useTrends } from '../../api/costs.ts'
import { barsOf } from '../../behaviour/days.ts'
import { placeOf, PLACES, queryOf, type Filter } from '../../behaviour/places.ts'
import { FilterBar, useFilter } from '../../parts/filter-bar.tsx'
import { Money } from '../../parts/money.tsx'
import { Budgets } from './budgets/periods.tsx'
import { SetBudgetsSection } from './budgets/set.tsx'
import { DayTable } from './day-table.tsx'
import { Distribution } from './distribution.tsx'
import { PastEstimates } from './estimates.tsx'
import { GroupTable } from './groups.tsx'
import { Opportunities, Savings } from './savings.tsx'

/** The chart comes when it comes; every figure of it stands in a table too. */
const DayChart = lazy(() => import('./day-chart.tsx'))

/** What was spent, on what, and what is left. */
export function OverviewPage() {
  const [filter, setFilter] = useFilter(PLACES.overview)
  const budgets = useBudgets()
  useEffect(() => {
    document.title = 'Costs · Colophon'
  }, [])
  return (
    <main className="page sheet costs">
      <h1>Costs</h1>
      {budgets.data !== undefined ? (
        <Budgets status={budgets.data} />
      ) : budgets.error !== null ? (
        <ErrorView error={budgets.error} retry={() => void budgets.refetch()} />
      ) : (
        <Waiting what="the budgets" />
      )}
      <SetBudgetsSection />
      <FilterBar filter={filter} onFilter={setFilter} />
      <Days filter={filter} limit={budgets.data?.budgets[0]?.limit_usd} />
      <div className="columns">
        <GroupTable title="By model" group="model" filter={filter} filterBy="model" />
        <GroupTable title="By agent" group="agent" filter={filter} filterBy="agent" />
        <GroupTable
          title="By collection"
          group="collection"
          filter={filter}
          filterBy="collection_id"
        />
        <GroupTable title="By job" group="job" filter={filter} filterBy="job_id" />
        <GroupTable title="By document" group="document" filter={filter} filterBy="document_id" />
        <GroupTable title="By state" group="state" filter={filter} filterBy="state" />
      </div>
      <Distribution filter={filter} />
      <PastEstimates />
      <Found filter={filter} />
    </main>
  )
}

function Days({ filter, limit }: { filter: Filter; limit: string | undefined }) {
  const spend = useSpend(filter, 'day,model', '10000')
  const trends = useTrends(filter).data
  if (spend.error !== null)
    return <ErrorView error={spend.error} retry={() => void spend.refetch()} />
  if (spend.data === undefined) return <Waiting what="the days" />
  const { period, rows, totals } = spend.data
  const { days, models } = barsOf(rows, period)
  return (
    <section aria-label="Day by day">
      <h2>
        <Money usd={totals.cost_usd} />{' '}
        <span className="hint">
          from {period.from} to {period.to} (UTC)
          {trends === undefined ? null : <Before trends={trends} />}
        </span>
      </h2>
      {models.length === 0 ? (
        <p className="hint">
          Nothing was paid in these days: {totals.calls.toLocaleString('en')} runs of rules and
          local models cost nothing.
        </p>
      ) : (
        <Suspense fallback={<div className="chart-place" />}>
          <DayChart days={days} models={models} limit={limit} />
        </Suspense>
      )}
      <DayTable days={days} models={models} trends={trends} />
      <p className="downloads">
        <a
          href={`/api/cost/report/spend?${queryOf(filter, { group_by: 'day,model', format: 'csv' })}`}
          download
        >
          Days as CSV
        </a>
        <a href={`/api/cost/records?${queryOf(filter, { format: 'csv' })}`} download>
          All calls as CSV
        </a>
        <a href={`/api/cost/report/focus?${queryOf(filter)}`} download>
          FOCUS
        </a>
        <Link href={placeOf(PLACES.calls, filter)}>Single calls</Link>
      </p>
    </section>
  )
}

function Before({ trends }: { trends: NonNullable<ReturnType<typeof useTrends>['data']> }) {
  const { change_ratio: change, total_usd: before } = trends.before
  if (change === null) return <> · nothing in the days before</>
  const percent = `${change > 0 ? '+' : '−'}${Math.abs(change * 100).toFixed(1)} %`
  return (
    <>
      {' '}
      · {percent} against <Money usd={before} /> in as many days before
    </>
  )
}

function Found({ filter }: { filter: Filter }) {
  const found = useOpportunities(filter)
  if (found.error !== null)
    return <ErrorView error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined) return <Waiting what="what could be saved" />
  return (
    <>
      <Opportunities found={found.data} filter={filter} />
      <Savings found={found.data} />
    </>
  )
}
