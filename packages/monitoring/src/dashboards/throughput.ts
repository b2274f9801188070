import * as units from '@grafana/grafana-foundation-sdk/units'
import { MARKS } from '../thresholds/marks.ts'
import type { DashboardSpec, Row } from './build/dashboard.ts'
import { highIsBad, NONE_WANTED, NONE_WISHED } from './build/limits.ts'
import { PLACES, runbook } from './build/links.ts'
import { bars, series, stat } from './build/panels.ts'
import {
  HOUR,
  increase,
  known,
  NAMES,
  orNone,
  orZero,
  quantile,
  quantiles,
  rate,
} from './build/queries.ts'
import { COLLECTION } from './build/variables.ts'
import { BACKLOG_COLORS, ENDED, OUTCOME_COLORS } from './parts/documents.ts'

const WAITING = known('documentsInStatus', { where: 'status="queued"' })
const BUSY = `sum(${NAMES.workerDocuments}) / (sum(${NAMES.workerCapacity}) > 0)`

const NOW: Row = {
  title: 'Is it broken, and for whom?',
  panels: [
    stat({
      title: 'Waiting documents',
      description: 'Submitted, and not yet in work.',
      unit: units.Short,
      queries: WAITING,
      links: [PLACES.queued],
    }),
    stat({
      title: 'Oldest waiting document',
      description: 'How long the document that waits longest has been due.',
      unit: units.Seconds,
      queries: known('oldestDueAge'),
      limits: highIsBad(MARKS.oldestDue),
      links: [PLACES.queued],
    }),
    stat({
      title: 'Documents an hour',
      description:
        'At the pace of the last 5 minutes. Zero while documents wait: workers, agents or bus are away.',
      unit: units.Short,
      decimals: 0,
      queries: orZero(`3600 * ${rate('documents', { where: ENDED, over: '5m' })}`),
    }),
    stat({
      title: 'Until all is done',
      description: 'Waiting documents at the pace of the last 15 minutes; a year stands for never.',
      unit: units.Seconds,
      queries: `clamp_max(${WAITING} / clamp_min(${rate('documents', { where: ENDED, over: '15m' })}, 1e-9), 31536000) or vector(0)`,
      limits: highIsBad(MARKS.untilDone),
    }),
    stat({
      title: 'Workers busy',
      description:
        'Documents in the hands of workers, of all they take at once. At 100 % with a backlog: start more workers.',
      unit: units.PercentUnit,
      decimals: 0,
      queries: orZero(BUSY),
      limits: highIsBad({ warn: MARKS.busy.warn }),
      links: [runbook('scaling.md')],
    }),
    stat({
      title: 'Messages nobody could read',
      description: 'Bus messages of the time shown that could not be decoded; they are kept.',
      unit: units.Short,
      decimals: 0,
      queries: orZero(increase('deadMessages')),
      limits: NONE_WANTED,
      links: [runbook('failures.md')],
    }),
  ],
}

const PACE: Row = {
  title: 'Pace',
  panels: [
    series({
      title: 'Documents an hour',
      description: 'By how their run ended, at the pace of each moment.',
      unit: units.Short,
      stacked: true,
      width: 12,
      queries: {
        expr: `3600 * ${rate('documents', { by: ['outcome'], over: '5m' })}`,
        legend: '{{outcome}}',
      },
      colors: OUTCOME_COLORS,
      links: [PLACES.completed, PLACES.failed],
    }),
    series({
      title: 'Queue',
      description: 'Documents that wait and those in work.',
      unit: units.Short,
      width: 12,
      queries: { expr: known('documentsInStatus', { by: ['status'] }), legend: '{{status}}' },
      colors: BACKLOG_COLORS,
      links: [PLACES.queued, PLACES.processing],
    }),
    series({
      title: 'Time of a document p99, p95, p50',
      description: 'From the claim to the commit.',
      unit: units.Seconds,
      queries: quantiles([0.99, 0.95, 0.5], 'documentSeconds'),
    }),
    series({
      title: 'Time by phase, median',
      description: 'The phase that grows has the agent that is slow.',
      unit: units.Seconds,
      queries: { expr: quantile(0.5, 'phaseSeconds', { by: ['phase'] }), legend: '{{phase}}' },
      links: [{ title: 'Agent Performance', url: '/d/colophon-agents' }],
    }),
    series({
      title: 'From submission to the end p99, p50',
      description: 'What submitters wait, queue included.',
      unit: units.Seconds,
      queries: quantiles([0.99, 0.5], 'turnaroundSeconds', { over: HOUR }),
      limits: highIsBad({ bad: MARKS.turnaround.bad }),
    }),
    series({
      title: 'Submitted',
      description: 'Documents an hour, by what became of the submission.',
      unit: units.Short,
      stacked: true,
      queries: {
        expr: `3600 * ${rate('submitted', { by: ['outcome'], over: '5m' })}`,
        legend: '{{outcome}}',
      },
      links: [PLACES.jobs],
    }),
    series({
      title: 'Workers',
      description: 'Documents in their hands, and what they take at once.',
      unit: units.Short,
      queries: [
        { expr: `sum(${NAMES.workerDocuments})`, legend: 'in work' },
        { expr: `sum(${NAMES.workerCapacity})`, legend: 'at once' },
      ],
      colors: { 'in work': 'blue', 'at once': 'red' },
    }),
    bars({
      title: 'Documents by collection',
      description: 'The ten collections with most documents whose run ended in the time shown.',
      unit: units.Short,
      decimals: 0,
      queries: {
        expr: `topk(10, ${increase('collectionDocuments', { where: COLLECTION, by: ['tenant', 'collection'] })})`,
        legend: '{{tenant}} / {{collection}}',
      },
    }),
  ],
}

const TROUBLE: Row = {
  title: 'What goes wrong on the way',
  panels: [
    series({
      title: 'Failed attempts',
      description:
        'By error code, of the hour before; an attempt that is tried again counts too. Codes are in the reference of errors.',
      unit: units.Short,
      queries: {
        expr: orNone(increase('documentFailures', { by: ['code', 'end'], over: HOUR }), 'code'),
        legend: '{{code}} {{end}}',
      },
      links: [PLACES.failed],
    }),
    series({
      title: 'Sent out again',
      description:
        'Documents the coordinator sent out again, by why, of the hour before. `message_lost` is the bus, `lease_expired` are workers that died or hang.',
      unit: units.Short,
      queries: {
        expr: orNone(increase('redispatched', { by: ['reason'], over: HOUR }), 'reason'),
        legend: '{{reason}}',
      },
      limits: NONE_WISHED,
      lines: false,
    }),
    series({
      title: 'Leases',
      description:
        'Of the hour before: claims that ran out, claims another worker took over, writes refused for it. Refused writes are the guard at work.',
      unit: units.Short,
      queries: [
        { expr: orZero(increase('leasesExpired', { over: HOUR })), legend: 'ran out' },
        { expr: orZero(increase('leasesLost', { over: HOUR })), legend: 'taken over' },
        { expr: orZero(increase('fencingViolations', { over: HOUR })), legend: 'writes refused' },
        { expr: orZero(increase('duplicateAnswers', { over: HOUR })), legend: 'asked twice' },
      ],
    }),
    series({
      title: 'Most overdue lease',
      description:
        'How long the most overdue claim has run out without being taken back. Grows: the coordinator does not do its rounds.',
      unit: units.Seconds,
      queries: known('leaseOverdue'),
      limits: highIsBad(MARKS.leaseOverdue),
    }),
    series({
      title: 'Waiting for the bus',
      description:
        'Due documents the bus was not told of yet. Stays up: the bus is away or refuses.',
      unit: units.Short,
      queries: known('outboxPending'),
    }),
    series({
      title: 'Last round of the coordinator',
      description:
        'Time since the last finished round. Grows: nothing is sent out again and no lease is ended.',
      unit: units.Seconds,
      queries: `time() - max(${NAMES.reconcilerLastSuccess} > 0)`,
      limits: highIsBad({ bad: MARKS.reconciler.bad }),
    }),
    series({
      title: 'Oldest that waits for the bus',
      description:
        'How long the bus could not be told of it. Past the mark somebody is called: see whether nsqd runs.',
      unit: units.Seconds,
      queries: known('outboxOldestAge'),
      limits: highIsBad(MARKS.outbox),
      links: [runbook('failures.md')],
    }),
    series({
      title: 'Messages of the bus',
      description:
        'Given and taken, a minute, by outcome. `unknown`: the bus did not say, the coordinator makes sure later.',
      unit: units.Short,
      queries: [
        { expr: `60 * ${rate('busPublishes', { by: ['outcome'] })}`, legend: 'given, {{outcome}}' },
        { expr: `60 * ${rate('busMessages', { by: ['outcome'] })}`, legend: 'taken, {{outcome}}' },
      ],
    }),
    series({
      title: 'Events to other systems',
      description: 'Deliveries that wait and those that were given up.',
      unit: units.Short,
      queries: {
        expr: orNone(known('webhookBacklog', { by: ['state'] }), 'state'),
        legend: '{{state}}',
      },
      links: [runbook('webhooks.md')],
    }),
  ],
}

export const PROCESSING_THROUGHPUT: DashboardSpec = {
  uid: 'colophon-throughput',
  title: 'Processing Throughput',
  description: 'How fast documents go through, what they wait for, and what is lost on the way.',
  folder: 'enrichment',
  variables: ['tenant', 'collection'],
  links: [PLACES.jobs, PLACES.queued, runbook('failures.md')],
  rows: [NOW, PACE, TROUBLE],
}
