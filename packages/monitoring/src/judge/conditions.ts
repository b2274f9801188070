import { LOCAL_PROVIDERS } from '../local-providers.ts'
import { METRICS, type MetricName, type Recorder } from '@colophon/runtime/metrics'
import type { At } from '../alert.ts'
import type { AlertName } from '../thresholds.ts'
import { total, valueOf, type Found, type Selection } from './history.ts'
import type { Look } from './look.ts'

/** What holds now, by its labels; nothing where all is well. */
type Holds = (look: Look, at: At) => readonly Found[]

/** A condition, and the metrics that it asks: where nobody records them it says nothing. */
export interface Condition {
  of: readonly MetricName[]
  holds: Holds
}

const over = (value: number | undefined, limit: number): Found[] =>
  value !== undefined && value > limit ? [{ labels: {}, value }] : []

const below = (found: readonly Found[], limit: number): Found[] =>
  found.filter(({ value }) => value < limit)

/** Parts of wholes with the same labels, of wholes that say enough. */
const shares = (part: readonly Found[], whole: readonly Found[], { over: limit, least }: At) =>
  whole.flatMap(({ labels, value }): Found[] => {
    const share = (valueOf(part, labels) ?? 0) / value
    return value > least && share > limit ? [{ labels, value: share }] : []
  })

const when = (of: Condition['of'], holds: Holds): Condition => ({ of, holds })

const growth = (
  name: MetricName,
  by: readonly string[] = [],
  where?: Selection['where'],
): Condition =>
  when([name], (look, { over: limit, window }) =>
    look
      .grown(name, window, where === undefined ? { by } : { by, where })
      .filter(({ value }) => value > limit),
  )

const gauge = (name: MetricName, where?: Selection['where']): Condition =>
  when([name], (look, { over: limit }) => over(look.one(name, where), limit))

/** One of these does not answer. */
const isDown = (name: MetricName, by: readonly string[]): Condition =>
  when([name], (look) => look.gauge(name, { by }).filter(({ value }) => value === 0))

const PIPELINE = {
  JobsNotProgressing: when(
    ['documentsInStatus', 'oldestDueAge', 'documents'],
    (look, { over: limit, window }) => {
      const waiting = look.one('documentsInStatus', ({ status }) => status === 'queued') ?? 0
      const ended = look.grown('documents', window, {
        where: ({ outcome }) => outcome !== 'retried',
      })
      const isDue = (look.one('oldestDueAge') ?? 0) > limit
      return waiting > 0 && isDue && total(ended) === 0 ? [{ labels: {}, value: waiting }] : []
    },
  ),
  OldestJobTooOld: gauge('oldestDueAge'),
  JobFailureRatioHigh: when(['documents', 'documentFailures'], (look, at) => {
    const failed = look.grown('documentFailures', at.window, {
      where: ({ code, end }) => end === 'failed' && code !== 'model.overloaded',
    })
    const ended = look.grown('documents', at.window, {
      where: ({ outcome }) => outcome !== 'retried',
    })
    return shares(failed, ended, at)
  }),
  DeadLetterGrowing: growth('deadMessages'),
  WebhooksGivenUp: gauge('webhookBacklog', ({ state }) => state === 'dead'),
  LeaseExpiriesHigh: growth('leasesExpired'),
  LeaseStuck: gauge('leaseOverdue'),
  FencingViolations: growth('fencingViolations'),
  ReconcilerRedispatching: growth('redispatched', [], ({ reason }) => reason === 'message_lost'),
  ReconcilerStalled: when(['reconcilerLastSuccess'], (look, { over: limit }) =>
    over(look.since('reconcilerLastSuccess'), limit),
  ),
  OutboxStuck: gauge('outboxOldestAge'),
  DuplicateStepCalls: growth('duplicateAnswers', ['agent']),
} as const satisfies Partial<Record<AlertName, Condition>>

const CHANNEL = ['topic', 'channel']

/** Channels with more messages than the limit, and `that`. */
const channels = (
  of: 'nsqClients' | 'nsqPaused',
  that: (value: number | undefined) => boolean,
): Condition =>
  when(['nsqDepth', of], (look, { over: limit }) => {
    const others = look.gauge(of, { by: CHANNEL })
    return look
      .gauge('nsqDepth', { by: CHANNEL })
      .filter(({ labels, value }) => value > limit && that(valueOf(others, labels)))
  })

const NSQ = {
  NsqdDown: isDown('nsqUp', ['node']),
  NsqLookupdDown: isDown('nsqLookupdUp', ['node']),
  ChannelNoConsumers: channels('nsqClients', (clients) => clients === 0),
  ChannelPausedWithBacklog: channels('nsqPaused', (paused = 0) => paused > 0),
  MessageTimeoutsHigh: growth('nsqTimedOut', CHANNEL),
} as const satisfies Partial<Record<AlertName, Condition>>

const MODEL = ['provider', 'model']

const MODELS = {
  ModelMissing: isDown('llmPresent', MODEL),
  LocalModelSaturated: when(['llmCalls'], (look, { over: limit }) =>
    look
      .gauge('llmCalls', {
        by: MODEL,
        where: ({ provider, state }) =>
          LOCAL_PROVIDERS.includes(provider ?? '') && state === 'waiting',
      })
      .filter(({ value }) => value > limit),
  ),
  ProviderBreakerOpen: when(['llmBreaker'], (look, { over: limit }) =>
    look.gauge('llmBreaker', { by: MODEL }).filter(({ value }) => value > limit),
  ),
  ProviderOverloaded: when(['llmRequests'], (look, at) => {
    const by = ['provider']
    const refused = look.grown('llmRequests', at.window, {
      by,
      where: ({ outcome }) => outcome === 'model.overloaded',
    })
    return shares(refused, look.grown('llmRequests', at.window, { by }), at)
  }),
  RateLimitHeadroomLow: when(['llmHeadroom', 'llmRequests'], (look, { over: limit, window }) => {
    const asked = look.grown('llmRequests', window, { by: MODEL }).filter(({ value }) => value > 0)
    return below(look.gauge('llmHeadroom', { by: [...MODEL, 'kind'] }), limit).filter(
      ({ labels: { provider = '', model = '' } }) =>
        valueOf(asked, { provider, model }) !== undefined,
    )
  }),
  SchemaInvalidRatio: when(['llmRequests', 'llmSchemaInvalid'], (look, at) => {
    const by = ['model']
    const answered = look.grown('llmRequests', at.window, {
      by,
      where: ({ outcome }) => outcome === 'answered',
    })
    return shares(look.grown('llmSchemaInvalid', at.window, { by }), answered, at)
  }),
  TruncationDetected: growth('llmTruncated', MODEL),
  AgentSlow: when(['agentSeconds'], (look, at) =>
    look.slowest('agentSeconds', 'agent', at).filter(({ value }) => value > at.over),
  ),
  AgentDown: isDown('agentAvailable', ['agent']),
  AgentDegraded: when(['agentCalls'], (look, at) => {
    const by = ['agent']
    const degraded = look.grown('agentCalls', at.window, {
      by,
      where: ({ outcome }) => outcome !== 'ok' && outcome !== 'skipped',
    })
    return shares(degraded, look.grown('agentCalls', at.window, { by }), at)
  }),
} as const satisfies Partial<Record<AlertName, Condition>>

const SCOPE = ['scope', 'tenant']

const MONEY = {
  BudgetExhausted: when(
    ['budgetLimit', 'budgetSpent', 'budgetReserved', 'budgetSkipped', 'documentFailures'],
    (look, { over: limit, least, window }) => {
      const spent = look.gauge('budgetSpent', { by: SCOPE })
      const reserved = look.gauge('budgetReserved', { by: SCOPE })
      const refused =
        total(look.grown('budgetSkipped', window)) +
        total(
          look.grown('documentFailures', window, {
            where: ({ code }) => code === 'budget.exhausted' || code === 'budget.stopped',
          }),
        )
      return look
        .gauge('budgetLimit', { by: SCOPE })
        .flatMap(({ labels, value: most }): Found[] => {
          const used = (valueOf(spent, labels) ?? 0) + (valueOf(reserved, labels) ?? 0)
          if (most <= 0) return []
          const isSpent = used / most > limit || (most - used < least && refused > 0)
          return isSpent ? [{ labels, value: used / most }] : []
        })
    },
  ),
  BudgetThresholdReached: growth('budgetThresholds', [...SCOPE, 'threshold'], ({ threshold }) =>
    ['80', '90', '100'].includes(threshold ?? ''),
  ),
  UnpricedCalls: growth('llmUnpricedCalls', ['model']),
} as const satisfies Partial<Record<AlertName, Condition>>

const PLATFORM = {
  StoreErrors: growth('storeErrors'),
  StoreDiskLow: when(['storeBytes', 'storeFreeRatio'], (look, { over: limit }) => {
    return (look.one('storeBytes') ?? 0) > 0 ? below(look.gauge('storeFreeRatio'), limit) : []
  }),
  CertOrTokenExpiry: when(['certificateExpiry'], (look, { over: limit }) => {
    const ends = look.one('certificateExpiry') ?? 0
    return ends > 0 ? below([{ labels: {}, value: ends - look.now }], limit) : []
  }),
  // Where there was never one, a process that has run for so long says so; the one that leads, since only it looks.
  BackupTooOld: when(['backupLastSuccess', 'reconcilerLastSuccess'], (look, { over: limit }) =>
    look.one('reconcilerLastSuccess') === undefined
      ? []
      : over(look.since('backupLastSuccess') ?? look.now - look.history.startedAt, limit),
  ),
  RestoreDrillFailed: when(['restoreDrillLast', 'restoreDrillOk'], (look) =>
    look.since('restoreDrillLast') === undefined ? [] : below(look.gauge('restoreDrillOk'), 1),
  ),
  RestoreDrillTooOld: when(['restoreDrillLast'], (look, { over: limit }) =>
    over(look.since('restoreDrillLast'), limit),
  ),
} as const satisfies Partial<Record<AlertName, Condition>>

/**
 * The alerts that a process can judge by what it has measured itself in the last hour. The others compare with days
 * before, or ask whether a process is there at all: for those there is Prometheus.
 */
export const CONDITIONS = {
  ...PIPELINE,
  ...NSQ,
  ...MODELS,
  ...MONEY,
  ReviewQueueTooOld: gauge('reviewOldestAge'),
  ...PLATFORM,
} as const satisfies Partial<Record<AlertName, Condition>>

export type JudgedName = keyof typeof CONDITIONS

/** Conditions whose metrics are all recorded by these: in the distributed form a process knows its own alone. */
export const judgedBy = (recorders: readonly Recorder[]): JudgedName[] =>
  (Object.keys(CONDITIONS) as JudgedName[]).filter((name) =>
    CONDITIONS[name].of.every((metric) => recorders.includes(METRICS[metric].by)),
  )

/** Metrics that conditions look at. */
export const LOOKED_AT: readonly MetricName[] = [
  ...new Set(Object.values(CONDITIONS).flatMap(({ of }) => of)),
]
