import type { AlertGroup, AlertSpec } from '../alert.ts'
import { grown, grownOrZero, share, sumBy } from '../promql.ts'
import type { PIPELINE } from '../thresholds/work.ts'

/** But for those whose cause `ProviderOverloaded` tells of: nobody who is woken can change that. */
const FAILED = 'colophon_document_failures_total{end="failed",code!="model.overloaded"}'
const ENDED = 'colophon_documents_total{outcome!="retried"}'

const COORDINATORS = 'job=~"coordinator|colophon"'
const RECONCILED = `colophon_reconciler_last_success_timestamp_seconds{${COORDINATORS}}`

const WORK = { owner: 'operations', service: 'enrichment-worker', dashboard: 'throughput' } as const
const COORDINATOR = {
  owner: 'operations',
  service: 'coordinator',
  dashboard: 'throughput',
} as const

const alerts: Record<keyof typeof PIPELINE, AlertSpec> = {
  JobsNotProgressing: {
    ...WORK,
    shows: 'count',
    severity: 'page',
    // Idle is no fault: something has to wait, and for long enough that somebody could have taken it.
    expression: ({ over }) =>
      [
        'colophon:backlog:max > 0',
        `and on () colophon:oldest_due_age_seconds:max > ${over}`,
        'and on () colophon:documents_ended:increase15m == 0',
      ].join('\n'),
    summary: '{value} documents wait, and none has ended for {window}',
    description:
      'Nothing that is handed in comes out. First: see whether workers run and what the last lines of their log say; then agents and the store.',
  },
  OldestJobTooOld: {
    ...WORK,
    severity: 'ticket',
    expression: ({ over }) => `colophon:oldest_due_age_seconds:max > ${over}`,
    summary: 'the oldest document waits for {value}, more than {over}',
    description:
      'Somebody has waited that long for a document. First: see whether the queue is simply long (add workers), or one collection is starved by others (give its job another priority).',
  },
  BacklogGrowing: {
    ...WORK,
    severity: 'ticket',
    expression: ({ over, window, least }) =>
      `deriv(colophon:backlog:max[${window}]) * 3600 > ${over} and colophon:backlog:max > ${least}`,
    summary: 'the queue grows by {value} documents an hour',
    description:
      'More comes in than goes out: waits get longer by the hour. First: see what documents spend their time in; add workers, or slots for the local model.',
  },
  JobFailureRatioHigh: {
    ...WORK,
    severity: 'page',
    expression: ({ over, least }) =>
      [
        `colophon:documents_failed:ratio_rate15m > ${over}`,
        `and colophon:documents_failed_of:increase15m > ${least}`,
      ].join('\n'),
    summary: '{value} of the documents of the last {window} have failed',
    description:
      'People find failed documents in place of records. First: see by which error they fail; when its cause is gone, send them round again with `colophon requeue --status failed`.',
  },
  DeadLetterGrowing: {
    ...WORK,
    severity: 'ticket',
    expression: ({ over, window }) =>
      `${grownOrZero('colophon_dead_messages_total', window)} > ${over}`,
    summary: '{value} messages could not be read in the last {window}',
    description:
      'Something else than the coordinator writes to the topics of the bus, or versions are mixed. No document is lost. First: see who publishes to them.',
  },
  WebhooksGivenUp: {
    ...COORDINATOR,
    severity: 'ticket',
    expression: ({ over }) => `max(colophon_webhook_deliveries{state="dead"}) > ${over}`,
    summary: '{value} deliveries to other systems were given up',
    description:
      'A catalogue was not told of what was approved. First: `colophon webhooks list --state dead` says what the other side answered; replay when it is mended.',
  },
  LeaseExpiriesHigh: {
    ...WORK,
    severity: 'ticket',
    expression: ({ over, window }) =>
      `${grownOrZero('colophon_leases_expired_total', window)} > ${over}`,
    summary: '{value} leases have run out in the last {window}',
    description:
      'Workers die or stand still again and again, and documents are begun anew each time. First: see whether workers restart, run out of memory, or lag.',
  },
  LeaseStuck: {
    ...COORDINATOR,
    severity: 'ticket',
    expression: ({ over }) => `max(colophon_lease_overdue_seconds) > ${over}`,
    summary: 'a lease that ran out {value} ago was not ended',
    description:
      'A document belongs to a worker that is gone, and nobody takes it up. First: look at the log of the coordinator, and compare the clocks of the machines.',
  },
  FencingViolations: {
    ...WORK,
    severity: 'ticket',
    expression: ({ over, window }) =>
      `${grownOrZero('colophon_fencing_violations_total', window)} > ${over}`,
    summary:
      '{value} writes of workers that had lost their document were refused in the last {window}',
    description:
      'No record is harmed: that is what the refusal is for. But workers stand still for longer than a lease, and work is done twice. First: see which worker lags or was paused.',
  },
  ReconcilerRedispatching: {
    ...COORDINATOR,
    severity: 'ticket',
    expression: ({ over, window }) =>
      `${grownOrZero('colophon_reconciler_redispatched_total{reason="message_lost"}', window)} > ${over}`,
    summary: '{value} documents had to be sent again in the last {window}',
    description:
      'The bus loses messages, which costs each of these documents a minute. First: see whether an nsqd was restarted or its disk is full.',
  },
  ReconcilerStalled: {
    ...COORDINATOR,
    severity: 'page',
    // Who does not lead says nothing of it; where nobody ever did, the process has run for so long.
    expression: ({ over }) =>
      [
        `time() - max(${RECONCILED}) > ${over}`,
        `or (time() - min(process_start_time_seconds{${COORDINATORS}}) > ${over} unless on () ${RECONCILED})`,
      ].join('\n'),
    summary: 'nobody has looked after lost documents for {value}',
    description:
      'Documents of workers that died are not taken up again, and figures of the queue stand still. First: look at the log of the coordinator, then restart it.',
  },
  OutboxStuck: {
    ...COORDINATOR,
    severity: 'page',
    expression: ({ over }) => `max(colophon_outbox_oldest_age_seconds) > ${over}`,
    summary: 'the bus could not be told of due documents for {value}',
    description:
      'What is handed in does not reach the workers. First: see whether nsqd answers, and what the coordinator says of the bus.',
  },
  DuplicateStepCalls: {
    ...WORK,
    severity: 'ticket',
    expression: ({ over, window }) =>
      `${sumBy('agent', grown('colophon_duplicate_answers_total', window))} > ${over}`,
    summary: '{{ $labels.agent }} has answered {value} questions twice in the last {window}',
    description:
      'The same work is done, and may be paid, twice. First: see whether leases run out while agents still answer; LEASE_MS may be too short for them.',
  },
  WorkerDown: {
    ...WORK,
    severity: 'ticket',
    dashboard: 'platform',
    expression: () => 'up{job="enrichment-worker"} == 0',
    summary: 'the worker {{ $labels.instance }} does not answer',
    description:
      'Documents take longer, and those that it held begin again after a minute. First: see whether it runs, and why it ended.',
  },
  NoWorkers: {
    ...WORK,
    severity: 'page',
    dashboard: 'platform',
    // One that was found by name is no target any more once it is gone; the embedded form has none.
    expression: () =>
      'sum(up{job="enrichment-worker"}) == 0 or absent(up{job=~"enrichment-worker|colophon"})',
    summary: 'no worker answers',
    description:
      'Nothing that is handed in is worked on. First: see whether workers run, and why they ended; start them.',
  },
}

export const PIPELINE_GROUP: AlertGroup = {
  alerts,
  records: (at) => [
    {
      name: 'colophon:backlog:max',
      expression: 'max(colophon_documents_in_status{status="queued"})',
    },
    {
      name: 'colophon:oldest_due_age_seconds:max',
      expression: 'max(colophon_oldest_due_age_seconds)',
    },
    {
      name: 'colophon:documents_ended:increase15m',
      expression: grownOrZero(ENDED, at('JobsNotProgressing').window),
    },
    {
      name: 'colophon:documents_failed_of:increase15m',
      expression: grownOrZero(ENDED, at('JobFailureRatioHigh').window),
    },
    {
      name: 'colophon:documents_failed:ratio_rate15m',
      expression: share(
        grownOrZero(FAILED, at('JobFailureRatioHigh').window),
        'colophon:documents_failed_of:increase15m',
      ),
    },
    {
      name: 'colophon:documents_ended:rate5m',
      expression: sumBy('outcome', 'rate(colophon_documents_total[5m])'),
    },
  ],
}
