import { counter, gauge, recordedBy } from './row.ts'

const NODE = { labels: ['node'], maxChildren: 12 } as const
const CHANNEL = { labels: ['node', 'topic', 'channel'], maxChildren: 24 } as const

const COORDINATOR = recordedBy('coordinator', {
  outboxPending: gauge('outbox_pending', 'Due documents the bus was not told of yet'),
  redispatched: counter('reconciler_redispatched_total', 'Documents sent out again, by why', {
    labels: ['reason'],
  }),
  clockJumps: counter(
    'clock_jumps_total',
    'Times the clock of the coordinator was set, or it slept',
    {
      labels: ['direction'],
      maxChildren: 2,
    },
  ),
  ocrJobs: counter('ocr_jobs_total', 'OCR jobs that were taken over or rejected', {
    labels: ['outcome'],
    maxChildren: 2,
  }),
  outboxOldestAge: gauge(
    'outbox_oldest_age_seconds',
    'How long the bus could not be told of due documents; those held back from a full bus do not count',
  ),
  webhookDeliveries: counter('webhook_deliveries_total', 'Attempts to deliver an event, by how', {
    labels: ['outcome'],
    maxChildren: 4,
  }),
  webhookBacklog: gauge(
    'webhook_deliveries',
    'Deliveries that wait, and those that were given up',
    {
      labels: ['state'],
      maxChildren: 2,
    },
  ),
})

const LEADER = recordedBy('leader', {
  reconcilerLastSuccess: gauge(
    'reconciler_last_success_timestamp_seconds',
    'When the reconciler last finished a round, seconds since the epoch',
  ),
})

const BUS = recordedBy('buses', {
  busEvents: counter('bus_events_total', 'What the bus met and got over by itself, by kind', {
    labels: ['kind'],
    maxChildren: 6,
  }),
  busPublishes: counter(
    'bus_publishes_total',
    'Messages given to the bus: confirmed, unknown, failed',
    {
      labels: ['topic', 'outcome'],
      maxChildren: 24,
    },
  ),
  busMessages: counter('bus_messages_total', 'Messages taken from the bus: finished, requeued', {
    labels: ['topic', 'outcome'],
    maxChildren: 24,
  }),
})

const DEAD = recordedBy('worker', {
  deadMessages: counter('dead_messages_total', 'Bus messages that could not be decoded'),
})

/** What the servers of NSQ say of themselves; nodes are named \`host:port\`. */
const NSQ = recordedBy('leader', {
  nsqUp: gauge('nsq_up', 'Whether this nsqd answered the last look: 1, else 0', NODE),
  nsqLookupdUp: gauge('nsq_lookupd_up', 'Whether this nsqlookupd answered: 1, else 0', NODE),
  nsqDepth: gauge('nsq_channel_depth', 'Messages that wait in a channel', CHANNEL),
  nsqBackendDepth: gauge('nsq_channel_backend_depth', 'Messages of it on the disk', CHANNEL),
  nsqInFlight: gauge('nsq_channel_in_flight', 'Messages of it that are with workers', CHANNEL),
  nsqDeferred: gauge('nsq_channel_deferred', 'Messages of it that were put off', CHANNEL),
  nsqClients: gauge('nsq_channel_clients', 'Consumers of a channel', CHANNEL),
  nsqPaused: gauge('nsq_channel_paused', 'Whether a channel is paused: 1, else 0', CHANNEL),
  nsqMessages: counter('nsq_channel_messages_total', 'Messages a channel has taken', CHANNEL),
  nsqRequeued: counter('nsq_channel_requeued_total', 'Messages put back by workers', CHANNEL),
  nsqTimedOut: counter('nsq_channel_timed_out_total', 'Messages whose worker fell silent', CHANNEL),
})

/** The bus, the reconciler, and what is told to others. */
export const DELIVERY = { ...COORDINATOR, ...LEADER, ...BUS, ...DEAD, ...NSQ } as const
