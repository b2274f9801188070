import { createHash } from 'node:crypto'
import {
  DEFAULT_TENANT,
  NO_TOKENS,
  periodsOf,
  UNTOUCHED,
  type Completion,
  type CostRecord,
  type JobRecord,
  type NewAuditEvent,
  type NewDocument,
  type Provenance,
  type ReviewRecord,
  type Source,
  type StoredAnswer,
  type StepRun,
} from '@colophon/domain'

/** Records that are valid and say as little as possible; a test states what matters to it. */
const AT = '2026-01-15T12:00:00.000Z'
const DEFINITION = 'definition-1'

let counter = 0
const next = (prefix: string): string => `${prefix}_${String(++counter).padStart(6, '0')}`

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export function aSource(overrides: Partial<Source> = {}): Source {
  const text = overrides.text ?? 'Boston, 3 May 1864\n\nDear Mary,\n\nAll is well.\n\nYours, John'
  return {
    text,
    pages: [{ number: 1, start: 0, end: text.length }],
    ocr: {},
    facts: {},
    ...overrides,
  }
}

/** A document to submit; its hash follows its text. */
export function aDocument(overrides: Partial<NewDocument> & { text?: string } = {}): NewDocument {
  const { text, ...rest } = overrides
  const source = rest.source ?? aSource(text === undefined ? {} : { text })
  return {
    document_id: next('doc'),
    collection_id: 'letters',
    source,
    source_hash: sha256(source.text),
    ...rest,
  }
}

export function aJob(overrides: Partial<JobRecord> = {}): JobRecord {
  return {
    tenant_id: DEFAULT_TENANT,
    enrichment_job_id: next('job'),
    ocr_job_id: null,
    collection_id: 'letters',
    profile: 'letters',
    priority: 'normal',
    cancelled: false,
    sealed: false,
    options: {},
    created_at: AT,
    updated_at: AT,
    ...overrides,
  }
}

export function aProvenance(overrides: Partial<Provenance> = {}): Provenance {
  return {
    status: 'stated',
    confidence: 0.9,
    source: 'rules',
    agent: 'structure-agent',
    tool: 'extract_salutation',
    evidence: null,
    definition_hash: DEFINITION,
    at: AT,
    ...overrides,
  }
}

export function aCompletion(overrides: Partial<Completion> = {}): Completion {
  return {
    schema_version: '1.0.0',
    enriched_data: { content: { summary: 'All is well.' } },
    provenance: { 'content.summary': aProvenance({ agent: 'content-agent' }) },
    rivals: [],
    quality_metrics: {
      completeness_score: 1,
      coverage_score: 0.5,
      missing_fields: [],
      low_confidence_fields: [],
      checks: [],
      page_quality: null,
    },
    agents: { 'content-agent': { status: 'ok', ms: 3 } },
    review_status: 'not_required',
    review_reasons: [],
    review: null,
    audit: [],
    ...overrides,
  }
}

export function aReview(overrides: Partial<ReviewRecord> = {}): ReviewRecord {
  return {
    tenant_id: DEFAULT_TENANT,
    review_id: next('rev'),
    document_id: 'doc_unknown',
    enrichment_job_id: 'job_unknown',
    collection_id: 'letters',
    profile: 'letters',
    document_revision: 2,
    priority: 'normal',
    title: 'Caroline Aldersey to Augusta Wetherby, 1862-02-04',
    reasons: ['low_confidence'],
    flagged_fields: [{ path: 'content.summary', issue: 'low_confidence', confidence: 0.4 }],
    completeness: 0.9,
    risk: 0.5,
    gain: 1,
    turn: Date.parse(AT),
    ...structuredClone(UNTOUCHED),
    created_at: AT,
    updated_at: AT,
    ...overrides,
  }
}

export function anAuditEvent(overrides: Partial<NewAuditEvent> = {}): NewAuditEvent {
  return {
    tenant_id: DEFAULT_TENANT,
    document_id: 'doc_unknown',
    at: AT,
    actor: 'rules',
    action: 'document.completed',
    path: null,
    from: null,
    to: null,
    why: null,
    revision: 2,
    change_id: null,
    ...overrides,
  }
}

export function anAnswer(overrides: Partial<StoredAnswer> = {}): StoredAnswer {
  return {
    tenant_id: DEFAULT_TENANT,
    key: sha256(next('step')),
    agent: 'structure-agent',
    document_id: 'doc_unknown',
    output: { status: 'ok', fields: [], rivals: [], usage: [], definition_hash: DEFINITION },
    created_at: AT,
    ...overrides,
  }
}

export function aRun(overrides: Partial<StepRun> = {}): StepRun {
  return {
    tenant_id: DEFAULT_TENANT,
    run_id: next('run'),
    document_id: 'doc_unknown',
    enrichment_job_id: 'job_unknown',
    collection_id: 'letters',
    agent: 'content-agent',
    step_key: sha256('step'),
    tiers: ['rules', 'fast'],
    bound_pico_usd: 20_000_000_000n,
    limits: [],
    started_at: AT,
    ...overrides,
  }
}

export function aCost(overrides: Partial<CostRecord> = {}): CostRecord {
  const createdAt = overrides.created_at ?? AT
  return {
    record_id: next('cost'),
    tenant_id: DEFAULT_TENANT,
    enrichment_job_id: 'job_unknown',
    document_id: 'doc_unknown',
    collection_id: 'letters',
    agent: 'content-agent',
    tool: null,
    tier: 'fast',
    provider: 'anthropic',
    model: 'claude-sonnet',
    model_digest: null,
    call_id: next('call'),
    request_id: null,
    tokens: { ...NO_TOKENS, input: 1000, output: 100 },
    duration_ms: 1200.5,
    price_id: 'price-1',
    amount_pico_usd: 4_500_000_000n,
    priced: true,
    state: 'settled',
    ...periodsOf(new Date(createdAt)),
    created_at: createdAt,
    ...overrides,
  }
}
