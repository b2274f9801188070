import type { Threshold } from './threshold.ts'

export const MONEY = {
  /** Share of the limit that will be spent when the period ends; `window` is for months, `short` for days. */
  BudgetForecastExceeded: {
    over: 1,
    unit: 'ratio',
    for: '1h',
    window: '1d',
    short: '3h',
    least: 0.1,
  },
  /** Share of the limit that is spent; or, with less than `least` dollars left, runs that were refused the money. */
  BudgetExhausted: { over: 0.99, unit: 'ratio', for: '1m', window: '15m', least: 0.5 },
  /** Times the median of the week before. */
  CostPerDocumentAnomaly: { over: 3, unit: 'times', for: '30m', window: '1h', least: 20 },
  /** Percents of a limit that somebody is to look at. */
  BudgetThresholdReached: { over: 0, unit: 'count', for: '1m', window: '1h' },
  UnpricedCalls: { over: 0, unit: 'count', for: '1m', window: '1h' },
  /** Share of what is spent; `least` in dollars. */
  LedgerCounterDrift: { over: 0.01, unit: 'ratio', for: '1m', window: '6h', least: 1 },
} as const satisfies Record<string, Threshold>

export const REVIEW = {
  ReviewQueueTooOld: { over: 7 * 86_400, unit: 'seconds', for: '1h' },
  /** Below this share of the median of the week before. */
  AutoApprovalCollapsed: { over: 0.5, unit: 'ratio', for: '1h', window: '6h', least: 50 },
  /** Below it, the median of finished documents. */
  CompletenessLow: { over: 0.6, unit: 'ratio', for: '1h', window: '6h', least: 50 },
  KnownErrorsMissed: { over: 0.3, unit: 'ratio', for: '1h', window: '7d', least: 10 },
} as const satisfies Record<string, Threshold>
