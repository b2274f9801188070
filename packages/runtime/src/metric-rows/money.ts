import { counter, gauge, histogram, recordedBy } from './row.ts'

const SCOPE = { labels: ['scope', 'tenant'], maxChildren: 20 } as const
const DOCUMENT_USD = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1]

/** Each tenant has its own: what all have spent is no share of what one may spend. */
const BUDGETS = recordedBy('leader', {
  budgetLimit: gauge('budget_limit_usd', 'Most a tenant may spend in the day or month', SCOPE),
  budgetSpent: gauge('budget_spent_usd', 'Spent in the day or month (UTC) by now', SCOPE),
  budgetReserved: gauge('budget_reserved_usd', 'Held back for calls under way', SCOPE),
  budgetPeriodEnd: gauge(
    'budget_period_end_timestamp_seconds',
    'When the day or month ends, seconds since the epoch',
    SCOPE,
  ),
  budgetFullest: gauge(
    'budget_fullest_ratio',
    'Used share of the budget of a collection, a job or the tenant that is nearest to its limit',
    SCOPE,
  ),
  budgetThresholds: counter(
    'budget_thresholds_total',
    'Thresholds of budgets that were reached: 50, 75, 80, 90, 100 percent, each once in its period',
    { labels: ['scope', 'tenant', 'threshold'], maxChildren: 60 },
  ),
  ledgerDrift: gauge(
    'ledger_drift_usd',
    'How far the counter of the day or month was from the ledger when they were last compared',
    SCOPE,
  ),
})

const SPENDING = recordedBy('worker', {
  budgetSkipped: counter('budget_skipped_total', 'Runs of agents there was no money for', {
    labels: ['agent'],
  }),
  outOfReach: counter(
    'out_of_reach_total',
    'Runs of agents that asked no model that the text may not be shown to, and would have',
    { labels: ['agent'] },
  ),
  budgetHeld: counter(
    'budget_held_total',
    'Documents that a budget had no room for, by what it is of and what became of them',
    { labels: ['scope', 'action'], maxChildren: 24 },
  ),
  ledgerRows: counter('ledger_rows_total', 'Rows written to the ledger: settled, unsettled', {
    labels: ['state'],
    maxChildren: 4,
  }),
  documentCost: histogram('document_cost_usd', 'What the run of a document has cost', {
    buckets: DOCUMENT_USD,
  }),
  collectionCost: counter('collection_cost_usd_total', 'Cost of runs, by tenant and collection', {
    labels: ['tenant', 'collection'],
    maxChildren: 30,
  }),
})

/** What was spent and may be; the ledger is exact, these are for graphs and alerts. `scope` is day or month (UTC). */
export const MONEY = { ...BUDGETS, ...SPENDING } as const
