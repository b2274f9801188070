import type { DocumentRecord, DocumentStatus } from '../record/document.ts'
import type { ReviewRecord } from '../review/task.ts'
import type { PageOf, PageRequest } from './page.ts'

export interface DocumentFilter {
  jobId?: string | undefined
  status?: DocumentStatus | undefined
  collectionId?: string | undefined
}

/**
 * A document as it was when a submission replaced it, or a run replaced a record in which a person had decided something;
 * without the lease it may have had.
 */
export interface KeptRevision {
  document: DocumentRecord
  replaced_at: string
  /** Its review task as it ended; null when nobody was asked. */
  review: ReviewRecord | null
}

/** One line of a list of revisions. */
export type RevisionSummary = Pick<
  DocumentRecord,
  | 'revision'
  | 'enrichment_job_id'
  | 'collection_id'
  | 'source_hash'
  | 'status'
  | 'review_status'
  | 'updated_at'
> &
  Pick<KeptRevision, 'replaced_at'>

export interface DocumentStore {
  get(tenantId: string, documentId: string): Promise<DocumentRecord | null>
  /** One that was replaced and kept; null for the present revision, and for numbers that none has. */
  revision(tenantId: string, documentId: string, revision: number): Promise<KeptRevision | null>
  /** Those that were replaced and kept, newest first. */
  revisions(
    tenantId: string,
    documentId: string,
    page: PageRequest,
  ): Promise<PageOf<RevisionSummary>>
  /** By document id; with a `jobId` in the order they were submitted. */
  list(tenantId: string, filter: DocumentFilter, page: PageRequest): Promise<PageOf<DocumentRecord>>
  /**
   * Failed, cancelled or completed documents start again with attempts 0; kept answers are used, and with a `jobId` a
   * cancelled job is no longer cancelled. Returns how many.
   */
  requeue(
    tenantId: string,
    filter: { documentId?: string; jobId?: string; statuses: readonly DocumentStatus[] },
  ): Promise<number>
}
