import {
  ApproveBody,
  assertHolds,
  ColophonError,
  Decided,
  FieldsPatch,
  RejectBody,
  reopenTask,
  ReopenBody,
  supersedeTask,
  type ReviewCommit,
} from '@colophon/domain'
import { newId } from '@colophon/runtime'
import { operation } from '@colophon/runtime/http'
import { z } from 'zod'
import { IfMatch, revisionNamed } from '../if-match.ts'
import { approveStep, fieldsStep, rejectStep, stateCommit, type Step } from './steps.ts'
import { commitOn, type Asked, type Change, type TaskDeps, type TaskSubject } from './subject.ts'
import { decidedReply } from './view.ts'

const params = z.object({ id: z.string() })
const LARGEST_BODY = '12mb'

const errors = {
  404: 'review.not_found',
  409: 'review.revision_conflict',
  422: 'review.invalid_value',
  428: 'review.revision_missing',
}

/** Commits what a person decides, under a name by which it can be undone. */
function decider(deps: TaskDeps) {
  return async (asked: Asked, change: Change, step: Step) => {
    const undo = newId('change')
    const done = await commitOn(deps, asked, change, (subject) => step(subject, undo))
    return decidedReply({ ...done, profile: done.subject.profile }, asked.principal, undo)
  }
}
type Decide = ReturnType<typeof decider>

/** A commit that is never made: the revision is another one. */
const unchanged = (subject: TaskSubject): ReviewCommit =>
  stateCommit(
    subject,
    { action: '', task: subject.task, reviewStatus: 'in_progress', why: null },
    null,
  )

const fieldsOperation = (answer: Decide) =>
  operation({
    summary: 'Decides on fields of a document: all of the decisions or none',
    description:
      'Sent again after an answer that got lost, it is refused as what was done stands in `theirs.changes` of the ' +
      'conflict: nothing is decided twice.',
    params,
    headers: IfMatch,
    body: FieldsPatch,
    bodyLimit: LARGEST_BODY,
    response: Decided,
    errors,
    handle({ body: { lease_id, decisions }, headers, ...asked }) {
      const revision = revisionNamed(headers)
      return answer(asked, { revision, yours: decisions }, (subject, changeId) => {
        assertHolds(subject.task, subject.who, lease_id)
        // Of another revision: what it would do does not matter any more.
        return subject.document.revision === revision
          ? fieldsStep(decisions)(subject, changeId)
          : unchanged(subject)
      })
    },
  })

const approveOperation = (deps: TaskDeps, answer: Decide) =>
  operation({
    summary: 'Finds the record of a document right',
    description:
      'What is still flagged may be approved too; the answer names it. Where the collection wants a second look the ' +
      'task waits for somebody else then.',
    params,
    headers: IfMatch,
    body: ApproveBody,
    response: Decided,
    errors,
    handle({ body: { lease_id, note }, headers, ...asked }) {
      return answer(asked, { revision: revisionNamed(headers) }, (subject, changeId) => {
        assertHolds(subject.task, subject.who, lease_id)
        return approveStep(deps.store, note)(subject, changeId)
      })
    },
  })

const rejectOperation = (answer: Decide) =>
  operation({
    summary: 'Finds that the record cannot be used, and sends the document round again if asked to',
    params,
    headers: IfMatch,
    body: RejectBody,
    response: Decided,
    errors,
    handle({ body, headers, ...asked }) {
      return answer(asked, { revision: revisionNamed(headers) }, (subject, changeId) => {
        assertHolds(subject.task, subject.who, body.lease_id)
        return rejectStep(body)(subject, changeId)
      })
    },
  })

const reopenOperation = (answer: Decide) =>
  operation({
    summary: 'Opens what was decided again, for anybody',
    description: 'Reviewers reopen what they decided themselves, leads whatever was decided.',
    params,
    body: ReopenBody,
    response: Decided,
    errors: { 404: 'review.not_found', 409: 'review.conflict' },
    handle({ body: { why }, ...asked }) {
      return answer(asked, {}, (subject, changeId) => {
        const task = reopenTask(subject.task, subject.who, subject.nowMs)
        const change = { action: 'task.reopened', task, reviewStatus: 'in_progress', why } as const
        return stateCommit(subject, change, changeId)
      })
    },
  })

const retryOperation = (deps: TaskDeps) =>
  operation({
    summary: 'Sends a document that failed round again',
    params,
    body: z.object({}).optional(),
    response: z.object({ document_id: z.string() }),
    errors: { 404: 'review.not_found', 409: 'review.conflict' },
    async handle(asked) {
      const { document } = await commitOn(deps, asked, {}, (subject) => {
        const { task, document: failed, who, nowMs } = subject
        if (failed.status !== 'failed')
          throw new ColophonError(
            'review.conflict',
            `The document ${failed.document_id} has not failed: it is ${failed.status}`,
          )
        const after = supersedeTask(task, who, nowMs)
        const change = { action: 'task.retried', task: after, why: failed.error?.code ?? null }
        const reviewStatus = failed.review_status ?? 'pending'
        const commit = stateCommit(subject, { ...change, reviewStatus }, null)
        return { ...commit, document: { ...commit.document, requeue: true } }
      })
      return { document_id: document.document_id }
    },
  })

/** What people decide: of fields, and of documents as a whole. */
export function decisionRoutes(deps: TaskDeps) {
  const answer = decider(deps)
  return {
    fields: fieldsOperation(answer),
    approve: approveOperation(deps, answer),
    reject: rejectOperation(answer),
    reopen: reopenOperation(answer),
    retry: retryOperation(deps),
  }
}
