import {
  ColophonError,
  CommentBody,
  CommentPatch,
  CommentView,
  evidenceOf,
  requireProfile,
  schemaAt,
  type Clock,
  type DocumentRecord,
  type NewAuditEvent,
  type Profile,
  type ReviewComment,
  type ReviewRecord,
  type Store,
} from '@colophon/domain'
import { newId } from '@colophon/runtime'
import { localPrincipal, operation, projection, Reply } from '@colophon/runtime/http'
import { z } from 'zod'
import type { TaskWork } from './task-work.ts'
import { requireTask } from './require-task.ts'

const commentOf = projection(CommentView)
const Params = z.object({ id: z.string() })

interface CommentDeps {
  store: Pick<Store, 'reviews'>
  work: TaskWork
  profiles: readonly Profile[]
  clock: Clock
}

/** How often a comment is tried again where others change the same task all the time. */
const TRIES = 5

/** Puts a comment, with its event, on the document of a task as that is by then. */
const putter =
  ({ store, work }: CommentDeps) =>
  async (
    task: ReviewRecord,
    comment: ReviewComment,
    said: Pick<NewAuditEvent, 'actor' | 'action' | 'at'>,
  ): Promise<CommentView> => {
    for (let tries = 0, at = task; tries < TRIES; tries++) {
      const { revision } = await work.document(at)
      const isPut = await work.putComment(at, comment, [eventOf(comment, { ...said, revision })])
      if (isPut) return commentOf(comment)
      at = await requireTask(store, task.tenant_id, task.review_id)
    }
    throw new ColophonError('review.conflict', `Task ${task.review_id} changes all the time`)
  }

export function commentRoutes(deps: CommentDeps) {
  const { store, work, profiles, clock } = deps
  const now = (): string => new Date(clock.now()).toISOString()
  const put = putter(deps)

  const list = operation({
    summary: 'Comments on the document of a task, oldest first',
    params: Params,
    response: z.object({ comments: z.array(CommentView) }),
    errors: { 404: 'review.not_found' },
    async handle({ tenant, params }) {
      const comments = await work.comments(await requireTask(store, tenant, params.id))
      return { comments: comments.map(commentOf) }
    },
  })

  const add = operation({
    summary:
      'Comments on the document of a task, a field of it or a stretch of its text, or answers a comment',
    params: Params,
    body: CommentBody,
    response: CommentView,
    status: 201,
    errors: { 404: 'review.not_found', 422: 'review.invalid_path' },
    async handle({ tenant, params, body, principal = localPrincipal() }) {
      const task = await requireTask(store, tenant, params.id)
      assertAnchored(body, await work.document(task), profiles)
      if (body.answers !== null) findComment(await work.comments(task), body.answers)
      const comment: ReviewComment = {
        tenant_id: tenant,
        comment_id: newId('com'),
        document_id: task.document_id,
        ...body,
        by: principal.sub,
        at: now(),
        resolved_by: null,
        resolved_at: null,
      }
      const said = { actor: `human:${principal.sub}`, action: 'commented', at: comment.at }
      return new Reply(await put(task, comment, said), { status: 201 })
    },
  })

  const settle = operation({
    summary: 'Resolves a comment, or opens it again',
    params: z.object({ id: z.string(), comment: z.string() }),
    body: CommentPatch,
    response: CommentView,
    errors: { 404: 'review.comment_not_found' },
    async handle({ tenant, params, body, principal = localPrincipal() }) {
      const task = await requireTask(store, tenant, params.id)
      const before = findComment(await work.comments(task), params.comment)
      if ((before.resolved_at !== null) === body.resolved) return commentOf(before)
      const settled = body.resolved
        ? { resolved_by: principal.sub, resolved_at: now() }
        : { resolved_by: null, resolved_at: null }
      const comment = { ...before, ...settled }
      const action = body.resolved ? 'comment_resolved' : 'comment_reopened'
      return await put(task, comment, { actor: `human:${principal.sub}`, action, at: now() })
    },
  })

  return { list, add, settle }
}

function findComment(comments: readonly ReviewComment[], id: string): ReviewComment {
  const found = comments.find(({ comment_id }) => comment_id === id)
  if (found !== undefined) return found
  throw new ColophonError('review.comment_not_found', `The document has no comment ${id}`)
}

/** Throws `review.invalid_path` or `review.invalid_evidence` where there is nothing to comment on. */
function assertAnchored(
  { path, span }: Pick<ReviewComment, 'path' | 'span'>,
  { profile, source }: DocumentRecord,
  profiles: readonly Profile[],
): void {
  if (path !== null) schemaAt(requireProfile(profile, profiles), path)
  if (span !== null) evidenceOf(source, span)
}

/** The words of a comment stand in the comment alone: they may be changed by nobody, and are no part of the record. */
const eventOf = (
  { tenant_id, document_id, comment_id, path }: ReviewComment,
  said: Pick<NewAuditEvent, 'actor' | 'action' | 'revision' | 'at'>,
): NewAuditEvent => ({
  tenant_id,
  document_id,
  path,
  from: null,
  to: comment_id,
  why: null,
  change_id: null,
  ...said,
})
