import {
  HistoryEvent,
  isNeutral,
  isOpenTask,
  NEUTRAL_REASON,
  ReviewedDocument,
  ReviewTask,
  type AuditEvent,
  type DocumentRecord,
  type ReviewRecord,
  type Store,
} from '@colophon/domain'
import type { Principal } from '@colophon/runtime/auth'
import { projection } from '@colophon/runtime/http'

const projected = projection(ReviewTask.omit({ drawn: true, error: true }))

export const isLead = ({ roles }: Pick<Principal, 'roles'>): boolean => roles.includes('lead')

/** A task as this person may see it: whether it was drawn is for leads, and for them once it is decided. */
export function shownTask(
  task: ReviewRecord,
  to: Pick<Principal, 'roles'>,
  error?: DocumentRecord['error'],
): ReviewTask {
  return {
    ...projected(task),
    ...(error !== undefined && { error }),
    ...(isLead(to) && !isOpenTask(task) && { drawn: task.drawn?.kind ?? null }),
  }
}

const reviewed = projection(ReviewedDocument)

/**
 * Whether this person may not see what routing found. It says whether the task was drawn: where the task does not tell,
 * that is for leads, and for them once it is decided.
 */
const isBlind = (task: ReviewRecord | null, to: Pick<Principal, 'roles'>): task is ReviewRecord =>
  task !== null && isNeutral(task) && (!isLead(to) || isOpenTask(task))

const eventOf = projection(HistoryEvent)

/** An event of a document as this person may see it; `task` is its task, where it has one. */
export function shownEvent(
  event: AuditEvent,
  task: ReviewRecord | null,
  to: Pick<Principal, 'roles'>,
): HistoryEvent {
  const shown = eventOf(event)
  const tells = event.action === 'sent_to_review' && isBlind(task, to)
  return tells ? { ...shown, why: NEUTRAL_REASON } : shown
}

/** A document as this person may see it; `task` is its task, where it has one. */
export function shownDocument(
  document: DocumentRecord,
  task: ReviewRecord | null,
  to: Pick<Principal, 'roles'>,
): ReviewedDocument {
  const shown = reviewed(document)
  if (!isBlind(task, to)) return shown
  return { ...shown, review_reasons: [...task.reasons], quality_metrics: null, agents: {} }
}

const FAILED = 'document_failed'

/** The same of many; those of documents that failed with their error. */
export const shownTasks = (
  store: Pick<Store, 'documents'>,
  tasks: readonly ReviewRecord[],
  to: Pick<Principal, 'roles'>,
): Promise<ReviewTask[]> =>
  Promise.all(
    tasks.map(async (task) => {
      if (!task.reasons.includes(FAILED)) return shownTask(task, to)
      const document = await store.documents.get(task.tenant_id, task.document_id)
      return shownTask(task, to, document?.error)
    }),
  )
