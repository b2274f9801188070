import type { Threshold } from './threshold.ts'

/** What is promised, as shares of what was asked. Error budget is the rest. */
export const OBJECTIVES = {
  /** Requests to the review and cost APIs that are not answered with an error of ours. */
  availability: { share: 0.999 },
  /** The same requests that are answered within the time. */
  latency: { share: 0.99, withinSeconds: 1 },
  /**
   * Documents that end within the time. Four hours: a provider may ask for a wait of one, and the five attempts of a
   * document add half of another, so that less would call somebody for what mends itself; more, and what was handed in
   * in the morning is not there in the afternoon.
   */
  freshness: { share: 0.99, withinSeconds: 14_400 },
} as const

/**
 * `over` is how many times as fast as it may the error budget of 30 days is used up: at 14.4 an hour takes 2 % of it, at
 * 6 six hours take 5 %, at 1 three days take 10 %.
 */
export const SLO = {
  ApiErrorBudgetBurnFast: {
    over: 14.4,
    unit: 'times',
    for: '2m',
    window: '1h',
    short: '5m',
    least: 50,
  },
  ApiErrorBudgetBurnSlow: {
    over: 6,
    unit: 'times',
    for: '15m',
    window: '6h',
    short: '30m',
    least: 50,
  },
  ApiErrorBudgetBurnTicket: {
    over: 1,
    unit: 'times',
    for: '1h',
    window: '3d',
    short: '6h',
    least: 50,
  },
  ApiLatencyBurn: { over: 6, unit: 'times', for: '15m', window: '6h', short: '30m', least: 50 },
  FreshnessBurnFast: { over: 14.4, unit: 'times', for: '5m', window: '1h', short: '5m', least: 50 },
  FreshnessBurnSlow: { over: 6, unit: 'times', for: '15m', window: '6h', short: '30m', least: 50 },
  ApiDown: { over: 0, unit: 'count', for: '3m' },
} as const satisfies Record<string, Threshold>

export const PLATFORM = {
  StoreErrors: { over: 10, unit: 'count', for: '2m', window: '5m' },
  StoreDiskLow: { over: 0.1, unit: 'ratio', for: '15m' },
  EventLoopLag: { over: 0.5, unit: 'seconds', for: '10m' },
  RestartLoop: { over: 3, unit: 'count', for: '1m', window: '30m' },
  CertOrTokenExpiry: { over: 14 * 86_400, unit: 'seconds', for: '1h' },
  TargetDown: { over: 0, unit: 'count', for: '5m' },
  BackupTooOld: { over: 26 * 3_600, unit: 'seconds', for: '10m' },
  RestoreDrillFailed: { over: 0, unit: 'count', for: '1m' },
  RestoreDrillTooOld: { over: 100 * 86_400, unit: 'seconds', for: '1h' },
  RuleEvaluationFailing: { over: 0, unit: 'count', for: '5m', window: '15m' },
  NotificationsFailing: { over: 0, unit: 'count', for: '5m', window: '15m' },
  Watchdog: { over: 0, unit: 'count', for: '0s' },
} as const satisfies Record<string, Threshold>
