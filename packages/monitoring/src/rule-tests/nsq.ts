import type { GroupCases, RuleCase } from './case.ts'

const CHANNEL = 'job="coordinator",node="nsqd-1:4151",topic="enrichment",channel="workers"'
const ELSEWHERE = 'job="coordinator",node="nsqd-2:4151",topic="enrichment",channel="workers"'
const labels = { topic: 'enrichment', channel: 'workers' }
const DEPTH = `colophon_nsq_channel_depth{${CHANNEL}}`
const CLIENTS = `colophon_nsq_channel_clients{${CHANNEL}}`
const PAUSED = `colophon_nsq_channel_paused{${CHANNEL}}`
const ON_DISK = `colophon_nsq_channel_backend_depth{${CHANNEL}}`
const TIMED_OUT = `colophon_nsq_channel_timed_out_total{${CHANNEL}}`
const UNKNOWN =
  'colophon_bus_publishes_total{job="coordinator",topic="enrichment",outcome="unknown"}'

const down = (metric: string, node: string, summary: string): RuleCase => ({
  series: { [`${metric}{job="coordinator",node="${node}"}`]: '0x10 1x10' },
  fires: '8m',
  ends: '15m',
  labels: { node },
  summary,
  below: [{ [`${metric}{job="coordinator",node="${node}"}`]: '1x20' }],
})

export const NSQ_CASES: GroupCases = {
  cases: {
    NsqdDown: [down('colophon_nsq_up', 'nsqd-1:4151', 'nsqd nsqd-1:4151 does not answer')],
    NsqLookupdDown: [
      down(
        'colophon_nsq_lookupd_up',
        'nsqlookupd-1:4161',
        'nsqlookupd nsqlookupd-1:4161 does not answer',
      ),
    ],
    ChannelNoConsumers: [
      {
        series: {
          [DEPTH]: '5x10 0x10',
          [`colophon_nsq_channel_depth{${ELSEWHERE}}`]: '2x10 0x10',
          [CLIENTS]: '0x20',
        },
        fires: '6m',
        ends: '15m',
        labels,
        summary: '7 messages wait in enrichment/workers, and nobody listens',
        below: [
          { [CLIENTS]: '1x20' },
          { [DEPTH]: '0x20', [`colophon_nsq_channel_depth{${ELSEWHERE}}`]: '0x20' },
        ],
      },
    ],
    ChannelPausedWithBacklog: [
      {
        series: { [DEPTH]: '5x30', [PAUSED]: '1x20 0x10' },
        fires: '15m',
        ends: '25m',
        labels,
        summary: 'enrichment/workers is paused, and 5 messages wait',
        below: [{ [PAUSED]: '0x30' }, { [DEPTH]: '0x30' }],
      },
    ],
    MessageTimeoutsHigh: [
      {
        series: { [TIMED_OUT]: '_x5 30x60' },
        fires: '12m',
        ends: '40m',
        labels,
        summary: 'workers fell silent over 30 messages of enrichment/workers in 15 min',
        below: [{ [TIMED_OUT]: '_x5 20x60' }],
      },
    ],
    DiskQueueGrowing: [
      {
        series: { [ON_DISK]: '2000+10x40 2400x40' },
        fires: '20m',
        ends: '60m',
        labels,
        summary: '2200 messages of enrichment/workers are on disk, and more each minute',
        below: [{ [ON_DISK]: '2000x80' }, { [ON_DISK]: '790+10x80' }],
      },
    ],
    PublishUnknownOutcomes: [
      {
        series: { [UNKNOWN]: '_x5 5x60' },
        fires: '10m',
        ends: '40m',
        labels: { topic: 'enrichment' },
        summary: 'nsqd has not confirmed 5 messages for enrichment in 15 min',
        below: [{ [UNKNOWN]: '_x5 3x60' }],
      },
    ],
  },
  silence: {},
}
