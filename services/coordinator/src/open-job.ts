import type { JobRecord, NewDocument, Priority, Reach, SubmitOutcome } from '@colophon/domain'

export interface JobRequest {
  tenantId: string
  collectionId: string
  profile: string
  priority: Priority
  /** Given by the submitter, or made. Submitting to an id again adds to that job. */
  jobId?: string
  /** The delivery of an OCR system that the documents come from. */
  ocrJobId?: string
  /** How far the texts of all its documents may go. @default as their items and collections say */
  reach?: Reach | undefined
  options?: Record<string, unknown>
  /** Documents of other collections and machines are replaced. @default false */
  replace?: boolean
}

/** A job that documents are being added to; `seal` when there are no more. */
export interface OpenJob {
  job: JobRecord
  add(documents: readonly NewDocument[]): Promise<SubmitOutcome[]>
  seal(): Promise<void>
}

/** Rejects when the store is away. */
export type JobOpener = (request: JobRequest) => Promise<OpenJob>

/** The record of a job that is asked for. */
export const newJob = (request: JobRequest, jobId: string, at: string): JobRecord => ({
  tenant_id: request.tenantId,
  enrichment_job_id: jobId,
  ocr_job_id: request.ocrJobId ?? null,
  collection_id: request.collectionId,
  profile: request.profile,
  priority: request.priority,
  cancelled: false,
  sealed: false,
  options: { ...request.options, ...(request.reach !== undefined && { reach: request.reach }) },
  created_at: at,
  updated_at: at,
})
