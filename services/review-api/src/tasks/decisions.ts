import {
  applyDecisions,
  approveTask,
  ApproveBody,
  assertHolds,
  changedTask,
  changeEvent,
  CollectionSettings,
  ColophonError,
  correctionsOf,
  Decided,
  FieldsPatch,
  humanActor,
  isoOf,
  recordCommit,
  recordOf,
  RejectBody,
  rejectTask,
  reopenTask,
  ReopenBody,
  supersedeTask,
  taskEvent,
  taskState,
  type ChangeBy,
  type ReviewCommit,
  type ReviewRecord,
  type ReviewStatus,
} from '@colophon/domain'
import { newId } from '@colophon/runtime'
import { operation } from '@colophon/runtime/http'
import { z } from 'zod'
import { hash } from 'node:crypto'
import { IfMatch, revisionNamed } from '../if-match.ts'
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

/** Uniform in [0, 1), and the same for the same document: nobody draws again by deciding again. */
const drawOf = ({ tenant_id, document_id }: ReviewRecord): number =>
  parseInt(
    hash('sha256', JSON.stringify(['second_review', tenant_id, document_id]), 'hex').slice(0, 12),
    16,
  ) /
  2 ** 48

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
function stateCommit(
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

/** Commits what a person decides, under a name by which it can be undone. */
function decider(deps: TaskDeps) {
  return async (
    asked: Asked,
    change: Change,
    step: (subject: TaskSubject, changeId: string) => ReviewCommit | Promise<ReviewCommit>,
  ) => {
    const undo = newId('change')
    const done = await commitOn(deps, asked, change, (subject) => step(subject, undo))
    return decidedReply({ ...done, profile: done.subject.profile }, asked.principal, undo)
  }
}
type Decide = ReturnType<typeof decider>

async function settingsOf({ store }: TaskDeps, { tenant_id, collection_id }: ReviewRecord) {
  const entry = await store.desk.collection(tenant_id, collection_id)
  return entry?.record?.settings ?? CollectionSettings.parse({})
}

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
        const { task, document, profile, who, nowMs } = subject
        assertHolds(task, who, lease_id)
        assertRecord(subject)
        // Of another revision: what it would do does not matter any more.
        if (document.revision !== revision) return unchanged(subject)
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
      return answer(asked, { revision: revisionNamed(headers) }, async (subject, changeId) => {
        const { task, document, who, nowMs } = subject
        assertHolds(task, who, lease_id)
        assertRecord(subject)
        const { task: after, isLast } = approveTask(task, who, {
          settings: await settingsOf(deps, task),
          provenance: document.provenance,
          revision: document.revision + 1,
          chance: drawOf(task),
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
      const { lease_id, reason, hints, requeue } = body
      return answer(asked, { revision: revisionNamed(headers) }, (subject, changeId) => {
        const { task, document, who, nowMs } = subject
        assertHolds(task, who, lease_id)
        const after = rejectTask(task, who, { reason, hints, nowMs })
        const change = { action: 'task.rejected', task: after, reviewStatus: 'rejected' } as const
        const commit = stateCommit(subject, { ...change, why: after.notes }, changeId)
        const told = { revision: document.revision + 1 }
        return {
          ...commit,
          document: { ...commit.document, requeue },
          outbox: [taskEvent('task.rejected', after, told, isoOf(nowMs))],
        }
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
