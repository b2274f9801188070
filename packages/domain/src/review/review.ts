import { z } from 'zod'
import { TenantId } from '../record/tenant.ts'
import { Priority } from '../work/priority.ts'

export const ReviewStatus = z.enum([
  'not_required',
  'pending',
  'in_progress',
  'approved',
  'rejected',
])
export type ReviewStatus = z.infer<typeof ReviewStatus>

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
