import type { JobRecord, NewDocument, Priority, SubmitOutcome } from '@colophon/domain'

export interface JobRequest {
  tenantId: string
  collectionId: string
  profile: string
  priority: Priority
  /** Given by the submitter, or made. Submitting to an id again adds to that job. */
  jobId?: string
  /** The delivery of an OCR system that the documents come from. */
  ocrJobId?: string
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
