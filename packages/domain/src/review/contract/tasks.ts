import { z } from 'zod'
import { DocumentRecord } from '../../record/document.ts'
import { AuditEvent } from '../audit.ts'
import { ReviewComment } from '../comment.ts'
import { FieldDecision, FieldStanding, Remark } from '../decisions.ts'
import { ReviewRecord, TaskStatus } from '../task.ts'

/**
 * What the review API says and takes, as pages and other clients see it: the API checks what comes in with these very
 * schemas, its reference is made of them, and the desk has its types from them.
 */

const Count = z.int().min(0)
const Cursor = z.string().nullable()

/** A task without what only the store or a lead may know. */
export const ReviewTask = ReviewRecord.omit({
  tenant_id: true,
  lease_id: true,
  skips: true,
  barred: true,
  drawn: true,
  turn: true,
}).extend({
  /** Of a document that failed: why. */
  error: DocumentRecord.shape.error.optional(),
  /** For leads, once it is decided: why it was drawn. */
  drawn: z.enum(['audit_sample', 'seeded']).nullable().optional(),
})
export type ReviewTask = z.infer<typeof ReviewTask>

export const ReviewQueue = z.object({
  tasks: z.array(ReviewTask),
  total: Count.describe('Tasks that fit the filter, over all pages'),
  next_cursor: Cursor,
})
export type ReviewQueue = z.infer<typeof ReviewQueue>

export const QueueState = z.object({
  statuses: z.record(TaskStatus, Count),
  reasons: z.record(z.string(), Count).describe('Open tasks, once under each of their reasons'),
  oldest: z.string().nullable(),
})
export type QueueState = z.infer<typeof QueueState>

/** The hold on a task. Whoever has it sends its id with what they decide. */
export const ReviewLease = z.object({ lease_id: z.string(), until: z.string() })
export type ReviewLease = z.infer<typeof ReviewLease>

/** One field as a desk draws it. */
export const FieldForm = z.object({
  path: z.string(),
  label: z.string().describe('Words of its path, for people'),
  section: z.string(),
  required: z.boolean(),
  /** False where the submitter gives it: it can be corrected all the same. */
  extracted: z.boolean(),
  /** It says which record this is: nobody changes it. */
  fixed: z.boolean(),
  /** Long text: shown where it stands in the source rather than in a line. */
  bulk: z.boolean(),
})
export type FieldForm = z.infer<typeof FieldForm>

/** A kind of record, as far as a desk has to know it. */
export const ProfileForm = z.object({
  name: z.string(),
  unit: z.object({ one: z.string(), many: z.string() }),
  schema_version: z.string(),
  /** JSON Schema of a record. */
  schema: z.record(z.string(), z.unknown()),
  fields: z.array(FieldForm),
  columns: z.array(z.object({ name: z.string(), path: z.string(), part: z.string().optional() })),
  checks: z.array(z.object({ name: z.string(), description: z.string(), blocking: z.boolean() })),
  confidence: z.number().describe('Below this a value goes to a person'),
})
export type ProfileForm = z.infer<typeof ProfileForm>

/** How a field stands: what is shown beside its value. */
export const FieldView = z.object({
  path: z.string(),
  standing: FieldStanding,
  /** Why a person is asked, in the words of the routing (`missing`, `low_confidence`, `check_failed:…`); empty when nobody is. */
  issues: z.array(z.string()),
})
export type FieldView = z.infer<typeof FieldView>

/** A document as a reviewer sees it: the text, every value with its evidence, and what speaks against it. */
export const ReviewedDocument = DocumentRecord.pick({
  document_id: true,
  enrichment_job_id: true,
  collection_id: true,
  profile: true,
  schema_version: true,
  source: true,
  status: true,
  enriched_data: true,
  provenance: true,
  rivals: true,
  quality_metrics: true,
  agents: true,
  review_status: true,
  review_reasons: true,
  revision: true,
  error: true,
})
export type ReviewedDocument = z.infer<typeof ReviewedDocument>

export const TaskView = z.object({
  task: ReviewTask,
  document: ReviewedDocument,
  /** All fields of the profile, in its order, and items of lists that somebody decided or that are flagged. */
  fields: z.array(FieldView),
  /** Why it came to a person, one sentence each. */
  why: z.array(z.string()),
  /** The caller's own lease, when they hold the task. */
  lease: ReviewLease.nullable(),
  comments: z.array(ReviewComment.omit({ tenant_id: true })),
})
export type TaskView = z.infer<typeof TaskView>

export const TakenTask = z.object({ task: ReviewTask.nullable(), lease: ReviewLease.nullable() })
export type TakenTask = z.infer<typeof TakenTask>

export const FieldsPatch = z.object({
  lease_id: z.string(),
  decisions: z.array(FieldDecision).min(1).max(200),
})
export type FieldsPatch = z.infer<typeof FieldsPatch>

/** What a decision led to. `undo` takes it back while nobody has changed the same since. */
export const Decided = z.object({
  task: ReviewTask,
  document: ReviewedDocument,
  fields: z.array(FieldView),
  undo: z.string(),
})
export type Decided = z.infer<typeof Decided>

/** Answer with status 409, beside those of every problem: the other side of the conflict. */
export const ReviewConflict = z.object({
  code: z.string(),
  detail: z.string(),
  /** The document as it stands now, and what was done since the revision that was named. */
  theirs: z.object({
    revision: z.int(),
    changes: z.array(AuditEvent.omit({ tenant_id: true })),
  }),
  /** The decisions that were sent, so that nothing is lost. */
  yours: z.array(FieldDecision),
})
export type ReviewConflict = z.infer<typeof ReviewConflict>

/** Who somebody is, as tokens and sessions name them. The pattern says in the reference what `IdText` says in words. */
export const PersonId = z
  .string()
  // eslint-disable-next-line no-control-regex -- to refuse them
  .regex(/^[^\u0000-\u001f\u007f-\u009f]{1,200}$/, { error: 'must not contain control characters' })
  .refine((id) => id.isWellFormed(), { error: 'must be of whole characters' })

export const ApproveBody = z.object({
  lease_id: z.string(),
  note: z.string().max(2_000).optional(),
})
export const RejectBody = z.object({
  lease_id: z.string(),
  reason: Remark(2_000),
  requeue: z.boolean().default(false).describe('Sends the document round again'),
  hints: z.string().max(2_000).optional().describe('What the next run should know'),
})
export const AssignBody = z.object({
  to: PersonId.optional().describe('Whom. Left out: the caller, under a lease'),
  take_over: z.boolean().default(false).describe('For leads: also when somebody else holds it'),
})
export const LeaseBody = z.object({ lease_id: z.string() })
export const ReopenBody = z.object({ why: Remark(2_000) })

export const RestoreBody = z.object({
  revision: z.int().min(1).describe('The version that the record is to be again'),
  why: z.string().max(2_000).optional(),
})

export const HistoryEvent = AuditEvent.omit({ tenant_id: true, document_id: true })
export type HistoryEvent = z.infer<typeof HistoryEvent>
export const History = z.object({
  document_id: z.string(),
  history: z.array(HistoryEvent),
  next_cursor: Cursor,
})
export type History = z.infer<typeof History>

/** The record as it was after one of its events. */
export const RecordVersion = z.object({
  document_id: z.string(),
  revision: z.int(),
  at: z.string(),
  enriched_data: z.record(z.string(), z.unknown()),
  provenance: DocumentRecord.shape.provenance,
})
export type RecordVersion = z.infer<typeof RecordVersion>
