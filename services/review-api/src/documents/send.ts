import { hash } from 'node:crypto'
import {
  changeEvent,
  ColophonError,
  isOpenTask,
  NEUTRAL_REASON,
  newTask,
  recordOf,
  requireProfile,
  SendBody,
  SentTask,
  type DocumentRecord,
  type Profile,
  type ReviewCommit,
  type Reviewer,
  type ReviewRecord,
} from '@colophon/domain'
import { localPrincipal, operation } from '@colophon/runtime/http'
import { z } from 'zod'
import { drawOf } from '../draw.ts'
import { shownTask } from '../shown-task.ts'
import { reviewerOf, type TaskDeps } from '../tasks/subject.ts'
import { readDocument } from './subject.ts'

/** Others may decide or send the same document meanwhile. */
const ATTEMPTS = 5

const DECIDED: ReadonlySet<DocumentRecord['review_status']> = new Set(['approved', 'rejected'])

/** Its task is on the way. */
const isWaiting = ({ status, review_status }: DocumentRecord): boolean =>
  status === 'completed' && (review_status === 'pending' || review_status === 'in_progress')

/** Why a document cannot be sent to review; null where it can. */
export function whyNotSent(document: DocumentRecord, task: ReviewRecord | null): string | null {
  const { document_id: id, status, review_status, enriched_data } = document
  if ((task !== null && isOpenTask(task)) || isWaiting(document))
    return `The document ${id} is in review already`
  if (status === 'queued' || status === 'processing')
    return `The document ${id} is being enriched: send it once that has ended`
  if (status !== 'completed' || enriched_data === null)
    return `The document ${id} is ${status}: there is no record to review`
  if (DECIDED.has(review_status))
    return `The document ${id} is ${String(review_status)}: reopen its task instead`
  return null
}

/** The same whenever this revision is sent: nobody makes two. */
const sentId = ({ tenant_id, document_id, revision }: DocumentRecord): string =>
  `rev_${hash('sha256', JSON.stringify(['sent', tenant_id, document_id, revision])).slice(0, 24)}`

interface By {
  who: Reviewer
  why: string | undefined
  nowMs: number
}

/** A task that says no more than that somebody is to look, its document waiting, and who asked: in one commit. */
function sendCommit(
  document: DocumentRecord,
  profile: Profile,
  { who, why, nowMs }: By,
): ReviewCommit & { task: ReviewRecord } {
  const { tenant_id, document_id, revision, quality_metrics } = document
  const record = recordOf(document)
  const metrics = { completeness_score: 1, coverage_score: 1, missing_fields: [] }
  const task = newTask({
    ...{ reviewId: sentId(document), profile, document, record },
    routing: {
      reasons: [NEUTRAL_REASON],
      flagged: [],
      metrics: { ...metrics, low_confidence_fields: [], checks: [], page_quality: null },
    },
    chance: drawOf('sent', document),
    at: new Date(nowMs).toISOString(),
  })
  const by = { sub: who.sub, nowMs, changeId: null }
  const event = { action: 'task.requested', path: null, from: null, to: null, why: why ?? null }
  return {
    ...{ tenant_id, document_id, revision, task },
    document: {
      enriched_data: document.enriched_data,
      provenance: document.provenance,
      rivals: document.rivals,
      quality_metrics,
      review_status: 'pending',
    },
    audit: [changeEvent(document, by, event)],
    outbox: [],
  }
}

/** A person wants a document looked at that nobody was asked about. */
export const sendOperation = (deps: TaskDeps) =>
  operation({
    summary: 'Sends a document to review that was approved by itself',
    description:
      'Its task waits for anybody, under the reason `review_requested`. A document that is in review already keeps the task it has.',
    params: z.object({ id: z.string() }),
    body: SendBody,
    response: SentTask,
    errors: { 404: 'document.not_found', 409: 'review.conflict' },
    async handle({ tenant, params: { id }, body: { why }, principal = localPrincipal() }) {
      const { work, profiles, clock } = deps
      const who = reviewerOf(principal)
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const { document, task } = await readDocument(deps, { tenant, id, person: who.sub })
        if (task !== null && isOpenTask(task))
          return { task: shownTask(task, principal), created: false }
        if (isWaiting(document)) continue
        const refusal = whyNotSent(document, task)
        if (refusal !== null) throw new ColophonError('review.conflict', refusal)
        const profile = requireProfile(document.profile, profiles)
        const change = sendCommit(document, profile, { who, why, nowMs: clock.now() })
        const outcome = await work.commit(change, null)
        if ('committed' in outcome)
          return { task: shownTask(change.task, principal), created: true }
      }
      throw new ColophonError('review.conflict', `The document ${id} changes all the time`)
    },
  })
