import { z } from 'zod'
import { FieldValue, Provenance } from '../record/provenance.ts'
import { TenantId } from '../record/tenant.ts'
import { Priority } from '../work/priority.ts'
import { AuditEvent } from './audit.ts'
import { ReviewComment } from './comment.ts'
import { FlaggedField, QualityMetrics, ReviewStatus } from './review.ts'

export const TaskStatus = z.enum(['pending', 'in_progress', 'approved', 'rejected', 'superseded'])
export type TaskStatus = z.infer<typeof TaskStatus>
/** The reason of a task whose document has failed. */
export const FAILED_REASON = 'document_failed'

export const OPEN_TASKS = ['pending', 'in_progress'] as const satisfies readonly TaskStatus[]
export const isOpenTask = ({ status }: { status: TaskStatus }): boolean =>
  (OPEN_TASKS as readonly TaskStatus[]).includes(status)

/** The first approval of a document that two persons look at, or the last. */
export const Approval = z.object({ by: z.string(), at: z.string(), revision: z.int() })
export type Approval = z.infer<typeof Approval>

/** "Not to me today." */
export const Skip = z.object({ reviewer: z.string(), until: z.string() })
export type Skip = z.infer<typeof Skip>

/** What a reviewer reads of a task that was drawn, and of a share of all others, so that nobody can tell them. */
export const NEUTRAL_REASON = 'review_requested'

/** Whether a task tells no more than that somebody is to look at it. */
export const isNeutral = ({ reasons }: { reasons: readonly string[] }): boolean =>
  reasons.length === 1 && reasons[0] === NEUTRAL_REASON

/** A task that says no more of its document than that. */
export const NEUTRAL = {
  reasons: [NEUTRAL_REASON],
  flagged_fields: [],
  gain: 0,
  completeness: 1,
} as const satisfies Partial<ReviewRecord>

/** The copy of a record that a known answer is worked on: all that decisions change, and what was done to it. */
export const Shadow = z.object({
  revision: z.int().min(1),
  enriched_data: z.record(z.string(), z.unknown()),
  provenance: z.record(z.string(), Provenance),
  rivals: z.array(FieldValue),
  quality_metrics: QualityMetrics.nullable(),
  review_status: ReviewStatus.nullable(),
  history: z.array(AuditEvent),
  comments: z.array(ReviewComment),
})
export type Shadow = z.infer<typeof Shadow>

/**
 * Why a task was drawn rather than routed: known to leads only, and only once it is decided. A known answer is a
 * record that was approved, with one value altered; the person works on `shadow`, never on the record.
 */
export const Drawn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('audit_sample') }),
  z.object({
    kind: z.literal('seeded'),
    path: z.string(),
    altered: z.unknown(),
    truth: z.unknown(),
    shadow: Shadow,
    outcome: z.enum(['open', 'caught', 'missed']),
  }),
])
export type Drawn = z.infer<typeof Drawn>

/** A document that waits for a person, or did. `review_queue` in the store. */
export const ReviewRecord = z.object({
  tenant_id: TenantId,
  review_id: z.string(),
  document_id: z.string(),
  enrichment_job_id: z.string(),
  collection_id: z.string(),
  profile: z.string(),
  /** Of the document, when the task was made. */
  document_revision: z.int().min(1),
  /** Counts the changes of the task itself: who changes it names the one they read. */
  version: z.int().min(1),
  priority: Priority,
  /** What tells the document from others in a list, such as who wrote to whom. */
  title: z.string(),
  reasons: z.array(z.string()),
  flagged_fields: z.array(FlaggedField),
  completeness: z.number().min(0).max(1),
  /** How likely something in it is wrong, 0–1. */
  risk: z.number().min(0).max(1),
  /** How many values a decision would settle. */
  gain: z.int().min(0),
  /** Place in the mixed order, in milliseconds since the epoch: when it was made, moved forward by risk, gain, priority and chance, by days at most. */
  turn: z.number(),
  status: TaskStatus,
  /** Who is to do it, when somebody said so. */
  assigned_to: z.string().nullable(),
  /** Who works on it now, until when unless prolonged. All three or none. */
  lease_id: z.string().nullable(),
  lease_owner: z.string().nullable(),
  lease_until: z.string().nullable(),
  skips: z.array(Skip),
  /** Who may not be handed it: under second review, who approved first. */
  barred: z.array(z.string()),
  approvals: z.array(Approval),
  drawn: Drawn.nullable(),
  open_comments: z.int().min(0),
  decision: z.string().nullable(),
  decided_by: z.string().nullable(),
  decided_at: z.string().nullable(),
  /** Time under lease until it was decided, in seconds. */
  seconds: z.number().min(0),
  /** Values of paths that a person changed: what they are now. */
  corrections: z.record(z.string(), z.unknown()),
  /** The reason of a rejection, and hints for the next run. */
  notes: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type ReviewRecord = z.infer<typeof ReviewRecord>

/** What every new task begins with. */
export const UNTOUCHED = {
  version: 1,
  status: 'pending',
  assigned_to: null,
  lease_id: null,
  lease_owner: null,
  lease_until: null,
  skips: [],
  barred: [],
  approvals: [],
  drawn: null,
  open_comments: 0,
  decision: null,
  decided_by: null,
  decided_at: null,
  seconds: 0,
  corrections: {},
  notes: null,
} as const satisfies Partial<ReviewRecord>

/** No lease of a task is longer: one that ends later was written by a clock that has gone back since. */
export const LONGEST_LEASE_MS = 60 * 60_000

/** Whether somebody works on the task: their lease has not run out. */
export function isHeld({ lease_until }: Pick<ReviewRecord, 'lease_until'>, nowMs: number): boolean {
  if (lease_until === null) return false
  const left = Date.parse(lease_until) - nowMs
  return left > 0 && left <= LONGEST_LEASE_MS
}

/** The task as everybody sees it: a lease that has run out is none, and what was begun under it waits again. */
export function asOf(task: ReviewRecord, nowMs: number): ReviewRecord {
  if (task.lease_id === null || isHeld(task, nowMs)) return task
  const status = task.status === 'in_progress' ? 'pending' : task.status
  return { ...task, status, lease_id: null, lease_owner: null, lease_until: null }
}
