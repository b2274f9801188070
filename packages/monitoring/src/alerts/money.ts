import type { AlertGroup, AlertSpec } from '../alert.ts'
import { grown, grownOrZero, share, sumBy } from '../promql.ts'
import type { MONEY } from '../thresholds/worth.ts'

const COSTS = { owner: 'finance', service: 'cost-api', dashboard: 'costs' } as const
const PERIOD = 'the {{ $labels.scope }} of {{ $labels.tenant }}'
const COST = 'colophon_document_cost_usd'

const alerts: Record<keyof typeof MONEY, AlertSpec> = {
  BudgetForecastExceeded: {
    ...COSTS,
    severity: 'ticket',
    expression: ({ over, least }) =>
      `colophon:budget_forecast:ratio > ${over} and colophon:budget_used:ratio > ${least}`,
    summary: `at this pace ${PERIOD} ends at {value} of its limit`,
    description:
      'Before the period ends documents will go to people, or wait, for want of money. First: see which collection and model it is; slow the import down, or raise the limit.',
  },
  BudgetExhausted: {
    ...COSTS,
    severity: 'page',
    // What is left may be too little for any question: then runs are refused while the limit is not quite reached.
    expression: ({ over, least, window }) => {
      const refused = `${grownOrZero('colophon_budget_skipped_total', window)} + ${grownOrZero('colophon_document_failures_total{code=~"budget.exhausted|budget.stopped"}', window)}`
      return [
        `colophon:budget_used:ratio > ${over}`,
        `or (colophon:budget_used:ratio and colophon:budget_left_usd:min < ${least} and on () ${refused} > 0)`,
      ].join('\n')
    },
    summary: `{value} of what ${PERIOD} may cost is spent`,
    description:
      'No paid model is asked any more: documents go to people with what rules found, or wait for the next period. First: decide with who pays whether to raise BUDGET_DAY_USD or BUDGET_MONTH_USD.',
  },
  CostPerDocumentAnomaly: {
    ...COSTS,
    severity: 'ticket',
    expression: ({ over, least, window }) => {
      const now = 'colophon:cost_per_document_usd:rate1h'
      return [
        `${now} / (quantile_over_time(0.5, ${now}[7d]) > 0) > ${over}`,
        `and sum(increase(${COST}_count[${window}])) > ${least}`,
      ].join('\n')
    },
    summary: 'a document costs {value} times as much as in the week before',
    description:
      'The budget is used up faster than planned. First: see whether documents are longer, a dearer model is asked, or the cache of prompts does not help any more.',
  },
  BudgetThresholdReached: {
    ...COSTS,
    severity: 'ticket',
    expression: ({ over, window }) =>
      `${sumBy('scope, tenant, threshold', grown('colophon_budget_thresholds_total{threshold=~"80|90|100"}', window))} > ${over}`,
    summary:
      '{{ $labels.threshold }} % is spent of {value} {{ $labels.scope }} budget(s) of {{ $labels.tenant }}',
    description:
      'From the cut-off on agents that only add are left out; at the limit documents go on without paid models, wait or fail, as the budget says. First: see on the cost page which one it is, and whether it is to be raised.',
  },
  UnpricedCalls: {
    ...COSTS,
    severity: 'ticket',
    expression: ({ over, window }) =>
      `${sumBy('model', grown('colophon_llm_unpriced_calls_total', window))} > ${over}`,
    summary: '{value} calls of {{ $labels.model }} have no price',
    description:
      'They are in the bill of the provider and not in ours, and no limit holds them. First: stop asking that model, or give it a price.',
  },
  LedgerCounterDrift: {
    ...COSTS,
    severity: 'ticket',
    // Counters are set right when they are compared: the greatest distance of the window is what tells.
    expression: ({ over, least, window }) => {
      const drift = `max by (scope, tenant) (max_over_time(colophon_ledger_drift_usd[${window}]))`
      return `${drift} / clamp_min(colophon:budget_spent_usd:max, ${least}) > ${over}`
    },
    summary: `the counter of ${PERIOD} was {value} of what is spent away from the ledger`,
    description:
      'A counter that is too low lets more be spent than allowed, one that is too high holds documents back. It was set to what the ledger says. First: look for who writes rows without a reservation, such as a process of another version.',
  },
}

export const MONEY_GROUP: AlertGroup = {
  alerts,
  records: (at) => {
    const { window: month, short: day } = at('BudgetForecastExceeded')
    const { window } = at('CostPerDocumentAnomaly')
    const spent = 'colophon:budget_spent_usd:max'
    const limit = 'max by (scope, tenant) (colophon_budget_limit_usd)'
    const used = `(${spent} + max by (scope, tenant) (colophon_budget_reserved_usd))`
    const left =
      'clamp_min(max by (scope, tenant) (colophon_budget_period_end_timestamp_seconds) - time(), 0)'
    const pace = `(deriv(${spent}{scope="month"}[${month}]) or deriv(${spent}{scope="day"}[${day}]))`
    return [
      {
        name: spent,
        expression: 'max by (scope, tenant) (colophon_budget_spent_usd)',
      },
      { name: 'colophon:budget_used:ratio', expression: share(used, limit) },
      { name: 'colophon:budget_left_usd:min', expression: `${limit} - ${used}` },
      {
        name: 'colophon:budget_forecast:ratio',
        expression: share(`(${spent} + ${pace} * ${left})`, limit),
      },
      {
        name: 'colophon:cost_per_document_usd:rate1h',
        expression: share(
          `sum(rate(${COST}_sum[${window}]))`,
          `sum(rate(${COST}_count[${window}]))`,
        ),
      },
    ]
  },
}
