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

/** `accepted` with its value, `open` to a person, or `resolved`: the document was found to say nothing of it. */
export const FieldAcceptance = z.enum(['accepted', 'open', 'resolved'])
export type FieldAcceptance = z.infer<typeof FieldAcceptance>

export const QualityMetrics = z.object({
  completeness_score: z.number().min(0).max(1),
  coverage_score: z.number().min(0).max(1),
  missing_fields: z.array(z.string()),
  low_confidence_fields: z.array(z.string()),
  /** How each required field stands, by path. Records of before it was written have none. */
  acceptance: z.record(z.string(), FieldAcceptance).optional(),
  /** The shares of wrong values that the collection tolerated when it was routed, where it named some. */
  tolerated_error: z.record(z.string(), z.number()).optional(),
  checks: z.array(CheckResult),
  page_quality: z.number().min(0).max(1).nullable(),
})
export type QualityMetrics = z.infer<typeof QualityMetrics>
