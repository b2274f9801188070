import * as units from '@grafana/grafana-foundation-sdk/units'
import { MARKS } from '../../thresholds/marks.ts'
import type { Row } from '../build/dashboard.ts'
import { highIsBad, lowIsBad, NONE_WANTED, NONE_WISHED } from '../build/limits.ts'
import { runbook } from '../build/links.ts'
import { stat, table } from '../build/panels.ts'
import { increase, NAMES, orZero, RANGE } from '../build/queries.ts'
import { SERVICE } from '../build/variables.ts'

const STATES = { 0: ['down', 'red'], 1: ['up', 'green'] } as const

export const NOW: Row = {
  title: 'Is it broken, and for whom?',
  panels: [
    stat({
      title: 'Processes down',
      description: 'Processes that Prometheus cannot ask.',
      unit: units.Short,
      queries: orZero(`count(up{${SERVICE}} == 0)`),
      limits: NONE_WANTED,
    }),
    stat({
      title: 'Starts',
      description:
        'Processes that were started again in the time shown. After a deploy one each; more than that is a loop.',
      unit: units.Short,
      decimals: 0,
      queries: orZero(`sum(changes(process_start_time_seconds{${SERVICE}}[${RANGE}]))`),
      limits: NONE_WISHED,
    }),
    stat({
      title: 'Slowest event loop, p99',
      description:
        'Lag of the event loop of the slowest process. Above the mark it answers nobody in time, not even a lease.',
      unit: units.Seconds,
      queries: `max(nodejs_eventloop_lag_p99_seconds{${SERVICE}})`,
      limits: highIsBad(MARKS.eventLoop),
    }),
    stat({
      title: 'Store',
      description: 'Whether the store answers all that use it.',
      unit: units.Short,
      queries: `min(${NAMES.storeUp}{${SERVICE}})`,
      words: STATES,
      limits: lowIsBad({ bad: 1 }),
      links: [runbook('failures.md')],
    }),
    stat({
      title: 'Failed store operations',
      description:
        'Of the last 15 minutes. Nothing is lost: what could not be written is tried again.',
      unit: units.Short,
      decimals: 0,
      queries: orZero(increase('storeErrors', { where: SERVICE, over: '15m' })),
      limits: NONE_WANTED,
    }),
    stat({
      title: 'Bus servers down',
      description:
        'nsqd and nsqlookupd that do not answer. Documents wait in the store until one does; in one process there are none.',
      unit: units.Short,
      queries: orZero(
        `sum(count(max by (node) (${NAMES.nsqUp}) == 0) or count(max by (node) (${NAMES.nsqLookupdUp}) == 0))`,
      ),
      limits: NONE_WANTED,
      links: [runbook('failures.md')],
    }),
    table({
      title: 'Processes',
      description: 'Each process, what it runs, since when, and what it takes.',
      rows: { job: 'Service', instance: 'Address' },
      width: 18,
      height: 10,
      columns: [
        {
          title: 'State',
          unit: units.Short,
          expr: `up{${SERVICE}}`,
          words: STATES,
        },
        {
          title: 'Up for',
          unit: units.Seconds,
          expr: `time() - process_start_time_seconds{${SERVICE}}`,
        },
        {
          title: 'CPU',
          unit: units.PercentUnit,
          decimals: 0,
          expr: `rate(process_cpu_seconds_total{${SERVICE}}[5m])`,
        },
        {
          title: 'Memory',
          unit: units.BytesIEC,
          decimals: 0,
          expr: `process_resident_memory_bytes{${SERVICE}}`,
        },
        {
          title: 'Event loop p99',
          unit: units.Seconds,
          expr: `nodejs_eventloop_lag_p99_seconds{${SERVICE}}`,
          limits: highIsBad(MARKS.eventLoop),
        },
      ],
    }),
    table({
      title: 'Versions',
      description:
        'What each service runs, and in how many processes. Two versions of one: a deploy that has not ended.',
      rows: { job: 'Service', version: 'Version' },
      width: 6,
      height: 10,
      columns: [
        {
          title: 'Processes',
          unit: units.Short,
          expr: `count by (job, version) (${NAMES.buildInfo}{${SERVICE}})`,
        },
      ],
    }),
  ],
}
