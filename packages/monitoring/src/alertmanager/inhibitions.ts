import type { AlertName } from '../thresholds.ts'

export interface Inhibition {
  /** While one of these fires … */
  by: readonly AlertName[]
  /** … nobody is told of these: they come of it. */
  hides: readonly AlertName[]
  /** Labels that both have alike. Without them one anywhere hides the others everywhere. */
  equal?: readonly string[]
}

const STANDS_STILL: readonly AlertName[] = [
  'JobsNotProgressing',
  'OldestJobTooOld',
  'BacklogGrowing',
]
const FRESHNESS: readonly AlertName[] = ['FreshnessBurnFast', 'FreshnessBurnSlow']

/** One cause, one call. What is below is there to be seen in Prometheus all the same. */
export const INHIBITIONS: readonly Inhibition[] = [
  { by: ['NsqdDown'], hides: ['ChannelNoConsumers', 'OutboxStuck', 'PublishUnknownOutcomes'] },
  {
    by: ['NoWorkers'],
    hides: [...STANDS_STILL, ...FRESHNESS, 'ChannelNoConsumers', 'WorkerDown', 'LeaseExpiriesHigh'],
  },
  { by: ['JobsNotProgressing'], hides: ['OldestJobTooOld', 'BacklogGrowing', ...FRESHNESS] },
  {
    by: ['StoreErrors'],
    hides: [
      ...STANDS_STILL,
      ...(['ReconcilerStalled', 'OutboxStuck', 'LeaseStuck', 'JobFailureRatioHigh'] as const),
      ...([
        'ApiErrorBudgetBurnFast',
        'ApiErrorBudgetBurnSlow',
        'ApiErrorBudgetBurnTicket',
      ] as const),
      'ApiLatencyBurn',
    ],
  },
  {
    by: ['ApiErrorBudgetBurnFast'],
    hides: ['ApiErrorBudgetBurnSlow', 'ApiErrorBudgetBurnTicket'],
    equal: ['service'],
  },
  { by: ['ApiErrorBudgetBurnSlow'], hides: ['ApiErrorBudgetBurnTicket'], equal: ['service'] },
  {
    by: ['ApiDown'],
    hides: [
      'ApiErrorBudgetBurnFast',
      'ApiErrorBudgetBurnSlow',
      'ApiErrorBudgetBurnTicket',
      'RestartLoop',
    ],
    equal: ['job'],
  },
  { by: ['FreshnessBurnFast'], hides: ['FreshnessBurnSlow'] },
  { by: ['ProviderOverloaded'], hides: ['AgentDegraded'] },
  {
    by: ['ProviderOverloaded', 'ModelMissing'],
    hides: ['ProviderBreakerOpen'],
    equal: ['provider'],
  },
  { by: ['AgentDown'], hides: ['AgentSlow', 'AgentDegraded'], equal: ['agent'] },
  {
    by: ['BudgetExhausted'],
    hides: ['BudgetForecastExceeded', 'BudgetThresholdReached'],
    equal: ['scope', 'tenant'],
  },
]

/** What cannot be scraped explains all else that is said of its instance. */
export const DOWN: readonly AlertName[] = ['TargetDown', 'WorkerDown']
