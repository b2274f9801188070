import { z } from 'zod'

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
