import {
  PRIORITIES,
  type AuditEvent,
  type Completion,
  type CostRecord,
  type DeadMessage,
  type DocumentRecord,
  type DocumentStatus,
  type FoundOcrJob,
  type JobRecord,
  type NewAuditEvent,
  type OcrJob,
  type Priority,
  type RejectedOcrJob,
  type ReviewStatus,
  type StoredAnswer,
  type StepRun,
} from '@colophon/domain'
import type { Row } from '../thread/database.ts'
import type { EncodedCompletion } from '../thread/operations/completions.ts'
import type { EncodedEvent } from '../thread/operations/events.ts'
import { taskRow } from './task-rows.ts'
import {
  packFields,
  packProvenance,
  unpackFields,
  unpackProvenance,
  unpackResponse,
} from './packed.ts'

export const iso = (ms: number): string => new Date(ms).toISOString()

export const priorityOf = (rank: number): Priority => PRIORITIES[rank] ?? 'normal'

/** JSON of anything; `undefined` has none and becomes null. */
export const json = (value: unknown): string => JSON.stringify(value ?? null)

const parse = (text: string | null): unknown => (text === null ? null : JSON.parse(text))

type DocumentRow = {
  tenant_id: string
  document_id: string
  enrichment_job_id: string
  collection_id: string
  profile: string
  schema_version: string
  priority: number
  source: string
  source_hash: string
  status: DocumentStatus
  lease_owner: string | null
  lease_token: string | null
  lease_until: number | null
  attempts: number
  next_at: number
  dispatch_state: 'pending' | 'sent'
  dispatch_at: number
  dispatch_n: number
  dispatch_by: string
  enriched_data: string | null
  provenance: string | null
  rivals: string | null
  quality_metrics: string | null
  agents: string | null
  review_status: ReviewStatus | null
  review_reasons: string | null
  /** Not kept with revisions. */
  hints?: string | null
  revision: number
  error: string | null
  traceparent: string | null
  created_at: number
  updated_at: number
}

function leaseFrom(row: DocumentRow): DocumentRecord['lease'] {
  const { lease_owner: owner, lease_token: token, lease_until: until } = row
  return owner === null || token === null || until === null
    ? null
    : { owner, token, until: iso(until) }
}

export function documentFrom(from: Row): DocumentRecord {
  const row = from as DocumentRow
  return {
    tenant_id: row.tenant_id,
    document_id: row.document_id,
    enrichment_job_id: row.enrichment_job_id,
    collection_id: row.collection_id,
    profile: row.profile,
    schema_version: row.schema_version,
    priority: priorityOf(row.priority),
    source: JSON.parse(row.source) as DocumentRecord['source'],
    source_hash: row.source_hash,
    status: row.status,
    lease: leaseFrom(row),
    attempts: row.attempts,
    next_at: iso(row.next_at),
    dispatch: {
      state: row.dispatch_state,
      at: iso(row.dispatch_at),
      n: row.dispatch_n,
      by: row.dispatch_by,
    },
    enriched_data: parse(row.enriched_data) as DocumentRecord['enriched_data'],
    provenance: row.provenance === null ? {} : unpackProvenance(row.provenance),
    rivals: row.rivals === null ? [] : unpackFields(row.rivals),
    quality_metrics: parse(row.quality_metrics) as DocumentRecord['quality_metrics'],
    agents: (parse(row.agents) ?? {}) as DocumentRecord['agents'],
    review_status: row.review_status,
    review_reasons: (parse(row.review_reasons) ?? []) as string[],
    ...(row.hints != null && { hints: JSON.parse(row.hints) as string }),
    revision: row.revision,
    error: parse(row.error) as DocumentRecord['error'],
    traceparent: row.traceparent,
    created_at: iso(row.created_at),
    updated_at: iso(row.updated_at),
  }
}

type Stored<T, Json extends keyof T, Flags extends keyof T = never> = Omit<T, Json | Flags> &
  Record<Json, string> &
  Record<Flags, number>

export function jobFrom(from: Row): JobRecord {
  const row = from as unknown as Stored<JobRecord, 'options', 'cancelled' | 'sealed'>
  return {
    tenant_id: row.tenant_id,
    enrichment_job_id: row.enrichment_job_id,
    ocr_job_id: row.ocr_job_id,
    collection_id: row.collection_id,
    profile: row.profile,
    priority: row.priority,
    cancelled: row.cancelled === 1,
    sealed: row.sealed === 1,
    options: JSON.parse(row.options) as JobRecord['options'],
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}

export function answerFrom(from: Row): StoredAnswer {
  const { step: _, ...row } = from as unknown as Stored<StoredAnswer, 'output'> & { step: number }
  return { ...row, output: unpackResponse(row.output) }
}

/** From a row whose integers are bigint. */
export function runFrom(
  from: Row,
  { tenant_id, document_id }: Pick<StepRun, 'tenant_id' | 'document_id'>,
): StepRun {
  const row = from as unknown as Stored<StepRun, 'tiers' | 'limits'>
  const limits = JSON.parse(row.limits) as [string, string][]
  return {
    ...row,
    tenant_id,
    document_id,
    tiers: JSON.parse(row.tiers) as StepRun['tiers'],
    limits: limits.map(([key, limit]) => ({ key, limit_pico_usd: BigInt(limit) })),
  }
}

/** From a row whose integers are bigint. */
export function costFrom(from: Row): CostRecord {
  const {
    cost: _,
    input,
    output,
    cache_read,
    cache_write_5m,
    cache_write_1h,
    priced,
    ...row
  } = from as unknown as Omit<CostRecord, 'tokens' | 'priced'> &
    Record<'cost' | 'priced' | keyof CostRecord['tokens'], bigint>
  return {
    ...row,
    tokens: {
      input: Number(input),
      output: Number(output),
      cache_read: Number(cache_read),
      cache_write_5m: Number(cache_write_5m),
      cache_write_1h: Number(cache_write_1h),
    },
    priced: priced === 1n,
  }
}

type Worded = 'actor' | 'action' | 'path' | 'why'

/** Rows from before the chain hold its words as they are. */
function wordsOf(row: Stored<AuditEvent, 'from' | 'to'>): Pick<AuditEvent, Worded> {
  const { actor, action, path, why } = row
  if (row.hash === null) return { actor, action, path, why }
  return {
    actor: JSON.parse(actor) as string,
    action: JSON.parse(action) as string,
    path: parse(path) as string | null,
    why: parse(why) as string | null,
  }
}

export function auditFrom(from: Row): AuditEvent {
  const row = from as unknown as Stored<AuditEvent, 'from' | 'to'>
  const values = { from: JSON.parse(row.from) as unknown, to: JSON.parse(row.to) as unknown }
  return { ...row, ...wordsOf(row), ...values }
}

export const eventRow = (event: NewAuditEvent): EncodedEvent => ({
  at: event.at,
  actor: json(event.actor),
  action: json(event.action),
  path: json(event.path),
  from: json(event.from),
  to: json(event.to),
  why: json(event.why),
  revision: event.revision,
  change_id: event.change_id,
})

export function foundOcrJobFrom(from: Row): FoundOcrJob {
  const row = from as unknown as Omit<Stored<OcrJob, 'documents'>, 'profile'> & {
    row: number
    version: string
    profile: string | null
  }
  return {
    delivery: { record: String(row.row), version: row.version },
    tenant_id: row.tenant_id,
    job_id: row.job_id,
    ...(row.profile !== null && { profile: row.profile }),
    documents: JSON.parse(row.documents) as unknown,
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}

export function rejectedOcrJobFrom(from: Row): RejectedOcrJob {
  const { error } = from as { error: string | null }
  return { ...foundOcrJobFrom(from), error: parse(error) as RejectedOcrJob['error'] }
}

export function deadMessageFrom(from: Row): DeadMessage {
  const row = from as unknown as DeadMessage
  return { ...row, body: JSON.parse(row.body) as string }
}

export const completionRows = (completion: Completion): EncodedCompletion => ({
  schemaVersion: completion.schema_version,
  reviewStatus: completion.review_status,
  results: [
    JSON.stringify(completion.enriched_data),
    packProvenance(completion.provenance),
    packFields(completion.rivals),
    JSON.stringify(completion.quality_metrics),
    JSON.stringify(completion.agents),
    JSON.stringify(completion.review_reasons),
  ],
  review: completion.review && taskRow(completion.review),
  audit: completion.audit.map(eventRow),
})
