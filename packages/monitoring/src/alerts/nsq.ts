import type { AlertGroup, AlertSpec } from '../alert.ts'
import { grown, sumBy } from '../promql.ts'
import type { NSQ } from '../thresholds/work.ts'

/** Without an NSQ there are no such series, and none of these fires. */
const BUS = { owner: 'operations', service: 'nsq', dashboard: 'platform' } as const
const CHANNEL = '{{ $labels.topic }}/{{ $labels.channel }}'

/** What a channel has, over all nodes; two coordinators may both have asked the same node. */
const ofChannel = (metric: string): string =>
  `sum by (topic, channel) (max by (node, topic, channel) (${metric}))`

const alerts: Record<keyof typeof NSQ, AlertSpec> = {
  NsqdDown: {
    ...BUS,
    severity: 'page',
    expression: () => 'min by (node) (colophon_nsq_up) == 0',
    summary: 'nsqd {{ $labels.node }} does not answer',
    description:
      'Messages that it holds wait until it is back, or are sent again after a minute; with no other nsqd nothing is worked on. First: see why it ended, and start it.',
  },
  NsqLookupdDown: {
    ...BUS,
    severity: 'ticket',
    expression: () => 'min by (node) (colophon_nsq_lookupd_up) == 0',
    summary: 'nsqlookupd {{ $labels.node }} does not answer',
    description:
      'Nobody feels it while another one answers; with the last one gone, new workers find no work. First: start it.',
  },
  ChannelNoConsumers: {
    ...BUS,
    severity: 'page',
    expression: ({ over }) =>
      `${ofChannel('colophon_nsq_channel_depth')} > ${over} and ${ofChannel('colophon_nsq_channel_clients')} == 0`,
    summary: `{value} messages wait in ${CHANNEL}, and nobody listens`,
    description:
      'Documents wait for workers that are not connected. First: see whether workers run, and whether they reach nsqlookupd and nsqd.',
  },
  ChannelPausedWithBacklog: {
    ...BUS,
    severity: 'ticket',
    expression: ({ over }) =>
      `${ofChannel('colophon_nsq_channel_depth')} > ${over} and ${ofChannel('colophon_nsq_channel_paused')} > 0`,
    summary: `${CHANNEL} is paused, and {value} messages wait`,
    description:
      'Somebody has paused the channel and not let it go on. First: unpause it, unless somebody says why not.',
  },
  MessageTimeoutsHigh: {
    ...BUS,
    severity: 'ticket',
    expression: ({ over, window }) =>
      `${sumBy('topic, channel', grown('colophon_nsq_channel_timed_out_total', window))} > ${over}`,
    summary: `workers fell silent over {value} messages of ${CHANNEL} in {window}`,
    description:
      'Workers take documents and stand still; each costs another worker a look. First: see which worker lags, and whether RENEW_MS is a third of LEASE_MS.',
  },
  DiskQueueGrowing: {
    ...BUS,
    severity: 'ticket',
    expression: ({ over, window }) => {
      const depth = 'colophon_nsq_channel_backend_depth'
      return `${ofChannel(depth)} > ${over} and ${ofChannel(`deriv(${depth}[${window}])`)} > 0`
    },
    summary: `{value} messages of ${CHANNEL} are on disk, and more each minute`,
    description:
      'The bus holds more than it should be told of, and its disk fills. First: see whether workers finish messages, and who else publishes to the topic.',
  },
  PublishUnknownOutcomes: {
    ...BUS,
    severity: 'ticket',
    expression: ({ over, window }) =>
      `${sumBy('topic', grown('colophon_bus_publishes_total{outcome="unknown"}', window))} > ${over}`,
    summary: 'nsqd has not confirmed {value} messages for {{ $labels.topic }} in {window}',
    description:
      'Messages are sent twice to be safe, so that documents are only looked at twice. First: see whether nsqd is restarted, overloaded, or far away.',
  },
}

export const NSQ_GROUP: AlertGroup = { alerts, records: () => [] }
