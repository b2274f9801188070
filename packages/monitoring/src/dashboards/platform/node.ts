import * as units from '@grafana/grafana-foundation-sdk/units'
import { MARKS } from '../../thresholds/marks.ts'
import type { Row } from '../build/dashboard.ts'
import { highIsBad } from '../build/limits.ts'
import { series, table } from '../build/panels.ts'
import { NAMES, orNone, quantile } from '../build/queries.ts'
import { SERVICE } from '../build/variables.ts'

const PER_PROCESS = '{{job}} {{instance}}'

export const NODE: Row = {
  title: 'Processes and APIs',
  panels: [
    series({
      title: 'Event loop lag p99',
      description: 'By process. Scrapes are part of it.',
      unit: units.Seconds,
      queries: { expr: `nodejs_eventloop_lag_p99_seconds{${SERVICE}}`, legend: PER_PROCESS },
      limits: highIsBad({ bad: MARKS.eventLoop.bad }),
    }),
    series({
      title: 'Processor',
      description:
        'Cores in use, by process. Agents run rules in threads and may use more than one.',
      unit: units.Short,
      decimals: 2,
      queries: {
        expr: `rate(process_cpu_seconds_total{${SERVICE}}[$__rate_interval])`,
        legend: PER_PROCESS,
      },
    }),
    series({
      title: 'Memory',
      description: 'Resident, by process. A line that only rises over days is a leak.',
      unit: units.BytesIEC,
      queries: { expr: `process_resident_memory_bytes{${SERVICE}}`, legend: PER_PROCESS },
    }),
    series({
      title: 'Heap in use',
      description: 'By process; beside the memory it says whether a leak is in JavaScript.',
      unit: units.BytesIEC,
      queries: { expr: `nodejs_heap_size_used_bytes{${SERVICE}}`, legend: PER_PROCESS },
    }),
    series({
      title: 'Time in garbage collection',
      description: 'Share of the time, by process.',
      unit: units.PercentUnit,
      queries: {
        expr: `sum by (job, instance) (rate(nodejs_gc_duration_seconds_sum{${SERVICE}}[$__rate_interval]))`,
        legend: PER_PROCESS,
      },
    }),
    series({
      title: 'Open files and sockets',
      description: 'By process. A line that only rises ends at the limit of the system.',
      unit: units.Short,
      queries: { expr: `process_open_fds{${SERVICE}}`, legend: PER_PROCESS },
    }),
    series({
      title: 'Requests a second',
      description: 'By service and code.',
      unit: units.RequestsPerSecond,
      queries: {
        expr: `sum by (job, code) (rate(${NAMES.httpSeconds}_count{${SERVICE}}[$__rate_interval]))`,
        legend: '{{job}} {{code}}',
      },
    }),
    series({
      title: 'Time of a request p95',
      description: 'By service, all routes.',
      unit: units.Seconds,
      queries: {
        expr: quantile(0.95, 'httpSeconds', { where: SERVICE, by: ['job'] }),
        legend: '{{job}}',
      },
      limits: highIsBad({ bad: MARKS.requestSeconds.bad }),
    }),
    series({
      title: 'Requests being answered',
      description:
        'By service. Rises with a steady number of requests: something they wait for is slow.',
      unit: units.Short,
      queries: { expr: `sum by (job) (${NAMES.httpInFlight}{${SERVICE}})`, legend: '{{job}}' },
    }),
    table({
      title: 'Slowest routes',
      description:
        'Of the time shown: the ten routes with the highest p95, and how often they are asked.',
      rows: { route: 'Route', method: 'Method' },
      columns: [
        {
          title: 'p95',
          unit: units.Seconds,
          expr: `topk(10, ${quantile(0.95, 'httpSeconds', { where: SERVICE, by: ['route', 'method'], over: '$__range' })})`,
          limits: highIsBad({ bad: MARKS.requestSeconds.bad }),
        },
        {
          title: 'Requests',
          unit: units.Short,
          decimals: 0,
          expr: `sum by (route, method) (increase(${NAMES.httpSeconds}_count{${SERVICE}}[$__range]))`,
        },
      ],
    }),
    series({
      title: 'Requests that fail',
      description: 'Answered with 5xx, a minute, by service.',
      unit: units.Short,
      width: 12,
      queries: {
        expr: orNone(
          `60 * sum by (job) (rate(${NAMES.httpSeconds}_count{${SERVICE},code=~"5.."}[$__rate_interval]))`,
          'job',
        ),
        legend: '{{job}}',
      },
    }),
  ],
}
