import { z } from 'zod'
import { FieldValue, Provenance } from './provenance.ts'

/** Records as the store keeps them. snake_case everywhere; times are ISO 8601 in UTC. */
export const TenantId = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/)
export const DEFAULT_TENANT = 'default'

export const Priority = z.enum(['high', 'normal', 'low'])
export type Priority = z.infer<typeof Priority>
export const PRIORITIES = Priority.options

export const DocumentStatus = z.enum(['queued', 'processing', 'completed', 'failed', 'cancelled'])
export type DocumentStatus = z.infer<typeof DocumentStatus>
export const TERMINAL_STATUSES = [
  'completed',
  'failed',
  'cancelled',
] as const satisfies readonly DocumentStatus[]
export const isTerminal = (status: DocumentStatus): boolean =>
  (TERMINAL_STATUSES as readonly DocumentStatus[]).includes(status)

export const ReviewStatus = z.enum([
  'not_required',
  'pending',
  'in_progress',
  'approved',
  'rejected',
])
export type ReviewStatus = z.infer<typeof ReviewStatus>

/** One page: a stretch of the text. Offsets are UTF-16 code units. */
export const Page = z.object({ number: z.int().min(1), start: z.int().min(0), end: z.int().min(0) })
export type Page = z.infer<typeof Page>

/** The document as it came: text byte for byte, where it came from, what the OCR said of it. */
export const Source = z.object({
  text: z.string(),
  pages: z.array(Page),
  language: z.string().optional(),
  ocr: z.object({
    confidence: z.number().min(0).max(1).optional(),
    provider: z.string().optional(),
  }),
  file: z.object({ path: z.string(), name: z.string(), format: z.string() }).optional(),
  /** The machine on which the id was made from the place of the file; files of other machines do not revise it. */
  machine: z.string().optional(),
  /** Archival facts the submitter gave (archive_name, box_number, …), kept as they came. */
  facts: z.record(z.string(), z.unknown()),
})
export type Source = z.infer<typeof Source>

export const Lease = z.object({ owner: z.string(), token: z.string(), until: z.string() })
export type Lease = z.infer<typeof Lease>

export const Dispatch = z.object({
  state: z.enum(['pending', 'sent']),
  at: z.string(),
  n: z.int().min(0),
  by: z.string(),
})
export type Dispatch = z.infer<typeof Dispatch>

export const RecordedError = z.object({ code: z.string(), message: z.string(), at: z.string() })
export type RecordedError = z.infer<typeof RecordedError>

/** `skipped`: the agent had nothing to answer with by configuration or budget, which is no defect of the document. */
export const AgentOutcome = z.object({
  status: z.enum(['ok', 'degraded', 'failed', 'skipped']),
  why: z.string().optional(),
  ms: z.number().min(0),
  reused: z.boolean().optional(),
})
export type AgentOutcome = z.infer<typeof AgentOutcome>

export const CheckResult = z.object({
  name: z.string(),
  passed: z.boolean(),
  blocking: z.boolean(),
  paths: z.array(z.string()),
  detail: z.string(),
})

export type CheckResult = z.infer<typeof CheckResult>

export const FlaggedField = z.object({
  path: z.string(),
  issue: z.string(),
  confidence: z.number().nullable(),
})
export type FlaggedField = z.infer<typeof FlaggedField>

export const QualityMetrics = z.object({
  completeness_score: z.number().min(0).max(1),
  coverage_score: z.number().min(0).max(1),
  missing_fields: z.array(z.string()),
  low_confidence_fields: z.array(z.string()),
  checks: z.array(CheckResult),
  page_quality: z.number().min(0).max(1).nullable(),
})
export type QualityMetrics = z.infer<typeof QualityMetrics>

export const DocumentRecord = z.object({
  tenant_id: TenantId,
  document_id: z.string().min(1).max(200),
  enrichment_job_id: z.string(),
  collection_id: z.string().min(1),
  profile: z.string(),
  schema_version: z.string(),
  priority: Priority,
  source: Source,
  source_hash: z.string(),
  status: DocumentStatus,
  lease: Lease.nullable(),
  attempts: z.int().min(0),
  next_at: z.string(),
  dispatch: Dispatch,
  enriched_data: z.record(z.string(), z.unknown()).nullable(),
  provenance: z.record(z.string(), Provenance),
  /** Proposals that did not become the value: kept beside it for the reviewer. */
  rivals: z.array(FieldValue),
  quality_metrics: QualityMetrics.nullable(),
  agents: z.record(z.string(), AgentOutcome),
  review_status: ReviewStatus.nullable(),
  review_reasons: z.array(z.string()),
  revision: z.int().min(1),
  error: RecordedError.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type DocumentRecord = z.infer<typeof DocumentRecord>

export const JobStatus = z.enum([
  'queued',
  'processing',
  'completed',
  'completed_with_errors',
  'cancelled',
])
export type JobStatus = z.infer<typeof JobStatus>

export const JobRecord = z.object({
  tenant_id: TenantId,
  enrichment_job_id: z.string(),
  ocr_job_id: z.string().nullable(),
  collection_id: z.string(),
  profile: z.string(),
  priority: Priority,
  /** What was decided about the job; the status shown is derived from its documents (`jobStatus`). */
  cancelled: z.boolean(),
  /** False while documents are still being added. */
  sealed: z.boolean(),
  options: z.record(z.string(), z.unknown()),
  created_at: z.string(),
  updated_at: z.string(),
})
export type JobRecord = z.infer<typeof JobRecord>

/** Documents of a job by where they are. `total` is the sum of the five statuses. */
export interface JobCounts {
  total: number
  queued: number
  processing: number
  completed: number
  failed: number
  cancelled: number
  auto_approved: number
  to_review: number
}

/** Job status derived from its documents, so that it cannot disagree with them. */
export function jobStatus(
  job: Pick<JobRecord, 'cancelled' | 'sealed'>,
  counts: JobCounts,
): JobStatus {
  const open = counts.queued + counts.processing
  if (job.cancelled && open === 0) return 'cancelled'
  if (open > 0 || !job.sealed) return counts.queued === counts.total ? 'queued' : 'processing'
  return counts.failed > 0 ? 'completed_with_errors' : 'completed'
}

export const ReviewRecord = z.object({
  tenant_id: TenantId,
  review_id: z.string(),
  document_id: z.string(),
  enrichment_job_id: z.string(),
  collection_id: z.string(),
  document_revision: z.int().min(1),
  priority: Priority,
  reasons: z.array(z.string()),
  flagged_fields: z.array(FlaggedField),
  status: z.enum(['pending', 'in_progress', 'approved', 'rejected', 'superseded']),
  assigned_to: z.string().nullable(),
  lease_until: z.string().nullable(),
  decision: z.string().nullable(),
  corrections: z.record(z.string(), z.unknown()),
  notes: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type ReviewRecord = z.infer<typeof ReviewRecord>

export const AuditEvent = z.object({
  tenant_id: TenantId,
  document_id: z.string(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  path: z.string().nullable(),
  from: z.unknown(),
  to: z.unknown(),
  why: z.string().nullable(),
  revision: z.int(),
})
export type AuditEvent = z.infer<typeof AuditEvent>
