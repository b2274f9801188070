import { OBJECTIVES, PLATFORM } from './service.ts'
import { MODELS, PIPELINE } from './work.ts'
import { MONEY, REVIEW } from './worth.ts'

const HOUR = 3_600
const DAY = 24 * HOUR

/**
 * From which figures on panels are yellow (`warn`) and red (`bad`): red where an alert is sent, where one compares with
 * the figure. Ratios from 0 to 1, seconds, dollars; completeness and its like are bad below.
 */
export const MARKS = {
  oldestDue: { warn: PIPELINE.OldestJobTooOld.over / 4, bad: PIPELINE.OldestJobTooOld.over },
  untilDone: { warn: 6 * HOUR, bad: DAY },
  turnaround: { bad: OBJECTIVES.freshness.withinSeconds },
  busy: { warn: 0.9 },
  reconciler: { bad: PIPELINE.ReconcilerStalled.over },
  outbox: { bad: PIPELINE.OutboxStuck.over },
  leaseOverdue: { bad: PIPELINE.LeaseStuck.over },
  failedShare: { warn: 0.01, bad: PIPELINE.JobFailureRatioHigh.over },

  agentSeconds: { warn: MODELS.AgentSlow.over / 3, bad: MODELS.AgentSlow.over },
  agentFailures: { warn: MODELS.AgentDegraded.over / 4, bad: MODELS.AgentDegraded.over },
  fullAnswers: { warn: 0.95, bad: 1 - MODELS.AgentDegraded.over },
  headroom: { warn: 0.25, bad: MODELS.RateLimitHeadroomLow.over },

  completeness: { warn: 0.95, bad: REVIEW.CompletenessLow.over },
  autoApproved: { warn: 0.7, bad: 0.4 },
  evidence: { warn: 0.9, bad: 0.7 },
  confidence: { warn: 0.8, bad: 0.6 },
  valuesRefused: { warn: 0.2, bad: 0.5 },

  reviewAge: { warn: REVIEW.ReviewQueueTooOld.over / 2, bad: REVIEW.ReviewQueueTooOld.over },
  untilDecided: { warn: REVIEW.ReviewQueueTooOld.over, bad: 30 * DAY },
  caught: { warn: 0.9, bad: 1 - REVIEW.KnownErrorsMissed.over },
  corrected: { warn: 0.2, bad: 0.5 },

  budgetOfDay: { warn: 0.5, bad: 0.8 },
  budgetUsed: { warn: 0.7, bad: 0.9 },
  leftToday: { warn: 10, bad: MONEY.BudgetExhausted.least },

  budgetLeft: { warn: 0.5, bad: 0.1 },
  requestErrors: {
    warn: 1 - OBJECTIVES.availability.share,
    bad: 10 * (1 - OBJECTIVES.availability.share),
  },
  requestSeconds: { bad: OBJECTIVES.latency.withinSeconds },

  eventLoop: { warn: PLATFORM.EventLoopLag.over / 5, bad: PLATFORM.EventLoopLag.over },
  storeSeconds: { bad: 0.5 },
  diskFree: { warn: 2 * PLATFORM.StoreDiskLow.over, bad: PLATFORM.StoreDiskLow.over },
  backupAge: { warn: DAY, bad: PLATFORM.BackupTooOld.over },
  drillAge: { warn: 35 * DAY, bad: PLATFORM.RestoreDrillTooOld.over },
  certificate: {
    warn: 2 * PLATFORM.CertOrTokenExpiry.over,
    bad: PLATFORM.CertOrTokenExpiry.over,
  },
} as const
