import { counter, gauge, histogram, recordedBy, WORK_SECONDS } from './row.ts'

const REQUESTS = recordedBy('agents', {
  llmRequests: counter('llm_requests_total', 'Requests to model providers, by how they ended', {
    labels: ['provider', 'model', 'outcome'],
    maxChildren: 80,
  }),
  llmSeconds: histogram(
    'llm_seconds',
    'Time of one request to a model, waiting for its turn included',
    {
      labels: ['provider', 'model'],
      maxChildren: 5,
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
    maxChildren: 3,
    buckets: WORK_SECONDS,
  }),
  llmTruncated: counter('llm_suspected_truncation_total', 'Requests read only in part, it seems', {
    labels: ['provider', 'model'],
  }),
  llmPresent: gauge(
    'llm_model_present',
    'Whether the provider had the model at the last look: 1, else 0',
    {
      labels: ['provider', 'model'],
    },
  ),
})

const USAGE = recordedBy('worker', {
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
  llmSchemaInvalid: counter('llm_schema_invalid_total', 'Answers that do not fit their schema', {
    labels: ['agent', 'model'],
    maxChildren: 20,
  }),
  modelValues: counter('model_values_total', 'Values that models gave, by what became of them', {
    labels: ['model', 'outcome'],
    maxChildren: 28,
  }),
})

export const MODELS = { ...REQUESTS, ...USAGE } as const
