/** What a document has before its first run. */
export const NO_RESULTS = {
  schema_version: '',
  enriched_data: null,
  provenance: [],
  rivals: [],
  quality_metrics: null,
  agents: {},
  review_reasons: [],
}

/** What every submission sets anew. */
export const startedAgain = (now: string): Record<string, unknown> => ({
  status: 'queued',
  lease: null,
  attempts: 0,
  begun: false,
  next_at: now,
  review_status: null,
  error: null,
  hints: null,
  updated_at: now,
})
