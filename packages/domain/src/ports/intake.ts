import type { RecordedError } from '../record/document.ts'

/** A delivery of an OCR system. */
export interface OcrJob {
  tenant_id: string
  job_id: string
  status: 'completed'
  /** The kind of record of its documents. @default the first of the process that takes it */
  profile?: string
  documents: unknown[]
  created_at: string
  updated_at: string
}

/** Names one delivery of an OCR job: with other documents, or of another profile, the job is another delivery. */
export interface OcrDelivery {
  record: string
  version: string
}

/** An OCR job as it lies in the store. Other systems write there too: their tenant, id and list may be anything. */
export interface FoundOcrJob {
  delivery: OcrDelivery
  tenant_id: unknown
  job_id: unknown
  /** Left out where the job names none. */
  profile?: unknown
  documents: unknown
  created_at: string
  updated_at: string
}

export interface RejectedOcrJob extends FoundOcrJob {
  /** Null when another system has called it rejected. */
  error: RecordedError | null
}

export interface DeadMessage {
  topic: string
  /** The message as it came, at most 64 KiB of it. */
  body: string
  reason: string
  at: string
}

/** Deliveries of other systems, and messages that nobody could read. */
export interface IntakeStore {
  /**
   * The same documents of the same profile again change nothing; others replace them and open the job again, taken or rejected. Rejects
   * with `input.invalid_document` when its tenant or id is empty or holds NUL or lone surrogates.
   */
  putOcrJob(job: OcrJob): Promise<void>
  /** OCR jobs nobody has taken or rejected yet, oldest first. */
  openOcrJobs(limit: number): Promise<FoundOcrJob[]>
  /** False, and nothing is changed, when the job is no longer open with the delivery that was read. */
  markOcrJobTaken(delivery: OcrDelivery): Promise<boolean>
  /** The same for one that can never be taken; the reason stands beside it, for who sent it. */
  rejectOcrJob(delivery: OcrDelivery, reason: Omit<RecordedError, 'at'>): Promise<boolean>
  /** Newest first. */
  rejectedOcrJobs(limit: number): Promise<RejectedOcrJob[]>
  /** Kept once, however often the message is delivered. */
  putDeadMessage(message: DeadMessage): Promise<void>
  /** Newest first. */
  deadMessages(limit: number): Promise<DeadMessage[]>
}
