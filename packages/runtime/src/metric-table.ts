/**
 * Every metric Colophon exports is declared here once; reference, alerts and dashboards are checked against this table.
 * Labels never hold a job, document, user or error text.
 */
export const METRIC_PREFIX = 'colophon_'

export type MetricType = 'counter' | 'gauge' | 'histogram'

export interface MetricSpec<L extends string = string> {
  type: MetricType
  /** Without the prefix. */
  name: string
  help: string
  labels: readonly L[]
  /** Label combinations kept; further ones are counted under `other`. Bounds what a scrape can cost. */
  maxChildren: number
  buckets?: readonly number[]
}

type Rest<L extends string> = { labels?: readonly L[]; maxChildren?: number }

function counter<L extends string = never>(name: string, help: string, rest: Rest<L> = {}) {
  return { type: 'counter', name, help, ...defaults(rest) } as const
}
function gauge<L extends string = never>(name: string, help: string, rest: Rest<L> = {}) {
  return { type: 'gauge', name, help, ...defaults(rest) } as const
}
function histogram<L extends string = never>(
  name: string,
  help: string,
  rest: Rest<L> & { buckets: readonly number[] },
) {
  return { type: 'histogram', name, help, ...defaults(rest), buckets: rest.buckets } as const
}
function defaults<L extends string>({ labels = [], maxChildren }: Rest<L>) {
  return { labels, maxChildren: maxChildren ?? (labels.length === 0 ? 1 : 20) }
}

// The last bucket lies above every threshold an alert compares with.
const WORK_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600]
const HTTP_SECONDS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10]
const SHARES = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1]

export const METRICS = {
  documents: counter('documents_total', 'Documents whose run has ended, by how', {
    labels: ['outcome'],
  }),
  documentSeconds: histogram('document_seconds', 'Time from claim to commit of one document', {
    buckets: WORK_SECONDS,
  }),
  documentsInStatus: gauge('documents_in_status', 'Documents that are in this status now', {
    labels: ['status'],
  }),
  oldestDueAge: gauge('oldest_due_age_seconds', 'How long the longest waiting document is due'),

  agentCalls: counter('agent_calls_total', 'Calls of agents, by how they ended', {
    labels: ['agent', 'outcome'],
    maxChildren: 60,
  }),
  agentSeconds: histogram('agent_seconds', 'Time one agent took for one document', {
    labels: ['agent'],
    maxChildren: 8,
    buckets: WORK_SECONDS,
  }),
  agentRequests: counter('agent_requests_total', 'Tool calls an agent has ended, by how', {
    labels: ['tool', 'outcome'],
    maxChildren: 80,
  }),
  agentRequestSeconds: histogram('agent_request_seconds', 'Time of tool calls in the agent', {
    labels: ['tool'],
    maxChildren: 8,
    buckets: WORK_SECONDS,
  }),
  agentRunning: gauge('agent_running_requests', 'Tool calls an agent is working on now'),
  rulesEnded: counter('rules_ended_total', 'Rules that were ended for a document, by why', {
    labels: ['agent', 'why'],
    maxChildren: 20,
  }),

  llmRequests: counter('llm_requests_total', 'Requests to model providers, by how they ended', {
    labels: ['provider', 'model', 'outcome'],
    maxChildren: 80,
  }),
  llmSeconds: histogram(
    'llm_seconds',
    'Time of one request to a model, waiting for its turn included',
    {
      labels: ['provider', 'model'],
      maxChildren: 8,
      buckets: WORK_SECONDS,
    },
  ),
  llmCalls: gauge('llm_calls', 'Requests that wait for a place or are under way', {
    labels: ['provider', 'model', 'state'],
    maxChildren: 40,
  }),
  llmBreaker: gauge('llm_breaker_state', 'Circuit breaker: 0 closed, 1 half open, 2 open', {
    labels: ['provider', 'model'],
  }),
  llmHeadroom: gauge('llm_headroom_ratio', 'Share left of the rate limits of the provider', {
    labels: ['provider', 'model', 'kind'],
    maxChildren: 40,
  }),
  llmLoadSeconds: histogram('llm_load_seconds', 'Time a provider took to load a model', {
    labels: ['provider', 'model'],
    maxChildren: 6,
    buckets: WORK_SECONDS,
  }),
  llmTruncated: counter('llm_suspected_truncation_total', 'Requests read only in part, it seems', {
    labels: ['provider', 'model'],
  }),
  llmTokens: counter('llm_tokens_total', 'Tokens of model calls, by kind', {
    labels: ['provider', 'model', 'kind'],
    maxChildren: 60,
  }),
  llmCost: counter('llm_cost_usd_total', 'Cost of model calls; the ledger is exact, this is not', {
    labels: ['provider', 'model'],
  }),
  llmUnpricedCalls: counter('llm_unpriced_calls_total', 'Model calls no price row fits', {
    labels: ['model'],
  }),
  budgetSkipped: counter('budget_skipped_total', 'Runs of agents there was no money for', {
    labels: ['agent'],
  }),
  llmSchemaInvalid: counter('llm_schema_invalid_total', 'Answers that do not fit their schema', {
    labels: ['agent', 'model'],
    maxChildren: 20,
  }),
  modelValues: counter('model_values_total', 'Values that models gave, by what became of them', {
    labels: ['model', 'outcome'],
    maxChildren: 28,
  }),

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
  reconcilerLastSuccess: gauge(
    'reconciler_last_success_timestamp_seconds',
    'When the reconciler last finished a round, seconds since the epoch',
  ),
  ocrJobs: counter('ocr_jobs_total', 'OCR jobs that were taken over or rejected', {
    labels: ['outcome'],
    maxChildren: 2,
  }),
  leasesLost: counter('leases_lost_total', 'Documents another worker took over'),
  deadMessages: counter('dead_messages_total', 'Bus messages that could not be decoded'),
  busEvents: counter('bus_events_total', 'What the bus met and got over by itself, by kind', {
    labels: ['kind'],
    maxChildren: 6,
  }),

  storeErrors: counter('store_errors_total', 'Failed store operations', {
    labels: ['op', 'class'],
    maxChildren: 60,
  }),
  httpSeconds: histogram('http_request_duration_seconds', 'Time of HTTP requests, by route', {
    labels: ['route', 'method', 'code'],
    maxChildren: 60,
    buckets: HTTP_SECONDS,
  }),

  completeness: histogram('completeness_score', 'Completeness of finished documents, 0 to 1', {
    buckets: SHARES,
  }),
  reviewTasks: counter('review_tasks_total', 'Documents sent to review, once under each reason', {
    labels: ['reason'],
    maxChildren: 60,
  }),

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

  buildInfo: gauge('build_info', 'Always 1; the labels say what runs', {
    labels: ['service', 'version', 'node'],
    maxChildren: 1,
  }),
} as const satisfies Record<string, MetricSpec>
