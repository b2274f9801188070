import * as units from '@grafana/grafana-foundation-sdk/units'
import { MARKS } from '../thresholds/marks.ts'
import type { DashboardSpec, Row } from './build/dashboard.ts'
import { highIsBad, lowIsBad, NONE_WANTED, NONE_WISHED } from './build/limits.ts'
import { COSTS, PLACES, runbook } from './build/links.ts'
import { bars, gauge, pie, series, stat } from './build/panels.ts'
import {
  HOUR,
  increase,
  mean,
  NAMES,
  orNone,
  orZero,
  quantile,
  RANGE,
  rate,
  shareBy,
} from './build/queries.ts'
import { COLLECTION } from './build/variables.ts'

const of = (scope: string): string => `{scope="${scope}",tenant=~"$tenant"}`
const used = (scope: string): string =>
  `max(${NAMES.budgetSpent}${of(scope)} / ${NAMES.budgetLimit}${of(scope)})`
const left = (scope: string): string =>
  `min(${NAMES.budgetLimit}${of(scope)} - ${NAMES.budgetSpent}${of(scope)} - ${NAMES.budgetReserved}${of(scope)})`
const MONTH = '30d'

const usedGauge = (scope: 'day' | 'month', title: string) =>
  gauge({
    title,
    description: `Spent, as a share of what may be spent in the ${scope} (UTC), of the tenant that is nearest to its limit. At 80 % the costly agents are left out, at 100 % nothing is spent.`,
    unit: units.PercentUnit,
    decimals: 0,
    max: 1,
    queries: used(scope),
    limits: highIsBad(MARKS.budgetUsed),
    links: [COSTS.report],
  })

const NOW: Row = {
  title: 'Is it broken, and for whom?',
  panels: [
    stat({
      title: 'Spent today',
      description:
        'Of the day (UTC), all tenants. The ledger is exact; this is as old as the last look at it.',
      unit: units.Dollars,
      decimals: 2,
      height: 6,
      queries: `sum(max by (scope, tenant) (${NAMES.budgetSpent}${of('day')}))`,
      links: [COSTS.report],
    }),
    stat({
      title: 'Left today',
      description:
        'What the tenant nearest to its limit may still spend today; what is held back for calls under way is taken off. Below zero more was spent than allowed: look at the ledger.',
      unit: units.Dollars,
      decimals: 2,
      min: -1_000_000,
      height: 6,
      queries: left('day'),
      limits: lowIsBad(MARKS.leftToday),
      links: [COSTS.report],
    }),
    usedGauge('day', 'Budget of the day'),
    usedGauge('month', 'Budget of the month'),
    stat({
      title: 'Calls without a price',
      description:
        'Model calls of the time shown that no price fits: what they cost is not known, and the agent is stopped from asking. Add the price.',
      unit: units.Short,
      decimals: 0,
      height: 6,
      queries: orZero(increase('llmUnpricedCalls')),
      limits: NONE_WANTED,
      links: [runbook('money.md')],
    }),
    stat({
      title: 'Agents left out for want of money',
      description:
        'Runs of agents of the time shown there was no money for. Their documents are in review and can be sent round again when there is.',
      unit: units.Short,
      decimals: 0,
      height: 6,
      queries: orZero(increase('budgetSkipped')),
      limits: NONE_WISHED,
      links: [PLACES.queue],
    }),
  ],
}

const TREND: Row = {
  title: 'Where the money goes',
  panels: [
    series({
      title: 'Spent today against the limit',
      description:
        'Starts anew at midnight UTC. A step is a large job; a line that bends up is dearer documents.',
      unit: units.Dollars,
      queries: [
        { expr: `sum(max by (scope, tenant) (${NAMES.budgetSpent}${of('day')}))`, legend: 'spent' },
        {
          expr: `sum(max by (scope, tenant) (${NAMES.budgetReserved}${of('day')}))`,
          legend: 'held back',
        },
        { expr: `sum(max by (scope, tenant) (${NAMES.budgetLimit}${of('day')}))`, legend: 'limit' },
      ],
      colors: { spent: 'blue', 'held back': 'purple', limit: 'red' },
    }),
    series({
      title: 'Month, and where it leads',
      description:
        'Spent in the month, and what it will be at its end when it goes on as in the last 6 hours. Above the limit: the budget will not last.',
      unit: units.Dollars,
      queries: [
        {
          expr: `sum(max by (scope, tenant) (${NAMES.budgetSpent}${of('month')}))`,
          legend: 'spent',
        },
        {
          expr: `sum(max by (scope, tenant) (${NAMES.budgetSpent}${of('month')} + clamp_min(deriv(${NAMES.budgetSpent}${of('month')}[6h]), 0) * clamp_min(${NAMES.budgetPeriodEnd}${of('month')} - time(), 0)))`,
          legend: 'at its end',
        },
        {
          expr: `sum(max by (scope, tenant) (${NAMES.budgetLimit}${of('month')}))`,
          legend: 'limit',
        },
      ],
      colors: { spent: 'blue', 'at its end': 'orange', limit: 'red' },
    }),
    series({
      title: 'Cost of a document',
      description:
        'Mean and p95 of the hour before. A step up after a deploy is a prompt that grew or an answer that is no longer kept.',
      unit: units.Dollars,
      decimals: 4,
      queries: [
        { expr: mean('documentCost', { over: HOUR }), legend: 'mean' },
        { expr: quantile(0.95, 'documentCost', { over: HOUR }), legend: 'p95' },
      ],
    }),
    series({
      title: 'Dollars an hour by model',
      description: 'At the pace of each moment.',
      unit: units.Dollars,
      decimals: 3,
      stacked: true,
      queries: { expr: `3600 * ${rate('llmCost', { by: ['model'] })}`, legend: '{{model}}' },
    }),
    series({
      title: 'Budgets nearest to their limits',
      description:
        'Used share of the budget of a collection, a job or the tenant that is nearest to its limit; the cost page says which one it is.',
      unit: units.PercentUnit,
      decimals: 0,
      queries: {
        expr: orNone(`max by (scope) (${NAMES.budgetFullest}{tenant=~"$tenant"})`, 'scope'),
        legend: '{{scope}}',
      },
      links: [COSTS.report],
    }),
    series({
      title: 'Held back by budgets',
      description:
        'Documents of the hour before that a budget had no room for: without the context agent, without paid models, put off, or failed.',
      unit: units.Short,
      decimals: 0,
      queries: {
        expr: orNone(increase('budgetHeld', { by: ['scope', 'action'], over: HOUR }), 'scope'),
        legend: '{{scope}}: {{action}}',
      },
      links: [runbook('money.md')],
    }),
    bars({
      title: '30 days by model',
      description: 'Cost of the 30 days before now.',
      unit: units.Dollars,
      decimals: 2,
      queries: {
        expr: `sort_desc(${increase('llmCost', { by: ['provider', 'model'], over: MONTH })})`,
        legend: '{{model}}',
      },
      links: [COSTS.report],
    }),
    bars({
      title: 'Tokens of 30 days by model and kind',
      description:
        'Cache reads cost a tenth of input; many writes and few reads mean that the cache does not hold.',
      unit: units.Short,
      queries: {
        expr: `sort_desc(${increase('llmTokens', { by: ['model', 'kind'], over: MONTH })} > 0)`,
        legend: '{{model}} {{kind}}',
      },
    }),
    bars({
      title: 'Cost by collection',
      description: 'The ten dearest collections of the time shown.',
      unit: units.Dollars,
      decimals: 2,
      queries: {
        expr: `topk(10, ${increase('collectionCost', { where: COLLECTION, by: ['tenant', 'collection'] })})`,
        legend: '{{tenant}} / {{collection}}',
      },
      links: [COSTS.report],
    }),
    series({
      title: 'Cost of a document by collection',
      description:
        'Mean of the hour before: collections whose documents are dear beside the others.',
      unit: units.Dollars,
      decimals: 4,
      queries: {
        expr: shareBy(
          increase('collectionCost', {
            where: COLLECTION,
            by: ['tenant', 'collection'],
            over: HOUR,
          }),
          increase('collectionDocuments', {
            where: COLLECTION,
            by: ['tenant', 'collection'],
            over: HOUR,
          }),
        ),
        legend: '{{tenant}} / {{collection}}',
      },
    }),
    pie({
      title: 'Tokens by kind',
      description: 'Of the time shown.',
      unit: units.Short,
      queries: { expr: `${increase('llmTokens', { by: ['kind'] })} > 0`, legend: '{{kind}}' },
    }),
    series({
      title: 'Rows of the ledger',
      description:
        'Of the hour before. Unsettled rows are answers that were lost with their process: counted at the most they can have cost.',
      unit: units.Short,
      queries: { expr: increase('ledgerRows', { by: ['state'], over: HOUR }), legend: '{{state}}' },
    }),
    stat({
      title: 'Counters against the ledger',
      description:
        'How far counters of day and month were from the ledger when they were last compared. They were set right; more than nothing is a fault that somebody should find.',
      unit: units.Dollars,
      decimals: 2,
      queries: `max by (scope) (max_over_time(${NAMES.ledgerDrift}{tenant=~"$tenant"}[${RANGE}]))`,
      limits: NONE_WANTED,
      links: [runbook('alerts/money.md#ledgercounterdrift')],
    }),
    stat({
      title: 'Metrics against budgets',
      description:
        'What the metrics of models counted in the time shown, beside what budgets were charged: they differ by what restarts lost. Much more: look at the ledger.',
      unit: units.Dollars,
      decimals: 2,
      width: 8,
      queries: [
        { expr: orZero(increase('llmCost')), legend: 'by models' },
        {
          expr: orZero(`sum(increase(${NAMES.documentCost}_sum[${RANGE}]))`),
          legend: 'by documents',
        },
      ],
    }),
  ],
}

export const COST_TRACKING: DashboardSpec = {
  uid: 'colophon-costs',
  title: 'Cost Tracking',
  description: 'What is spent, on which models and collections, and how long the budget lasts.',
  folder: 'money',
  variables: ['tenant', 'collection'],
  links: [COSTS.report, runbook('money.md')],
  rows: [NOW, TREND],
}
