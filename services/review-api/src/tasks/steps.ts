import {
  applyDecisions,
  approveTask,
  changedTask,
  changeEvent,
  CollectionSettings,
  ColophonError,
  correctionsOf,
  humanActor,
  isoOf,
  recordCommit,
  recordOf,
  rejectTask,
  taskEvent,
  taskState,
  type ChangeBy,
  type FieldDecision,
  type RejectBody,
  type ReviewCommit,
  type ReviewRecord,
  type ReviewStatus,
} from '@colophon/domain'
import type { z } from 'zod'
import { drawOf } from '../draw.ts'
import type { TaskDeps, TaskSubject } from './subject.ts'

/** What a decision makes of a task and its document, under the name by which it can be undone. Throws where it cannot be made. */
export type Step = (subject: TaskSubject, changeId: string) => ReviewCommit | Promise<ReviewCommit>

function assertRecord({ document }: TaskSubject): void {
  if (document.enriched_data !== null) return
  throw new ColophonError(
    'review.conflict',
    `The document ${document.document_id} has no record: retry it, or reject it`,
  )
}

interface StateChange {
  action: string
  task: ReviewRecord
  reviewStatus: ReviewStatus
  why: string | null
}

/** The commit of a decision on a document as a whole: its record stays as it is. */
export function stateCommit(
  { task, document, who, nowMs }: TaskSubject,
  { action, task: after, reviewStatus, why }: StateChange,
  changeId: string | null,
): ReviewCommit {
  const by: ChangeBy = { sub: who.sub, nowMs, changeId }
  const { enriched_data, provenance, rivals, quality_metrics } = document
  const open = [...new Set(after.flagged_fields.map(({ path }) => path))]
  const event = {
    ...{ action, path: null, why },
    from: taskState(task, document.review_status),
    to: { ...taskState(after, reviewStatus), open },
  }
  return {
    tenant_id: document.tenant_id,
    document_id: document.document_id,
    revision: document.revision,
    document: {
      ...{ enriched_data, provenance, rivals, quality_metrics },
      review_status: reviewStatus,
    },
    task: after,
    audit: [changeEvent(document, by, event)],
    outbox: [],
  }
}

async function settingsOf(store: TaskDeps['store'], { tenant_id, collection_id }: ReviewRecord) {
  const record = await store.desk.settings(tenant_id, collection_id)
  return record?.settings ?? CollectionSettings.parse({})
}

/** Decides on fields: all of the decisions or none. */
export const fieldsStep =
  (decisions: readonly FieldDecision[]): Step =>
  (subject, changeId) => {
    const { task, document, profile, who, nowMs } = subject
    assertRecord(subject)
    const { record, changes } = applyDecisions(recordOf(document), decisions, {
      ...{ profile, source: document.source },
      ...{ actor: humanActor(who.sub), at: isoOf(nowMs) },
    })
    const audit = changes.map(({ path, action, from, to, why }) =>
      changeEvent(
        document,
        { sub: who.sub, nowMs, changeId },
        { path, action: `field.${action}`, from, to, why },
      ),
    )
    const corrections = correctionsOf(task, record, changes)
    const after = changedTask(task, nowMs, { corrections })
    const change = { record, reviewStatus: 'in_progress', task: after, audit } as const
    return recordCommit(profile, document, change, nowMs)
  }

/** Finds the record right; its values stay what they were. */
export const approveStep =
  (store: TaskDeps['store'], note: string | undefined): Step =>
  async (subject, changeId) => {
    const { task, document, who, nowMs } = subject
    assertRecord(subject)
    const { task: after, isLast } = approveTask(task, who, {
      settings: await settingsOf(store, task),
      provenance: document.provenance,
      revision: document.revision + 1,
      chance: drawOf('second_review', task),
      ...{ note, nowMs },
    })
    const commit = stateCommit(
      subject,
      {
        action: isLast ? 'task.approved' : 'task.approved_once',
        task: after,
        reviewStatus: isLast ? 'approved' : 'in_progress',
        why: note ?? null,
      },
      changeId,
    )
    const told = { revision: document.revision + 1 }
    const event = taskEvent('task.approved', after, told, isoOf(nowMs))
    return isLast ? { ...commit, outbox: [event] } : commit
  }

type Rejection = Pick<z.output<typeof RejectBody>, 'reason' | 'hints' | 'requeue'>

/** Finds that the record cannot be used. */
export const rejectStep =
  ({ reason, hints, requeue }: Rejection): Step =>
  (subject, changeId) => {
    const { task, document, who, nowMs } = subject
    const after = rejectTask(task, who, { reason, hints, nowMs })
    const change = { action: 'task.rejected', task: after, reviewStatus: 'rejected' } as const
    const commit = stateCommit(subject, { ...change, why: after.notes }, changeId)
    const told = { revision: document.revision + 1 }
    return {
      ...commit,
      document: { ...commit.document, requeue, ...(requeue && { hints }) },
      outbox: [taskEvent('task.rejected', after, told, isoOf(nowMs))],
    }
  }
