import { z } from 'zod'
import { TenantId } from '../record/tenant.ts'
import { Priority } from './priority.ts'

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
  /** Decided about the job as a whole; the status shown is derived from its documents (`jobStatus`). */
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
