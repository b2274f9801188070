import type { DocumentRecord } from '@colophon/domain'

const AT = '2026-01-02T03:04:05.000Z'

/** A completed document; what a test is about is given. */
export function documentRecord(given: Partial<DocumentRecord> = {}): DocumentRecord {
  return {
    tenant_id: 'default',
    document_id: 'a-12345678',
    enrichment_job_id: 'job_1',
    collection_id: 'default',
    profile: 'letters',
    schema_version: '1.0.0',
    priority: 'normal',
    source: {
      text: 'Dear Sir',
      pages: [{ number: 1, start: 0, end: 8 }],
      ocr: {},
      facts: { box: 3 },
    },
    source_hash: 'ab',
    status: 'completed',
    lease: null,
    attempts: 1,
    next_at: AT,
    dispatch: { state: 'sent', at: AT, n: 1, by: 'here' },
    enriched_data: { content: { full_text: 'Dear Sir' } },
    provenance: {},
    rivals: [],
    quality_metrics: null,
    agents: {},
    review_status: 'not_required',
    review_reasons: [],
    revision: 1,
    error: null,
    traceparent: null,
    created_at: AT,
    updated_at: AT,
    ...given,
  }
}
