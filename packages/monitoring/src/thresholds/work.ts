import type { Threshold } from './threshold.ts'

export const PIPELINE = {
  JobsNotProgressing: { over: 900, unit: 'seconds', for: '2m', window: '15m' },
  OldestJobTooOld: { over: 3_600, unit: 'seconds', for: '10m' },
  /** Documents more per hour. */
  BacklogGrowing: { over: 100, unit: 'count', for: '1h', window: '1h', least: 500 },
  JobFailureRatioHigh: { over: 0.1, unit: 'ratio', for: '5m', window: '15m', least: 10 },
  DeadLetterGrowing: { over: 0, unit: 'count', for: '1m', window: '1h' },
  WebhooksGivenUp: { over: 0, unit: 'count', for: '5m' },
  /** More than the documents of one worker, so that the death of one says nothing. */
  LeaseExpiriesHigh: { over: 32, unit: 'count', for: '1m', window: '30m' },
  /** Past its end, where the coordinator ends such leases within seconds. */
  LeaseStuck: { over: 300, unit: 'seconds', for: '2m' },
  FencingViolations: { over: 5, unit: 'count', for: '1m', window: '30m' },
  ReconcilerRedispatching: { over: 10, unit: 'count', for: '5m', window: '30m' },
  ReconcilerStalled: { over: 180, unit: 'seconds', for: '2m' },
  OutboxStuck: { over: 300, unit: 'seconds', for: '2m' },
  DuplicateStepCalls: { over: 5, unit: 'count', for: '5m', window: '1h' },
  WorkerDown: { over: 0, unit: 'count', for: '3m' },
  NoWorkers: { over: 0, unit: 'count', for: '3m' },
} as const satisfies Record<string, Threshold>

export const NSQ = {
  NsqdDown: { over: 0, unit: 'count', for: '2m' },
  NsqLookupdDown: { over: 0, unit: 'count', for: '5m' },
  ChannelNoConsumers: { over: 0, unit: 'count', for: '3m' },
  ChannelPausedWithBacklog: { over: 0, unit: 'count', for: '10m' },
  MessageTimeoutsHigh: { over: 20, unit: 'count', for: '5m', window: '15m' },
  /** Messages; an nsqd holds 10,000 in memory before it writes to the disk. */
  DiskQueueGrowing: { over: 1_000, unit: 'count', for: '15m', window: '15m' },
  PublishUnknownOutcomes: { over: 3, unit: 'count', for: '1m', window: '15m' },
} as const satisfies Record<string, Threshold>

export const MODELS = {
  ModelMissing: { over: 0, unit: 'count', for: '15m' },
  LocalModelSaturated: { over: 20, unit: 'count', for: '30m' },
  ProviderBreakerOpen: { over: 1, unit: 'count', for: '10m', window: '5m' },
  ProviderOverloaded: { over: 0.1, unit: 'ratio', for: '10m', window: '10m', least: 10 },
  /** Below it. */
  RateLimitHeadroomLow: { over: 0.1, unit: 'ratio', for: '10m', window: '10m' },
  SchemaInvalidRatio: { over: 0.1, unit: 'ratio', for: '15m', window: '1h', least: 20 },
  TruncationDetected: { over: 0, unit: 'count', for: '1m', window: '1h' },
  /** Below this share of what it was the day before. */
  CacheHitRatioCollapsed: { over: 0.5, unit: 'ratio', for: '30m', window: '1h', least: 100_000 },
  AgentSlow: { over: 30, unit: 'seconds', for: '10m', window: '10m', least: 3 },
  AgentDown: { over: 0, unit: 'count', for: '3m' },
  AgentDegraded: { over: 0.2, unit: 'ratio', for: '15m', window: '30m', least: 20 },
} as const satisfies Record<string, Threshold>
