import { shorten } from '@colophon/monitoring/rules'
import { THRESHOLDS, type Thresholds } from '@colophon/monitoring/thresholds'
import { loadFactor } from '../stack/index.ts'

/** An hour becomes a quarter of a minute. */
const BY = 240
const SCRAPES = '10s'
const seconds = (idle: number): string => `${Math.ceil(idle * loadFactor())}s`

const kept = <T extends keyof Thresholds>(...names: T[]) =>
  Object.fromEntries(names.map((name) => [name, THRESHOLDS[name]]))

/**
 * Those of production with shorter times. Figures of alerts that no fault is to raise stay far from what a busy machine
 * does by itself; what compares with the week before, or draws a line to the end of a month, is left as it is: there is
 * no such past here.
 */
export function faultThresholds(): Thresholds {
  // A process that starts again on a busy machine is not one that is down.
  const away = { for: seconds(6) }
  const soon = { for: '2s' }
  const shortWindow = { ...soon, window: '15s' }
  return shorten(
    THRESHOLDS,
    { by: BY, shortestWindow: SCRAPES, shortestFor: '2s' },
    {
      ...kept('BudgetForecastExceeded', 'CostPerDocumentAnomaly', 'LedgerCounterDrift'),
      ...kept('CacheHitRatioCollapsed', 'AutoApprovalCollapsed', 'CompletenessLow'),
      ...kept('BackupTooOld', 'RestoreDrillTooOld', 'CertOrTokenExpiry'),
      ...kept('LocalModelSaturated', 'EventLoopLag', 'RestartLoop', 'BacklogGrowing'),
      JobsNotProgressing: { over: 120, for: '15s', window: '60s' },
      OldestJobTooOld: { over: 240 },
      ReconcilerStalled: { over: 120 },
      OutboxStuck: { over: 120 },
      ChannelPausedWithBacklog: { for: '15s' },
      // What the faults are to raise.
      WorkerDown: away,
      ApiDown: away,
      AgentDown: away,
      TargetDown: away,
      NoWorkers: away,
      NsqdDown: soon,
      // Longer than the breaker is seen open, as in production: it says why until that is closed.
      ProviderOverloaded: { ...soon, window: '40s', least: 0 },
      ProviderBreakerOpen: { for: '20s', window: '4s' },
      UnpricedCalls: shortWindow,
      DeadLetterGrowing: shortWindow,
      BudgetExhausted: { ...shortWindow, window: SCRAPES },
      LeaseStuck: { over: 5, ...soon },
      StoreErrors: { over: 3, ...shortWindow },
      StoreDiskLow: soon,
      AgentSlow: { over: 5, least: 0, ...shortWindow },
      // Its age is that of production: the task is dated back.
      ReviewQueueTooOld: { over: THRESHOLDS.ReviewQueueTooOld.over, ...soon },
    },
  )
}
