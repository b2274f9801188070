import * as units from '@grafana/grafana-foundation-sdk/units'
import type { Row } from '../build/dashboard.ts'
import { lowIsBad, NONE_WISHED } from '../build/limits.ts'
import { runbook } from '../build/links.ts'
import { series, table } from '../build/panels.ts'
import { NAMES, rate, type MetricKey } from '../build/queries.ts'

const CHANNEL = { by: ['topic', 'channel'] } as const
const PER_CHANNEL = '{{topic}} {{channel}}'

/** All nodes together. */
const total = (key: MetricKey): string => `sum by (topic, channel) (${NAMES[key]})`

/** Only with NSQ: in one process messages go from hand to hand. */
export const BUS: Row = {
  title: 'Bus (NSQ; empty where everything runs in one process)',
  panels: [
    table({
      title: 'Servers',
      description:
        'Each nsqd as the coordinator saw it last. Messages of one that is down are sent again by the coordinator.',
      rows: { node: 'nsqd' },
      width: 8,
      columns: [
        {
          title: 'State',
          unit: units.Short,
          expr: `max by (node) (${NAMES.nsqUp})`,
          words: { 0: ['down', 'red'], 1: ['up', 'green'] },
        },
        { title: 'Waiting', unit: units.Short, expr: `sum by (node) (${NAMES.nsqDepth})` },
        { title: 'In work', unit: units.Short, expr: `sum by (node) (${NAMES.nsqInFlight})` },
      ],
      links: [runbook('failures.md')],
    }),
    table({
      title: 'Lookup servers',
      description:
        'Each nsqlookupd as the coordinator saw it last. With all of them down workers find no new nsqd.',
      rows: { node: 'nsqlookupd' },
      width: 4,
      columns: [
        {
          title: 'State',
          unit: units.Short,
          expr: `max by (node) (${NAMES.nsqLookupdUp})`,
          words: { 0: ['down', 'red'], 1: ['up', 'green'] },
        },
      ],
    }),
    table({
      title: 'Channels',
      description:
        'Consumers of each channel, whether it is paused, what waits. A channel without consumers that fills: workers are away.',
      rows: { topic: 'Topic', channel: 'Channel' },
      columns: [
        {
          title: 'Consumers',
          unit: units.Short,
          expr: total('nsqClients'),
          limits: lowIsBad({ bad: 1 }),
        },
        { title: 'Waiting', unit: units.Short, expr: total('nsqDepth') },
        {
          title: 'Paused',
          unit: units.Short,
          expr: `max by (topic, channel) (${NAMES.nsqPaused})`,
          words: { 0: ['no', 'green'], 1: ['yes', 'red'] },
        },
      ],
    }),
    series({
      title: 'Waiting messages',
      description:
        'By channel, all nodes. The store says what really waits: a message is only a hint.',
      unit: units.Short,
      queries: { expr: total('nsqDepth'), legend: PER_CHANNEL },
    }),
    series({
      title: 'Messages on disk',
      description:
        'Queues that no longer fit the memory of nsqd. Grows: workers are too few or away.',
      unit: units.Short,
      queries: { expr: total('nsqBackendDepth'), legend: PER_CHANNEL },
    }),
    series({
      title: 'In work and put off',
      description: 'Messages that are with workers, and those they have put off.',
      unit: units.Short,
      queries: [
        { expr: `sum(${NAMES.nsqInFlight})`, legend: 'in work' },
        { expr: `sum(${NAMES.nsqDeferred})`, legend: 'put off' },
      ],
    }),
    series({
      title: 'Given to the bus',
      description:
        'Messages a minute, by outcome. `unknown`: the bus did not say whether it has them; the coordinator sends those again that got lost.',
      unit: units.Short,
      queries: { expr: `60 * ${rate('busPublishes', { by: ['outcome'] })}`, legend: '{{outcome}}' },
      colors: { confirmed: 'green', unknown: 'yellow', failed: 'red' },
    }),
    series({
      title: 'Messages a minute',
      description: 'Taken by each channel.',
      unit: units.Short,
      queries: { expr: `60 * ${rate('nsqMessages', CHANNEL)}`, legend: PER_CHANNEL },
    }),
    series({
      title: 'Put back, timed out',
      description:
        'A minute. Timed out: workers fell silent, of a hang or a death. Put back: the store was away.',
      unit: units.Short,
      queries: [
        { expr: `60 * ${rate('nsqRequeued')}`, legend: 'put back' },
        { expr: `60 * ${rate('nsqTimedOut')}`, legend: 'timed out' },
      ],
      limits: NONE_WISHED,
      lines: false,
    }),
  ],
}
