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
    query: PageQuery.extend({
      path: z.string().max(400).optional().describe('Only what was done to this field'),
    }),
    orderedBy: ['path'],
    response: History,
    errors: { 404: 'review.not_found' },
    async handle({ tenant, params: { id }, query: { path, ...page }, principal }) {
      const task = await requireTask(store, tenant, id)
      const { items, cursor } = await work.history(task, page)
      const events = path === undefined ? items : items.filter((event) => concerns(event, path))
      const to = principal ?? localPrincipal()
      const shown = events.map((event) => shownEvent(event, task, to))
      return { document_id: task.document_id, history: shown, next_cursor: cursor }
    },
  })

  return { get, history }
}

/** What was done to a field, to a part of it, or to what it is a part of. */
const concerns = ({ path }: AuditEvent, field: string): boolean =>
  path !== null && (isWithin(path, field) || isWithin(field, path))
