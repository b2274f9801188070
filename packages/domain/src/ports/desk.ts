import type { DocumentRecord } from '../record/document.ts'
import type { AuditEvent, NewAuditEvent } from '../review/audit.ts'
import type { CollectionRecord, CollectionSettings } from '../review/collection-settings.ts'
import type { ReviewComment } from '../review/comment.ts'
import type { OutboxEvent } from '../review/outbox.ts'
import type { ReviewRecord, TaskStatus } from '../review/task.ts'
import type { Priority } from '../work/priority.ts'
import type { PageOf, PageRequest } from './page.ts'

/** `mixed` by `turn`, the others by what they say; ties in an order of the store's own that never changes. */
export type QueueOrder = 'mixed' | 'oldest' | 'riskiest' | 'gain'

export interface QueueFilter {
  /** All where left out. */
  statuses?: readonly TaskStatus[] | undefined
  reason?: string | undefined
  /** A path among those that are flagged. */
  field?: string | undefined
  collectionId?: string | undefined
  jobId?: string | undefined
  profile?: string | undefined
  documentId?: string | undefined
  priority?: Priority | undefined
  /** Assigned to or held by this person; null: neither assigned nor held. */
  assignee?: string | null | undefined
  /** Made before this time; made at this time or after. */
  createdBefore?: string | undefined
  createdAfter?: string | undefined
  completenessBelow?: number | undefined
  /** Open ones. */
  hasComments?: boolean | undefined
}

export interface QueueCounts {
  statuses: Record<TaskStatus, number>
  /** Open tasks; a task counts once under each of its reasons. */
  reasons: Record<string, number>
  /** When the oldest open task was made. */
  oldest: string | null
}

export interface TakeRequest {
  tenantId: string
  reviewer: string
  /** A new id. */
  leaseId: string
  leaseMs: number
  /** Among these, in this order. Always only open tasks that nobody holds, that are assigned to nobody or to the reviewer, and neither skipped by nor barred to them. */
  filter: QueueFilter
  order: QueueOrder
}

export interface CollectionEntry {
  collection_id: string
  /** How many belong to it. */
  documents: number
  /** Null while nobody has set anything. */
  record: CollectionRecord | null
}

/** What becomes of a document by a decision. Its revision is counted up by the store. */
export interface DecidedDocument extends Pick<
  DocumentRecord,
  'enriched_data' | 'provenance' | 'rivals' | 'quality_metrics' | 'review_status'
> {
  /** It is sent round again: queued with attempts 0, as `DocumentStore.requeue` does. @default false */
  requeue?: boolean
  /** With `requeue`: kept for its next runs. @default those that there are */
  hints?: string | undefined
  /** Why a person is asked, where it was routed anew. @default those that there are */
  review_reasons?: string[] | undefined
}

/** One step of a person's work on one document: all of it or nothing. */
export interface ReviewCommit {
  tenant_id: string
  document_id: string
  /** The revision that the decision was made on. */
  revision: number
  document: DecidedDocument
  /** The task as it becomes, its `version` one above the one that was read; a new one with version 1. Null where none is concerned (a restore, a propagated change). */
  task: ReviewRecord | null
  audit: readonly NewAuditEvent[]
  outbox: readonly OutboxEvent[]
}

/**
 * `revision`: the document is another one by now, or is being worked on by agents. `task`: the task is. Nothing was
 * changed then.
 */
export type CommitOutcome =
  { committed: DocumentRecord } | { conflict: 'revision' | 'task' | 'gone' }

/**
 * What people do with review tasks and documents. Reading one task, and counts of a job: see `ReviewStore`. Leases that
 * have run out (`isHeld`) are no leases in any answer of either: their tasks are `pending`.
 */
export interface DeskStore {
  list(
    tenantId: string,
    filter: QueueFilter,
    order: QueueOrder,
    page: PageRequest,
  ): Promise<PageOf<ReviewRecord>>
  /** Those of all tasks that fit the filter, whatever their page. */
  count(tenantId: string, filter: QueueFilter): Promise<number>
  counts(tenantId: string, filter: Pick<QueueFilter, 'collectionId'>): Promise<QueueCounts>
  /**
   * Hands out one task, `in_progress` under the lease, its version counted up: two who ask at once never get the same.
   * Null when there is none for this person.
   */
  take(request: TakeRequest): Promise<ReviewRecord | null>
  /**
   * Changes a task alone (leases, assignments, skips). False when its version is not the one before `task.version` any
   * more. Its open comments are those that there are, whatever `task` says; so too in `addTask` and `commit`.
   */
  putTask(task: ReviewRecord, audit: readonly NewAuditEvent[]): Promise<boolean>
  /** Prolongs a lease without counting the task's version up. False when it is somebody else's, or has run out and was taken. */
  heartbeat(
    tenantId: string,
    reviewId: string,
    lease: { id: string; untilMs: number },
  ): Promise<boolean>
  /** Adds a task for a document that has none, such as a drawn one. False when its id is there. */
  addTask(task: ReviewRecord, audit: readonly NewAuditEvent[]): Promise<boolean>
  commit(change: ReviewCommit): Promise<CommitOutcome>
  /** The events of a change, document by document, each document's in the order they were written. */
  change(tenantId: string, changeId: string): Promise<AuditEvent[]>
  comments(tenantId: string, documentId: string): Promise<ReviewComment[]>
  /**
   * Adds or replaces a comment, with its events; `open_comments` of the document's tasks follows (comments that answer
   * none and are not resolved), and no task's version counts up by it.
   */
  putComment(comment: ReviewComment, audit: readonly NewAuditEvent[]): Promise<void>
  /** What was settled of a collection, without a look at its documents. Null where nothing was. */
  settings(tenantId: string, collectionId: string): Promise<CollectionRecord | null>
  /** Null where there is neither a document nor a setting of it. */
  collection(tenantId: string, collectionId: string): Promise<CollectionEntry | null>
  /** Collections that documents belong to or settings exist of, by id, with how many documents each has. */
  collections(tenantId: string, page: PageRequest): Promise<PageOf<CollectionEntry>>
  /** Null when the revision is not this one any more. */
  putCollection(
    tenantId: string,
    collectionId: string,
    change: { revision: number; settings: CollectionSettings; actor: string },
  ): Promise<CollectionRecord | null>
}
