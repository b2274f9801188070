import { z } from 'zod'
import { ColophonError } from '../errors/errors.ts'
import type { ProvenanceMap } from '../record/provenance.ts'
import { isHuman } from '../record/provenance.ts'
import type { CollectionSettings } from './collection-settings.ts'
import { isChangeBy } from './human-entry.ts'
import { ReviewStatus } from './review.ts'
import { Approval, TaskStatus, type ReviewRecord } from './task.ts'
import { assertOpen, changed, FREE, isoOf, refuse, type Reviewer } from './task-change.ts'

export const SECOND_REVIEW = 'second_review'
/** What a decision on a whole document changes: put back when it is undone. */
export const TaskState = z.object({
  review_id: z.string(),
  review_status: ReviewStatus.nullable().describe('Of the document'),
  status: TaskStatus,
  reasons: z.array(z.string()),
  barred: z.array(z.string()),
  approvals: z.array(Approval),
  decision: z.string().nullable(),
  decided_by: z.string().nullable(),
  decided_at: z.string().nullable(),
  notes: z.string().nullable(),
})
export type TaskState = z.infer<typeof TaskState>

export const taskState = (
  task: ReviewRecord,
  reviewStatus: TaskState['review_status'],
): TaskState => ({
  review_id: task.review_id,
  review_status: reviewStatus,
  // Whoever had the task has not got it back when a decision is undone.
  status: task.status === 'in_progress' ? 'pending' : task.status,
  reasons: task.reasons,
  barred: task.barred,
  approvals: task.approvals,
  decision: task.decision,
  decided_by: task.decided_by,
  decided_at: task.decided_at,
  notes: task.notes,
})

/** The task with this state, held by nobody. Null when it is not what the change left: somebody went on from there. */
export function undoneTask(
  task: ReviewRecord,
  { present, left, wanted }: { present: TaskState; left: TaskState; wanted: TaskState },
  nowMs: number,
): ReviewRecord | null {
  if (JSON.stringify(present) !== JSON.stringify(left)) return null
  const { review_status: _, ...parts } = wanted
  return changed(task, nowMs, { ...parts, ...FREE })
}

export interface ApprovalSubject {
  settings: Pick<CollectionSettings, 'second_review' | 'own_corrections'>
  provenance: ProvenanceMap
  /** Of the document, after the approval. */
  revision: number
  /** Uniform in [0, 1), the same for the same document. */
  chance: number
  note?: string | undefined
  nowMs: number
}

/** Who may not look next: nobody is left to look where it is empty. */
function stillBarred(approvals: readonly Approval[], subject: ApprovalSubject): string[] {
  const { settings, provenance, chance } = subject
  const approvers = [...new Set(approvals.map(({ by }) => by))]
  if (chance < settings.second_review && approvers.length < 2) return approvers
  return settings.own_corrections === 'allowed' ? [] : unseenAuthors(provenance, approvals)
}

/** People whose changes nobody but they themselves has approved since. */
function unseenAuthors(provenance: ProvenanceMap, approvals: readonly Approval[]): string[] {
  const authors = new Set<string>()
  for (const entry of Object.values(provenance)) {
    if (!isHuman(entry) || !isChangeBy(entry, entry.source)) continue
    const author = entry.source.slice('human:'.length)
    if (!approvals.some(({ by, at }) => by !== author && at > entry.at)) authors.add(author)
  }
  return [...authors]
}

/**
 * The person finds the record right. Where the collection wants a second look, the task waits for somebody else then.
 * What is still missing or flagged may be approved too: it stays named on the task.
 */
export function approveTask(
  task: ReviewRecord,
  who: Reviewer,
  subject: ApprovalSubject,
): { task: ReviewRecord; isLast: boolean } {
  const { nowMs, revision, note } = subject
  const at = isoOf(nowMs)
  const approvals = [...task.approvals, { by: who.sub, at, revision }]
  const barred = stillBarred(approvals, subject)
  const notes = note ?? task.notes
  if (barred.length > 0) {
    const reasons = [...new Set([...task.reasons, SECOND_REVIEW])]
    const waiting = { status: 'pending', assigned_to: null } as const
    const next = changed(task, nowMs, { ...FREE, ...waiting, approvals, barred, reasons, notes })
    return { task: next, isLast: false }
  }
  const decided = { decision: 'approved', decided_by: who.sub, decided_at: at, notes }
  const next = changed(task, nowMs, { ...FREE, status: 'approved', approvals, ...decided })
  return { task: next, isLast: true }
}

/** The person finds that the record cannot be used; what the next run should know stands in the notes. */
export function rejectTask(
  task: ReviewRecord,
  who: Reviewer,
  { reason, hints, nowMs }: { reason: string; hints?: string | undefined; nowMs: number },
): ReviewRecord {
  return changed(task, nowMs, {
    ...FREE,
    status: 'rejected',
    decision: 'rejected',
    decided_by: who.sub,
    decided_at: isoOf(nowMs),
    notes: hints === undefined ? reason : `${reason}\n\n${hints}`,
  })
}

/** What was decided is open again, for anybody. Reviewers reopen what they decided themselves, leads whatever was. */
export function reopenTask(task: ReviewRecord, who: Reviewer, nowMs: number): ReviewRecord {
  if (task.status !== 'approved' && task.status !== 'rejected')
    throw refuse(
      'review.conflict',
      `The task ${task.review_id} is ${task.status}: nothing to reopen`,
    )
  if (task.decided_by !== who.sub && !who.isLead)
    throw new ColophonError('auth.forbidden', 'Reopening what others decided needs the role lead')
  return changed(task, nowMs, {
    ...{ status: 'pending', assigned_to: null, barred: [], approvals: [] },
    ...{ decision: null, decided_by: null, decided_at: null },
  })
}

/** The document starts again: its next run makes a task of its own where one is needed. */
export function supersedeTask(task: ReviewRecord, who: Reviewer, nowMs: number): ReviewRecord {
  assertOpen(task)
  return changed(task, nowMs, {
    ...FREE,
    status: 'superseded',
    decision: 'retried',
    decided_by: who.sub,
    decided_at: isoOf(nowMs),
  })
}
