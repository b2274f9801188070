import {
  fieldViews,
  History,
  isWithin,
  recordOf,
  TaskView,
  whyReviewed,
  type AuditEvent,
  type Decided,
  type Profile,
  type DocumentRecord,
  type PageOf,
  type ReviewComment,
  type ReviewRecord,
} from '@colophon/domain'
import type { Principal } from '@colophon/runtime/auth'
import { localPrincipal, operation, PageQuery, Reply } from '@colophon/runtime/http'
import { z } from 'zod'
import { etagOf } from '../if-match.ts'
import { requireTask } from '../require-task.ts'
import { shownDocument, shownEvent, shownTask } from '../shown-task.ts'
import { ownLease } from './leases.ts'
import { subjectOf, type TaskDeps } from './subject.ts'

const params = z.object({ id: z.string() })
const commentOf = ({ tenant_id: _, ...comment }: ReviewComment) => comment

export interface Shown {
  task: ReviewRecord
  document: DocumentRecord
  profile: Profile
}

/** What a decision led to, as an answer that names the revision to go on from. */
export function decidedReply(
  { task, document, profile }: Shown,
  principal: Principal = localPrincipal(),
  undo: string,
): Reply {
  const answer: Decided = {
    task: shownTask(task, principal),
    document: shownDocument(document, task, principal),
    fields: fieldViews(profile, recordOf(document), task.flagged_fields),
    undo,
  }
  return new Reply(answer, { headers: { etag: etagOf(document.revision) } })
}

export const HistoryQuery = PageQuery.extend({
  path: z.string().max(400).optional().describe('Only what was done to this field'),
})

/** A page of the history of a document, as this person may see it. */
export function shownHistory(
  { items, cursor }: PageOf<AuditEvent>,
  path: string | undefined,
  of: { document_id: string; task: ReviewRecord | null; principal: Principal | undefined },
): History {
  const { document_id, task, principal = localPrincipal() } = of
  const events = path === undefined ? items : items.filter((event) => concerns(event, path))
  const history = events.map((event) => shownEvent(event, task, principal))
  return { document_id, history, next_cursor: cursor }
}

/** A task as its reviewer needs it, and what was done to its document. */
export function viewRoutes(deps: TaskDeps) {
  const { store, work } = deps

  const get = operation({
    summary: 'One task with its document, fields, comments, and why it is here',
    description: 'The `etag` names the revision of the document: decisions send it as `if-match`.',
    params,
    response: TaskView,
    errors: { 404: 'review.not_found' },
    async handle({ principal = localPrincipal(), ...asked }) {
      const { task, document, profile } = await subjectOf(deps, { ...asked, principal })
      const comments = await work.comments(task)
      const error = document.error ?? undefined
      const view: TaskView = {
        task: shownTask(task, principal, error),
        document: shownDocument(document, task, principal),
        fields: fieldViews(profile, recordOf(document), task.flagged_fields),
        why: whyReviewed(profile, task, document),
        lease: ownLease(task, principal.sub),
        comments: comments.map(commentOf),
      }
      return new Reply(view, { headers: { etag: etagOf(document.revision) } })
    },
  })

  const history = operation({
    summary: 'Everything that was done to the document of a task, oldest first',
    params,
    query: HistoryQuery,
    orderedBy: ['path'],
    response: History,
    errors: { 404: 'review.not_found' },
    async handle({ tenant, params: { id }, query: { path, ...page }, principal }) {
      const task = await requireTask(store, tenant, id)
      const of = { document_id: task.document_id, task, principal }
      return shownHistory(await work.history(task, page), path, of)
    },
  })

  return { get, history }
}

/** What was done to a field, to a part of it, or to what it is a part of. */
const concerns = ({ path }: AuditEvent, field: string): boolean =>
  path !== null && (isWithin(path, field) || isWithin(field, path))
