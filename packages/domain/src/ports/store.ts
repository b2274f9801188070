import type { BudgetState } from '../money/budget.ts'
import type { CostRecord } from '../money/cost.ts'
import type { CostField, CostFilter, CostSums } from '../money/cost-sums.ts'
import type { StoredAnswer, StepRun } from '../work/enrich.ts'
import type { FieldValue, ProvenanceMap } from '../record/provenance.ts'
import type { Tree } from '../record/path.ts'
import type { AgentOutcome, DocumentRecord, RecordedError, Source } from '../record/document.ts'
import type { NewAuditEvent } from '../review/audit.ts'
import type { QualityMetrics } from '../review/review.ts'
import type { ReviewRecord } from '../review/task.ts'
import type { JobCounts, JobRecord } from '../work/job.ts'
import type { Priority } from '../work/priority.ts'
import type { AuditStore } from './audit.ts'
import type { BudgetStore } from './budgets.ts'
import type { DeskStore } from './desk.ts'
import type { DocumentStore } from './documents.ts'
import type { IntakeStore } from './intake.ts'
import type { OutboxStore } from './outbox.ts'
import type { PageOf, PageRequest } from './page.ts'
import type { RegisterStore } from './register.ts'
import type { SearchStore } from './search.ts'
import type { ReportStore } from './reports.ts'

/**
 * The store owns the work. Every method is one atomic step: it happened wholly and durably when its promise resolves,
 * or not at all. Methods reject with `store.unavailable` or `store.full`; fenced ones (those that take a `ClaimRef`)
 * with `lease.lost` when the claim is no longer the document's.
 */
export interface Store extends AsyncDisposable {
  ping(): Promise<void>
  readonly jobs: JobStore
  readonly documents: DocumentStore
  readonly work: WorkStore
  readonly dispatch: DispatchStore
  readonly ledger: LedgerStore
  readonly budgets: BudgetStore
  readonly reviews: ReviewStore
  readonly desk: DeskStore
  readonly reports: ReportStore
  readonly audit: AuditStore
  readonly intake: IntakeStore
  readonly outbox: OutboxStore
  readonly search: SearchStore
  readonly register: RegisterStore
}

export interface NewDocument {
  document_id: string
  collection_id: string
  source: Source
  /** SHA-256 of the text, hex. */
  source_hash: string
  /**
   * The id that earlier versions made for it. Where there is no document of its id, one of this id with the same text in
   * the same collection is this document.
   */
  former_id?: string
}

/** The document of this id is another one, and is left as it is. */
export interface SubmitRefusal {
  refused: 'document.other_collection' | 'document.other_machine' | 'document.other_profile'
  /** The collection, machine or profile whose document it is. */
  holder: string
}

/**
 * `unchanged`: the same id with the same text is there already. `revised`: it had another text and starts again; what it
 * was is kept as a revision.
 */
export type SubmitOutcome = 'created' | 'unchanged' | 'revised' | SubmitRefusal

export interface SubmitOptions {
  /** Documents of other collections and machines are revised too; those of other profiles never. @default false */
  replace?: boolean | undefined
  /** The span that submits them, in W3C form: kept with those that are created or revised. @default none */
  traceparent?: string | null | undefined
}

export interface JobStore {
  /** Creates the job, or changes nothing when its id exists. */
  create(job: JobRecord): Promise<void>
  get(tenantId: string, jobId: string): Promise<JobRecord | null>
  /** Newest first. */
  list(tenantId: string, page: PageRequest): Promise<PageOf<JobRecord>>
  /**
   * Adds documents in their order (positions go on counting over calls); one outcome per document, and those that are
   * refused do not belong to the job. Rejects with `job.not_found`, with `job.invalid_state` when the job is sealed or
   * cancelled, and with `input.invalid_document` for ids that are empty or hold NUL or lone surrogates; texts and values
   * may hold anything.
   */
  submit(
    job: JobRecord,
    documents: readonly NewDocument[],
    options?: SubmitOptions,
  ): Promise<SubmitOutcome[]>
  /** Takes away a job that no document belongs to, while only its maker knows of it. False when it has documents. */
  discard(tenantId: string, jobId: string): Promise<boolean>
  /** No more documents will be added; `more` is added to the job's options. */
  seal(tenantId: string, jobId: string, more?: Record<string, unknown>): Promise<void>
  /**
   * Queued documents of the job become `cancelled`; those being processed finish, and those it only shares with the job
   * that submitted them first stay. Returns how many were cancelled. A job that has ended is left as it is: rejects with
   * `job.invalid_state`, or returns 0 when it was cancelled before.
   */
  cancel(tenantId: string, jobId: string): Promise<number>
  counts(tenantId: string, jobId: string): Promise<JobCounts>
}

export interface ClaimRef {
  tenant_id: string
  document_id: string
  token: string
}

export interface Claim {
  ref: ClaimRef
  /** The document as claimed: `processing`, with this claim's lease, `attempts` already counted. */
  document: DocumentRecord
  /** Marks that runs under earlier claims left behind: they may have cost money, and their answers may be lost. */
  lost: StepRun[]
}

/** The end of a document's work. `review` is null where it was auto-approved. */
export interface Completion {
  /** Version of the profile's schema that `enriched_data` follows. */
  schema_version: string
  enriched_data: Tree
  provenance: ProvenanceMap
  rivals: FieldValue[]
  quality_metrics: QualityMetrics
  agents: Record<string, AgentOutcome>
  review_status: 'not_required' | 'pending'
  review_reasons: string[]
  review: ReviewRecord | null
  audit: NewAuditEvent[]
}

export interface WorkStore {
  /**
   * Takes a document that is queued, and due or sent: whoever sent it has found it due. Null when somebody else has it,
   * also when their lease has run out: `expireLeases` ends it.
   */
  claim(tenantId: string, documentId: string, owner: string, leaseMs: number): Promise<Claim | null>
  /** Prolongs the lease. */
  renew(ref: ClaimRef, leaseMs: number): Promise<void>
  /** Stored answers by key; keys without one are left out. */
  answers(tenantId: string, keys: readonly string[]): Promise<Map<string, StoredAnswer>>
  /**
   * Marks that agents are about to run that may call models, and reserves their bounds, for each run under all of its
   * limits or under none. Answers with the ids of the runs the budget does not allow: those have no mark.
   */
  beginRuns(ref: ClaimRef, runs: readonly StepRun[]): Promise<string[]>
  /**
   * Keeps an answer with its ledger rows, and ends the mark of its run: what was reserved is free again, the rows count
   * as spent under its limits. A key that is there already keeps its answer. True where this one was kept: somebody has
   * asked the same meanwhile where it was not.
   */
  putAnswer(
    ref: ClaimRef,
    answer: StoredAnswer,
    costs: readonly CostRecord[],
    runId: string,
  ): Promise<boolean>
  /** The same for a run that ended without an answer: its calls may have cost money. */
  endRun(ref: ClaimRef, runId: string, costs: readonly CostRecord[]): Promise<void>
  commit(ref: ClaimRef, completion: Completion): Promise<void>
  /** Back to `queued`, due at `nextAt`. Being put off until there is money again does not count as an attempt. */
  retryLater(
    ref: ClaimRef,
    error: RecordedError,
    nextAt: Date,
    attempt: 'counted' | 'uncounted',
  ): Promise<void>
  /**
   * The document has failed: `task` asks a person what is to become of it, in the place of every other open task of it.
   * One of the same id is asked anew.
   */
  fail(
    ref: ClaimRef,
    error: RecordedError,
    agents: Record<string, AgentOutcome>,
    task: ReviewRecord | null,
  ): Promise<void>
  /** Gives an unfinished document back, due at once; the attempt does not count. */
  release(ref: ClaimRef): Promise<void>
}

export interface DispatchItem {
  tenant_id: string
  document_id: string
  priority: Priority
  attempt: number
  /** It has been claimed before, since it was submitted or sent round again. */
  begun: boolean
  /** Null: its submission was not traced. */
  traceparent: string | null
}

/** Whoever sees the same lease again after the time of a lease knows that nobody renews it, whatever any clock says. */
export interface HeldLease {
  tenant_id: string
  document_id: string
  token: string
  until: string
}

/** The latest times at which documents can become due. */
export interface LatestDue {
  now: Date
  retries: Date
  periods: Date
}

export interface DispatchStore {
  /**
   * Due documents nobody was told of, high before normal before low priority; within each those that were begun before
   * the others, and the longest waiting first. Of all priorities when none are named.
   */
  pending(limit: number, priorities?: readonly Priority[]): Promise<DispatchItem[]>
  /** How many documents the bus was told of and nobody has claimed yet. */
  told(): Promise<Record<Priority, number>>
  /** Call after the bus has confirmed them. `by` is the process whose memory holds the message. */
  markSent(items: readonly DispatchItem[], by: string): Promise<void>
  /** Leases of all documents in work, those that end first before the others. */
  leases(limit: number): Promise<HeldLease[]>
  /**
   * Ends those of these leases that still stand as they were read: their documents go back to `queued`, to be
   * dispatched. Returns how many.
   */
  expireLeases(leases: readonly HeldLease[]): Promise<number>
  /**
   * Documents sent outside of this time that nobody has claimed are dispatched again: before it because their message
   * was lost, after it because a clock went back. Returns how many.
   */
  redispatch(sent: { notBefore: Date; notAfter: Date }, limit: number): Promise<number>
  /**
   * Makes due what waits longer than anything can wait, as a clock that went back leaves it: documents without an error
   * after `now`, those put off for an error after `retries`, those that wait for money after `periods`. Returns how many.
   */
  pullIn(latest: LatestDue, limit: number): Promise<number>
  /** Owners of leases and of sent messages (`by`), to find those that are dead. */
  owners(): Promise<string[]>
  /** Ends all leases of an owner at once and, with `messages`, dispatches again what only its memory held. */
  takeBack(owner: string, options: { messages: boolean }): Promise<number>
  /** Documents waiting and in work over all tenants, and when the longest waiting became due. */
  backlog(): Promise<{ queued: number; processing: number; oldest: string | null }>
  /** Tenants that have documents, by name; at most this many. */
  tenants(limit: number): Promise<string[]>
  /** A named lease for what only one process may do. True when `owner` has it now. */
  lead(name: string, owner: string, leaseMs: number): Promise<boolean>
  /** Gives the named lease back. */
  resign(name: string, owner: string): Promise<void>
}

export interface LedgerStore {
  /** In the order they were written; day by day without a job or a document. */
  list(tenantId: string, filter: CostFilter, page: PageRequest): Promise<PageOf<CostRecord>>
  /** Sums by these fields, in the order of their values, null first; one row, or none, where there are no fields. */
  sums(tenantId: string, filter: CostFilter, by: readonly CostField[]): Promise<CostSums[]>
  /** Reserved and spent under these keys; those nothing was ever reserved under are left out. */
  budgets(tenantId: string, keys: readonly string[]): Promise<BudgetState[]>
}

export interface ReviewStore {
  get(tenantId: string, reviewId: string): Promise<ReviewRecord | null>
  /** Oldest first. */
  list(
    tenantId: string,
    filter: { status?: ReviewRecord['status'] | undefined; jobId?: string | undefined },
    page: PageRequest,
  ): Promise<PageOf<ReviewRecord>>
  counts(
    tenantId: string,
    filter: { jobId?: string | undefined },
  ): Promise<Record<ReviewRecord['status'], number>>
  /** Open tasks of a job by reason; a task counts once under each of its reasons. */
  reasons(tenantId: string, jobId: string): Promise<Record<string, number>>
}
