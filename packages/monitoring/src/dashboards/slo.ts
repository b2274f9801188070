import * as units from '@grafana/grafana-foundation-sdk/units'
import { API_ERRORS, API_SLOW, LATE_DOCUMENTS, ratioOf, type Indicator } from '../alerts/slo.ts'
import { OBJECTIVES, THRESHOLDS } from '../thresholds.ts'
import { MARKS } from '../thresholds/marks.ts'
import type { DashboardSpec, Row } from './build/dashboard.ts'
import { highIsBad, lowIsBad, NONE_WANTED } from './build/limits.ts'
import { dashboard, PLACES, runbook } from './build/links.ts'
import type { Placed } from './build/panel.ts'
import { series, stat, table } from './build/panels.ts'
import { NAMES, orZero, quantiles, RATE, type Query } from './build/queries.ts'
import { SERVICE } from './build/variables.ts'

const PERIOD = '30d'
const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`

/** Of what may go wrong in 30 days; below zero more went wrong. All of it where nothing was asked. */
const left = ({ bad, all, budget }: Indicator): string =>
  `min(1 - ${bad(PERIOD)} / ${all(PERIOD)} / ${budget} >= -1e9) or vector(1)`

const burn = (indicator: Indicator, window: string): string =>
  `${ratioOf(indicator, window)} / ${indicator.budget}`

const leftStat = (title: string, indicator: Indicator, promise: string): Placed =>
  stat({
    title,
    description: `What is left of the errors of 30 days that go with the promise: ${promise}. Below zero it is broken; with little left, no risky deploys.`,
    unit: units.PercentUnit,
    decimals: 1,
    min: -1_000,
    queries: left(indicator),
    limits: lowIsBad(MARKS.budgetLeft),
    links: [runbook('alerts/slo.md')],
  })

const burnStat = (title: string, indicator: Indicator): Placed =>
  stat({
    title,
    description:
      'How many times as fast as it may the error budget is used up, over the last hour. At 1 it lasts 30 days, at 14.4 an hour takes 2 % of it and somebody is called.',
    unit: units.Short,
    decimals: 1,
    queries: orZero(
      `max(${indicator.bad('1h')} / ${indicator.all('1h')} / ${indicator.budget} >= 0)`,
    ),
    limits: highIsBad({ warn: 1, bad: THRESHOLDS.ApiErrorBudgetBurnFast.over }),
    links: [runbook('alerts/slo.md')],
  })

const NOW: Row = {
  title: 'Is it broken, and for whom?',
  panels: [
    leftStat(
      'APIs: budget left',
      API_ERRORS,
      `${percent(OBJECTIVES.availability.share)} of the requests of reviewers and finance are answered without an error of ours`,
    ),
    leftStat(
      'Quick answers: budget left',
      API_SLOW,
      `${percent(OBJECTIVES.latency.share)} of them within ${OBJECTIVES.latency.withinSeconds} s`,
    ),
    leftStat(
      'Documents in time: budget left',
      LATE_DOCUMENTS,
      `${percent(OBJECTIVES.freshness.share)} of the documents end within ${OBJECTIVES.freshness.withinSeconds / 3_600} h of their submission`,
    ),
    burnStat('APIs: burns now', API_ERRORS),
    burnStat('Documents in time: burns now', LATE_DOCUMENTS),
    stat({
      title: 'Alerts of promises',
      description: 'Alerts about a budget that is used up too fast, and still fire.',
      unit: units.Short,
      queries: orZero('count(ALERTS{alertstate="firing",alertname=~".+Burn.*|ApiDown"})'),
      limits: NONE_WANTED,
      links: [runbook('alerts/slo.md')],
    }),
  ],
}

const WORDS = { '1h': 'fast: hour', '6h': 'slow: 6 hours', '3d': 'ticket: 3 days' } as const

const burns = (
  indicator: Indicator,
  windows: readonly (keyof typeof WORDS)[],
  by: string,
): Query[] =>
  windows.map((window) => ({ expr: burn(indicator, window), legend: `${by}${WORDS[window]}` }))

const FAST = highIsBad({
  warn: THRESHOLDS.ApiErrorBudgetBurnSlow.over,
  bad: THRESHOLDS.ApiErrorBudgetBurnFast.over,
})

const APIS: Row = {
  title: 'Requests of people',
  panels: [
    series({
      title: 'Errors: how fast the budget burns',
      description:
        'By service and window, as the alerts see it. Above the red line for an hour, above the yellow one for six: somebody is called.',
      unit: units.Short,
      decimals: 1,
      queries: burns(API_ERRORS, ['1h', '6h', '3d'], '{{job}} '),
      limits: FAST,
    }),
    series({
      title: 'Slow answers: how fast the budget burns',
      description: `By service: requests that take longer than ${OBJECTIVES.latency.withinSeconds} s, against those that may.`,
      unit: units.Short,
      decimals: 1,
      queries: burns(API_SLOW, ['6h'], '{{job}} '),
      limits: highIsBad({ bad: THRESHOLDS.ApiLatencyBurn.over }),
    }),
    series({
      title: 'Time of a request p99, p50',
      description:
        'Of the services chosen. The median rises: everything is slow. Only p99: one route, or one large document.',
      unit: units.Seconds,
      queries: quantiles([0.99, 0.5], 'httpSeconds', { where: SERVICE }),
      limits: highIsBad({ bad: OBJECTIVES.latency.withinSeconds }),
    }),
    table({
      title: 'Routes with errors',
      description:
        'Requests of the time shown answered with 5xx, by service and route, and all requests of the route.',
      rows: { job: 'Service', route: 'Route' },
      columns: [
        {
          title: 'Errors',
          unit: units.Short,
          decimals: 0,
          expr: `topk(10, sum by (job, route) (increase(${NAMES.httpSeconds}_count{${SERVICE},code=~"5.."}[$__range])) or sum by (job, route) (increase(${NAMES.httpSeconds}_count{${SERVICE}}[$__range])) * 0)`,
          limits: highIsBad({ bad: 1 }),
        },
        {
          title: 'Requests',
          unit: units.Short,
          decimals: 0,
          expr: `sum by (job, route) (increase(${NAMES.httpSeconds}_count{${SERVICE}}[$__range]))`,
        },
      ],
    }),
    series({
      title: 'Requests a minute, and those that fail',
      description:
        'With few requests a single error is a large share: the alerts ask for a least number.',
      unit: units.Short,
      width: 12,
      queries: [
        { expr: `60 * sum(rate(${NAMES.httpSeconds}_count{${SERVICE}}[${RATE}]))`, legend: 'all' },
        {
          expr: orZero(
            `60 * sum(rate(${NAMES.httpSeconds}_count{${SERVICE},code=~"5.."}[${RATE}]))`,
          ),
          legend: 'fail',
        },
      ],
      colors: { all: 'blue', fail: 'red' },
    }),
  ],
}

const DOCUMENTS: Row = {
  title: 'Documents in time',
  panels: [
    series({
      title: 'Late documents: how fast the budget burns',
      description:
        'As the alerts see it. A large import burns it by its size alone: silence the alert until it is through.',
      unit: units.Short,
      decimals: 1,
      width: 12,
      queries: burns(LATE_DOCUMENTS, ['1h', '6h'], ''),
      limits: FAST,
      links: [PLACES.queued, dashboard('colophon-throughput', 'What they wait for')],
    }),
    series({
      title: 'From submission to the end p99, p50',
      description: 'Of the hour before each moment, queue included.',
      unit: units.Seconds,
      width: 12,
      queries: quantiles([0.99, 0.5], 'turnaroundSeconds', { over: '1h' }),
      limits: highIsBad(MARKS.turnaround),
      links: [PLACES.queued],
    }),
  ],
}

export const SLO_AND_BUDGET: DashboardSpec = {
  uid: 'colophon-slo',
  title: 'SLO & Error Budget',
  description:
    'What was promised to reviewers, finance and submitters, and how much of it may still go wrong this month.',
  folder: 'operations',
  variables: ['service'],
  links: [runbook('alerts/slo.md'), PLACES.queue],
  rows: [NOW, APIS, DOCUMENTS],
}
