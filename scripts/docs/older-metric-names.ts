import type { METRICS } from '@colophon/runtime'

/** A name from before Colophon, the metric that measures the same now, and what differs. */
export interface OlderName {
  name: string
  now: keyof typeof METRICS | null
  note: string
}

export const OLDER_NAMES: readonly OlderName[] = [
  {
    name: 'enrichment_documents_total',
    now: 'documents',
    note: '`status` is `outcome`: success is `auto_approved`, review_required is `review`, error is `failed`',
  },
  {
    name: 'enrichment_duration_seconds',
    now: 'documentSeconds',
    note: 'the whole document (phase `total`); phases are `colophon_phase_seconds`',
  },
  { name: 'enrichment_completeness_score', now: 'completeness', note: 'same measure' },
  { name: 'enrichment_missing_fields', now: 'missingFields', note: 'same measure' },
  {
    name: 'enrichment_agent_response_seconds',
    now: 'agentSeconds',
    note: '`agent_id` is `agent`; one call answers all tools, so there is no `tool_name`',
  },
  {
    name: 'enrichment_mcp_response_seconds',
    now: 'agentSeconds',
    note: 'the call of an agent is an MCP call',
  },
  {
    name: 'enrichment_agent_errors_total',
    now: 'agentCalls',
    note: '`outcome` other than `ok`; failures carry their error code',
  },
  { name: 'enrichment_mcp_requests_total', now: 'agentCalls', note: '`status` is `outcome`' },
  {
    name: 'enrichment_claude_cost_usd_total',
    now: 'llmCost',
    note: 'all providers; select `provider`',
  },
  { name: 'enrichment_ollama_calls_total', now: 'llmRequests', note: 'select `provider`' },
  {
    name: 'enrichment_api_tokens_total',
    now: 'llmTokens',
    note: '`direction` is `kind`, which also tells cached tokens apart',
  },
  {
    name: 'enrichment_review_queue_size',
    now: 'reviewItems',
    note: 'states `pending` and `in_progress`',
  },
  {
    name: 'enrichment_processing_queue_size',
    now: 'documentsInStatus',
    note: 'status `queued` and `processing`',
  },
  {
    name: 'enrichment_throughput_docs_per_hour',
    now: 'documents',
    note: '`rate(colophon_documents_total[1h]) * 3600`',
  },
  {
    name: 'enrichment_mongodb_operations_total',
    now: 'storeSeconds',
    note: 'its `_count`; failures in `colophon_store_errors_total`',
  },
  {
    name: 'enrichment_mongodb_operation_seconds',
    now: 'storeSeconds',
    note: 'of whatever store; `op` is a part of it, not a collection',
  },
  { name: 'enrichment_ocr_confidence', now: 'ocrConfidence', note: 'same measure' },
  {
    name: 'enrichment_agent_available',
    now: 'agentAvailable',
    note: '`agent_id` is `agent`; as each worker sees it',
  },
  { name: 'enrichment_mcp_pool_size', now: null, note: 'there is no pool' },
  {
    name: 'enrichment_daily_spend_usd, enrichment_budget_remaining_usd, enrichment_budget_percentage_used',
    now: 'budgetSpent',
    note: '`scope` day or month, for each tenant; what remains is `colophon_budget_limit_usd` less spent and reserved',
  },
  {
    name: 'enrichment_nsq_messages_published, enrichment_nsq_messages_consumed',
    now: 'busPublishes',
    note: 'taken ones are `colophon_bus_messages_total`; what nsqd counts is `colophon_nsq_channel_messages_total`',
  },
  {
    name: 'enrichment_nsq_processing_seconds',
    now: 'documentSeconds',
    note: 'from claim to commit',
  },
]
