import type { GroupCases, RuleCase } from './case.ts'

const LEADER = 'job="coordinator",tenant="default"'
const budget = (metric: string, scope: string): string =>
  `colophon_budget_${metric}{${LEADER},scope="${scope}"}`
const DAY = { scope: 'day', tenant: 'default' }
const SPENT = budget('spent_usd', 'day')
const LIMIT = budget('limit_usd', 'day')
const RESERVED = budget('reserved_usd', 'day')
const SKIPPED = 'colophon_budget_skipped_total{job="enrichment-worker",agent="content-agent"}'
const COST = 'colophon_document_cost_usd'
const COST_SUM = `${COST}_sum{job="enrichment-worker"}`
const UNPRICED = 'colophon_llm_unpriced_calls_total{job="enrichment-worker",model="new"}'
const DRIFT = `colophon_ledger_drift_usd{${LEADER},scope="day"}`
const threshold = (percent: string): string =>
  `colophon_budget_thresholds_total{${LEADER},scope="collection",threshold="${percent}"}`

const budgets: Record<string, readonly RuleCase[]> = {
  BudgetForecastExceeded: [
    {
      every: '5m',
      series: {
        [LIMIT]: '100x120',
        [SPENT]: '20+0.5x60 50x60',
        [RESERVED]: '0x120',
        [budget('period_end_timestamp_seconds', 'day')]: '86400x120',
      },
      fires: '2h',
      ends: '9h',
      labels: DAY,
      summary: 'at this pace the day of default ends at 164% of its limit',
      below: [{ [SPENT]: '20+0.25x120' }],
    },
  ],
  BudgetExhausted: [
    {
      series: { [LIMIT]: '100x30', [SPENT]: '99x10 10x20', [RESERVED]: '0.5x30' },
      fires: '5m',
      ends: '20m',
      labels: DAY,
      summary: '99.5% of what the day of default may cost is spent',
      below: [
        { [SPENT]: '98.5x30' },
        // Agents that only add are not paid for from 80 % on: nothing is exhausted.
        { [SPENT]: '80x30', [SKIPPED]: '_x2 4x28' },
      ],
    },
    {
      series: { [LIMIT]: '0.4x40', [SPENT]: '0.3x40', [RESERVED]: '0x40', [SKIPPED]: '_x2 4x38' },
      fires: '5m',
      ends: '30m',
      labels: DAY,
      summary: '75% of what the day of default may cost is spent',
      below: [{ [SKIPPED]: '_x40' }],
    },
  ],
}

export const MONEY_CASES: GroupCases = {
  cases: {
    ...budgets,
    CostPerDocumentAnomaly: [
      {
        every: '10m',
        series: {
          [COST_SUM]: '0+0.1x144 14.4+0.5x12 20.4+0.1x64',
          [`${COST}_count{job="enrichment-worker"}`]: '0+10x220',
        },
        fires: '26h',
        ends: '28h',
        summary: 'a document costs 5.0 times as much as in the week before',
        below: [{ [COST_SUM]: '0+0.1x144 14.4+0.29x76' }],
      },
    ],
    UnpricedCalls: [
      {
        series: { [UNPRICED]: '_x5 3x150' },
        fires: '10m',
        ends: '90m',
        labels: { model: 'new' },
        summary: '3 calls of new have no price',
        below: [{ [UNPRICED]: '0x155' }],
      },
    ],
    BudgetThresholdReached: [
      {
        series: { [threshold('80')]: '_x5 1x150' },
        fires: '10m',
        ends: '90m',
        labels: { scope: 'collection', tenant: 'default', threshold: '80' },
        summary: '80 % is spent of 1 collection budget(s) of default',
        below: [{ [threshold('80')]: '0x155', [threshold('75')]: '_x5 1x150' }],
      },
    ],
    LedgerCounterDrift: [
      {
        every: '5m',
        series: {
          [SPENT]: '50x216',
          [DRIFT]: '0x24 2x3 0x189',
        },
        fires: '150m',
        ends: '10h',
        labels: DAY,
        summary: 'the counter of the day of default was 4% of what is spent away from the ledger',
        below: [{ [DRIFT]: '0x24 0.4x3 0x189' }, { [DRIFT]: '0x216' }],
      },
    ],
  },
  silence: {},
}

const OLDEST = 'colophon_review_oldest_age_seconds{job="coordinator"}'
const ended = (outcome: string): string =>
  `colophon_documents_total{job="enrichment-worker",outcome="${outcome}"}`
const complete = (le: string): string =>
  `colophon_completeness_score_bucket{job="enrichment-worker",le="${le}"}`
const known = (outcome: string): string =>
  `colophon_review_seeded_total{job="review-api",outcome="${outcome}"}`

export const REVIEW_CASES: GroupCases = {
  cases: {
    ReviewQueueTooOld: [
      {
        series: { [OLDEST]: '700000x80 0x20' },
        fires: '65m',
        ends: '90m',
        summary: 'the oldest review task waits for 8d 2h 26m 40s, more than 7 d',
        below: [{ [OLDEST]: '604800x100' }],
      },
    ],
    AutoApprovalCollapsed: [
      {
        every: '1h',
        series: {
          [ended('auto_approved')]: '0+8x48 384+2x12 408+8x12',
          [ended('review')]: '0+2x48 96+8x12 192+2x12',
        },
        fires: '56h',
        ends: '70h',
        summary: 'only 20% of the documents are approved by themselves, half of the week before',
        below: [
          { [ended('auto_approved')]: '0+8x48 384+5x24', [ended('review')]: '0+2x48 96+5x24' },
        ],
      },
    ],
    CompletenessLow: [
      {
        every: '1h',
        series: {
          [complete('0.5')]: '0+10x12 120x24',
          [complete('0.6')]: '0+10x12 120x24',
          [complete('0.7')]: '0+10x12 120x24',
          [complete('1')]: '0+10x36',
          [complete('+Inf')]: '0+10x36',
          'colophon_completeness_score_count{job="enrichment-worker"}': '0+10x36',
        },
        fires: '8h',
        ends: '24h',
        summary: 'half of the records have a completeness of 25% or less',
        below: [
          { [complete('0.5')]: '0x36', [complete('0.6')]: '0x36', [complete('0.7')]: '0+10x36' },
        ],
      },
    ],
    KnownErrorsMissed: [
      {
        every: '1h',
        series: { [known('missed')]: '_x1 8x48', [known('caught')]: '_x1 12x24 100x24' },
        fires: '6h',
        ends: '40h',
        summary: '40% of the altered values in known answers were approved by reviewers',
        below: [
          { [known('missed')]: '_x1 5x48' },
          { [known('missed')]: '_x1 4x48', [known('caught')]: '_x1 6x48' },
        ],
      },
    ],
  },
  silence: {},
}
