import type { GroupCases, RuleCase } from './case.ts'

const QUEUED = 'colophon_documents_in_status{job="coordinator",status="queued"}'
const OLDEST = 'colophon_oldest_due_age_seconds{job="coordinator"}'
const ended = (outcome: string): string =>
  `colophon_documents_total{job="enrichment-worker",outcome="${outcome}"}`
const failures = (code: string): string =>
  `colophon_document_failures_total{job="enrichment-worker",code="${code}",end="failed"}`
const RECONCILED = 'colophon_reconciler_last_success_timestamp_seconds{job="coordinator"}'
const WORKER = 'up{job="enrichment-worker",instance="10.0.0.2:8010"}'
const OTHER = 'up{job="enrichment-worker",instance="10.0.0.3:8010"}'

/** One gauge above the figure, and after a while no longer. */
const gauge = (
  series: string,
  [above, below]: readonly [above: string, below: string],
  summary: string,
): RuleCase => ({
  series: { [series]: `${above}x20 0x20` },
  fires: '12m',
  ends: '30m',
  summary,
  below: [{ [series]: `${below}x40` }],
})

/** Events that happen once: a series that is new with them, and nothing after. */
const burst = (
  series: string,
  [above, below]: readonly [above: string, below: string],
  rest: Pick<RuleCase, 'ends' | 'summary' | 'labels'>,
): RuleCase => ({
  series: { [series]: `_x5 ${above}x150` },
  fires: '12m',
  below: [{ [series]: `_x5 ${below}x150` }],
  ...rest,
})

const progress: Record<string, readonly RuleCase[]> = {
  JobsNotProgressing: [
    {
      // Nothing has ever ended: there is no series that says so.
      series: { [QUEUED]: '12x40 0x20', [OLDEST]: '1000x40 0x20' },
      fires: '10m',
      ends: '50m',
      summary: '12 documents wait, and none has ended for 15 min',
      below: [
        { [OLDEST]: '800x60' },
        { [QUEUED]: '0x60' },
        // The first one of a new process, which `increase` alone does not see.
        { [ended('review')]: '_x8 1x52' },
      ],
    },
    {
      series: {
        [QUEUED]: '12x60',
        [OLDEST]: '1000x60',
        [ended('retried')]: '0+5x60',
        [ended('review')]: '7x40 7+1x20',
      },
      fires: '30m',
      ends: '50m',
      summary: '12 documents wait, and none has ended for 15 min',
      below: [{ [ended('review')]: '0+1x60' }],
    },
  ],
  OldestJobTooOld: [
    gauge(OLDEST, ['4000', '3600'], 'the oldest document waits for 1h 6m 40s, more than 1 h'),
  ],
  BacklogGrowing: [
    {
      series: { [QUEUED]: '600+4x150 1200x200' },
      fires: '2h',
      ends: '5h',
      summary: 'the queue grows by 240 documents an hour',
      below: [{ [QUEUED]: '600+1.5x350' }, { [QUEUED]: '0+4x350' }],
    },
  ],
  JobFailureRatioHigh: [
    {
      series: {
        [failures('store.unavailable')]: '0+2x30 60x60',
        [ended('failed')]: '0+2x30 60x60',
        [ended('auto_approved')]: '0+8x90',
      },
      fires: '20m',
      ends: '60m',
      summary: '20% of the documents of the last 15 min have failed',
      below: [
        {
          [failures('store.unavailable')]: '0+0.9x90',
          [ended('failed')]: '0+0.9x90',
          [ended('auto_approved')]: '0+9.1x90',
        },
        {
          [failures('store.unavailable')]: '0+0.4x90',
          [ended('failed')]: '0+0.4x90',
          [ended('auto_approved')]: '0x90',
        },
        // A provider that is overloaded has an alert of its own, which wakes nobody.
        {
          [failures('store.unavailable')]: '0x90',
          [failures('model.overloaded')]: '0+5x90',
          [ended('failed')]: '0+5x90',
        },
      ],
    },
  ],
}

const delivery: Record<string, readonly RuleCase[]> = {
  DeadLetterGrowing: [
    burst('colophon_dead_messages_total{job="enrichment-worker"}', ['1', '0'], {
      ends: '90m',
      summary: '1 messages could not be read in the last 1 h',
    }),
  ],
  WebhooksGivenUp: [
    gauge(
      'colophon_webhook_deliveries{job="coordinator",state="dead"}',
      ['3', '0'],
      '3 deliveries to other systems were given up',
    ),
  ],
  ReconcilerRedispatching: [
    burst(
      'colophon_reconciler_redispatched_total{job="coordinator",reason="message_lost"}',
      ['20', '10'],
      {
        ends: '60m',
        summary: '20 documents had to be sent again in the last 30 min',
      },
    ),
  ],
  ReconcilerStalled: [
    {
      series: {
        [RECONCILED]: '0x10 660+60x20',
        'colophon_reconciler_last_success_timestamp_seconds{job="enrichment-worker"}': '0x30',
      },
      fires: '6m',
      ends: '15m',
      summary: 'nobody has looked after lost documents for 6m 0s',
      below: [{ [RECONCILED]: '-170+60x30' }],
    },
    {
      // Nobody has led since it was started.
      series: {
        'process_start_time_seconds{job="coordinator"}': '0x30',
        [RECONCILED]: '_x11 660+60x20',
      },
      fires: '6m',
      ends: '15m',
      summary: 'nobody has looked after lost documents for 6m 0s',
      below: [{ 'process_start_time_seconds{job="coordinator"}': '180x30' }],
    },
  ],
  OutboxStuck: [
    gauge(
      'colophon_outbox_oldest_age_seconds{job="coordinator"}',
      ['400', '300'],
      'the bus could not be told of due documents for 6m 40s',
    ),
  ],
}

const leases: Record<string, readonly RuleCase[]> = {
  LeaseExpiriesHigh: [
    burst('colophon_leases_expired_total{job="coordinator"}', ['40', '32'], {
      ends: '60m',
      summary: '40 leases have run out in the last 30 min',
    }),
  ],
  LeaseStuck: [
    gauge(
      'colophon_lease_overdue_seconds{job="coordinator"}',
      ['400', '300'],
      'a lease that ran out 6m 40s ago was not ended',
    ),
  ],
  FencingViolations: [
    burst('colophon_fencing_violations_total{job="enrichment-worker",op="commit"}', ['8', '5'], {
      ends: '60m',
      summary: '8 writes of workers that had lost their document were refused in the last 30 min',
    }),
  ],
  DuplicateStepCalls: [
    burst(
      'colophon_duplicate_answers_total{job="enrichment-worker",agent="context-agent"}',
      ['8', '5'],
      {
        ends: '90m',
        labels: { agent: 'context-agent' },
        summary: 'context-agent has answered 8 questions twice in the last 1 h',
      },
    ),
  ],
}

const workers: Record<string, readonly RuleCase[]> = {
  WorkerDown: [
    {
      series: { [WORKER]: '0x10 1x10', [OTHER]: '1x20' },
      fires: '6m',
      ends: '15m',
      labels: { job: 'enrichment-worker', instance: '10.0.0.2:8010' },
      summary: 'the worker 10.0.0.2:8010 does not answer',
      below: [{ [WORKER]: '1x20' }],
    },
  ],
  NoWorkers: [
    {
      series: { [WORKER]: '0x10 1x10', [OTHER]: '0x20' },
      fires: '6m',
      ends: '15m',
      summary: 'no worker answers',
      below: [{ [OTHER]: '1x20' }],
    },
  ],
}

export const PIPELINE_CASES: GroupCases = {
  cases: { ...progress, ...delivery, ...leases, ...workers },
  silence: { NoWorkers: [{ labels: {}, summary: 'no worker answers' }] },
}
