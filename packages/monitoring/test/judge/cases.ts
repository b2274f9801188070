import type { History, JudgedName } from '@colophon/monitoring/judge'
import { THRESHOLDS } from '@colophon/monitoring/thresholds'
import type { MetricName, Reading, Readings } from '@colophon/runtime/metrics'

export const NOW = 1_800_000_000

type Labels = Reading['labels']

const reading = (value: number, labels: Labels = {}): Reading => ({
  ...{ labels, value, sum: 0, buckets: [] },
})
const shows = (name: MetricName, value: number, labels?: Labels): Readings => ({
  [name]: [reading(value, labels)],
})

/** A process that began two hours ago and had measured nothing until now. */
export const historyOf = (figures: Readings): History => ({
  startedAt: NOW - 7_200,
  samples: [
    { at: NOW - 3_700, figures: {} },
    { at: NOW, figures },
  ],
})

/** Just beyond a threshold, and on it. */
type Case = readonly [beyond: Readings, on: Readings]

/** One series that is compared with the threshold as it is, from below. */
const above = (alert: JudgedName, name: MetricName, labels?: Labels): Case => {
  const { over } = THRESHOLDS[alert]
  return [shows(name, over + 1, labels), shows(name, over, labels)]
}
const ago = (alert: JudgedName, name: MetricName, beside: Readings = {}): Case => {
  const { over } = THRESHOLDS[alert]
  const shown = (at: number): Readings => ({ ...beside, ...shows(name, at) })
  return [shown(NOW - over - 1), shown(NOW - over)]
}
const isDown = (name: MetricName, labels: Labels): Case => [
  shows(name, 0, labels),
  shows(name, 1, labels),
]

const AGENT = { agent: 'entity-agent' }
const MODEL = { provider: 'ollama', model: 'llama3.2' }
const CHANNEL = { node: 'n:4151', topic: 'enrichment.normal', channel: 'workers' }
const BUDGET = { scope: 'day', tenant: 'default' }

const queue = (oldest: number, ended: number): Readings => ({
  documentsInStatus: [reading(3, { status: 'queued' })],
  oldestDueAge: [reading(oldest)],
  documents: [reading(ended, { outcome: 'review' }), reading(9, { outcome: 'retried' })],
})
/** Of 100 that count. */
const outcomes = (name: MetricName, bad: number, [wrong, right]: readonly Labels[]): Readings => ({
  [name]: [reading(bad, wrong), reading(100 - bad, right)],
})
/** Of 100 documents, and how many more failed since a provider is overloaded. */
const failed = (count: number, overloaded: number): Readings => ({
  ...outcomes('documents', count + overloaded, [{ outcome: 'failed' }, { outcome: 'review' }]),
  documentFailures: [
    reading(count, { code: 'store.unavailable', end: 'failed' }),
    reading(overloaded, { code: 'model.overloaded', end: 'failed' }),
    reading(99, { code: 'store.unavailable', end: 'retried' }),
  ],
})
const agentTook = (seconds: number): Readings => ({
  agentSeconds: [
    {
      ...reading(20, AGENT),
      buckets: [10, 30, 60, Infinity].map((bound) => [bound, bound >= seconds ? 20 : 0] as const),
    },
  ],
})
const spent = (usd: number): Readings => ({
  ...shows('budgetLimit', 100, BUDGET),
  ...shows('budgetSpent', usd - 1, BUDGET),
  ...shows('budgetReserved', 1, BUDGET),
})
const channel = (of: 'nsqClients' | 'nsqPaused', value: number): Readings => ({
  ...shows('nsqDepth', 5, CHANNEL),
  ...shows(of, value, CHANNEL),
})
const requests = (bad: number, outcome: string): Readings =>
  outcomes('llmRequests', bad, [
    { ...MODEL, outcome },
    { ...MODEL, outcome: 'answered' },
  ])
const calls = (bad: number): Readings =>
  outcomes('agentCalls', bad, [
    { ...AGENT, outcome: 'degraded' },
    { ...AGENT, outcome: 'ok' },
  ])

export const CASES: Readonly<Record<JudgedName, Case>> = {
  JobsNotProgressing: [queue(901, 0), queue(900, 0)],
  OldestJobTooOld: above('OldestJobTooOld', 'oldestDueAge'),
  JobFailureRatioHigh: [failed(11, 0), failed(10, 9)],
  DeadLetterGrowing: above('DeadLetterGrowing', 'deadMessages'),
  WebhooksGivenUp: above('WebhooksGivenUp', 'webhookBacklog', { state: 'dead' }),
  LeaseExpiriesHigh: above('LeaseExpiriesHigh', 'leasesExpired'),
  LeaseStuck: above('LeaseStuck', 'leaseOverdue'),
  FencingViolations: above('FencingViolations', 'fencingViolations', { op: 'commit' }),
  ReconcilerRedispatching: above('ReconcilerRedispatching', 'redispatched', {
    reason: 'message_lost',
  }),
  ReconcilerStalled: ago('ReconcilerStalled', 'reconcilerLastSuccess'),
  OutboxStuck: above('OutboxStuck', 'outboxOldestAge'),
  DuplicateStepCalls: above('DuplicateStepCalls', 'duplicateAnswers', AGENT),
  NsqdDown: isDown('nsqUp', { node: 'n:4151' }),
  NsqLookupdDown: isDown('nsqLookupdUp', { node: 'n:4161' }),
  ChannelNoConsumers: [channel('nsqClients', 0), channel('nsqClients', 1)],
  ChannelPausedWithBacklog: [channel('nsqPaused', 1), channel('nsqPaused', 0)],
  MessageTimeoutsHigh: above('MessageTimeoutsHigh', 'nsqTimedOut', CHANNEL),
  ModelMissing: isDown('llmPresent', MODEL),
  LocalModelSaturated: above('LocalModelSaturated', 'llmCalls', { ...MODEL, state: 'waiting' }),
  ProviderBreakerOpen: above('ProviderBreakerOpen', 'llmBreaker', MODEL),
  ProviderOverloaded: [requests(11, 'model.overloaded'), requests(10, 'model.overloaded')],
  RateLimitHeadroomLow: [
    { ...requests(0, 'x'), ...shows('llmHeadroom', 0.09, { ...MODEL, kind: 'tokens' }) },
    { ...requests(0, 'x'), ...shows('llmHeadroom', 0.1, { ...MODEL, kind: 'tokens' }) },
  ],
  SchemaInvalidRatio: [
    { ...requests(0, 'x'), ...shows('llmSchemaInvalid', 11, MODEL) },
    { ...requests(0, 'x'), ...shows('llmSchemaInvalid', 10, MODEL) },
  ],
  TruncationDetected: above('TruncationDetected', 'llmTruncated', MODEL),
  AgentSlow: [agentTook(60), agentTook(30)],
  AgentDown: isDown('agentAvailable', AGENT),
  AgentDegraded: [calls(21), calls(20)],
  BudgetExhausted: [spent(99.5), spent(99)],
  BudgetThresholdReached: above('BudgetThresholdReached', 'budgetThresholds', {
    scope: 'job',
    tenant: 'default',
    threshold: '80',
  }),
  UnpricedCalls: above('UnpricedCalls', 'llmUnpricedCalls', { model: 'new' }),
  ReviewQueueTooOld: above('ReviewQueueTooOld', 'reviewOldestAge'),
  StoreErrors: above('StoreErrors', 'storeErrors', { op: 'commit', class: 'transient' }),
  StoreDiskLow: [
    { ...shows('storeBytes', 1), ...shows('storeFreeRatio', 0.09) },
    { ...shows('storeBytes', 1), ...shows('storeFreeRatio', 0.1) },
  ],
  CertOrTokenExpiry: [
    shows('certificateExpiry', NOW + THRESHOLDS.CertOrTokenExpiry.over - 1),
    shows('certificateExpiry', NOW + THRESHOLDS.CertOrTokenExpiry.over),
  ],
  // Only who leads looks at backups.
  BackupTooOld: ago('BackupTooOld', 'backupLastSuccess', shows('reconcilerLastSuccess', NOW)),
  RestoreDrillFailed: [
    { ...shows('restoreDrillLast', NOW - 60), ...shows('restoreDrillOk', 0) },
    { ...shows('restoreDrillLast', NOW - 60), ...shows('restoreDrillOk', 1) },
  ],
  RestoreDrillTooOld: ago('RestoreDrillTooOld', 'restoreDrillLast'),
}
