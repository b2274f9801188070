import {
  ColophonError,
  requireProfile,
  type AuditEvent,
  type Clock,
  type DocumentRecord,
  type FieldDecision,
  type Profile,
  type ReviewCommit,
  type Reviewer,
  type ReviewRecord,
  type SettingsOf,
  type Store,
} from '@colophon/domain'
import type { Metrics } from '@colophon/runtime'
import type { Principal } from '@colophon/runtime/auth'
import { localPrincipal } from '@colophon/runtime/http'
import { requireTask } from '../require-task.ts'
import { isLead } from '../shown-task.ts'
import type { TaskWork } from '../task-work.ts'

export interface TaskDeps {
  store: Pick<Store, 'reviews' | 'documents' | 'audit' | 'desk' | 'reports'>
  work: TaskWork
  profiles: readonly Profile[]
  metrics: Metrics
  clock: Clock
  settingsOf: SettingsOf
  /** Uniform in [0, 1). */
  random: () => number
}

/** A task, what it is about, and who does something with it. */
export interface TaskSubject {
  task: ReviewRecord
  document: DocumentRecord
  profile: Profile
  who: Reviewer
  nowMs: number
}

export const reviewerOf = (principal: Principal = localPrincipal()): Reviewer => ({
  sub: principal.sub,
  isLead: isLead(principal),
})

export interface Asked {
  tenant: string
  principal: Principal | undefined
  params: { id: string }
}

/** Rejects with `review.not_found` and `document.not_found`. */
export async function subjectOf(
  { store, work, profiles, clock }: TaskDeps,
  { tenant, principal, params }: Asked,
): Promise<TaskSubject> {
  const task = await requireTask(store, tenant, params.id)
  const document = await work.document(task)
  const profile = requireProfile(task.profile, profiles)
  return { task, document, profile, who: reviewerOf(principal), nowMs: clock.now() }
}

const PAGE = 500
const MAX_CHANGES = 1_000

/** What was done to the document of a task after a revision, oldest first. */
export async function eventsAfter(
  work: TaskWork,
  task: ReviewRecord,
  revision: number,
): Promise<AuditEvent[]> {
  const found: AuditEvent[] = []
  let cursor: string | undefined
  do {
    const page = await work.history(task, { limit: PAGE, cursor })
    found.push(...page.items.filter((event) => event.revision > revision))
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined)
  return found
}

/** `review.revision_conflict` with both sides: what was done since, and what was to be. */
export async function revisionConflict(
  work: TaskWork,
  { task, document }: Pick<TaskSubject, 'task' | 'document'>,
  sent: { revision: number; yours: readonly FieldDecision[] },
): Promise<ColophonError> {
  const events = await eventsAfter(work, task, sent.revision)
  const changes = events.slice(-MAX_CHANGES).map(({ tenant_id: _, ...event }) => event)
  const isInWork = document.status === 'queued' || document.status === 'processing'
  const why = isInWork
    ? 'is being enriched again'
    : `has changed since revision ${sent.revision}: it has revision ${document.revision}`
  return new ColophonError(
    'review.revision_conflict',
    `The document ${document.document_id} ${why}`,
    { members: { theirs: { revision: document.revision, changes }, yours: sent.yours } },
  )
}

export interface Change {
  /** The revision that it is made on. Undefined: whatever the document has. */
  revision?: number
  /** Handed back where it cannot be made. */
  yours?: readonly FieldDecision[]
}

/** Several people may work at tasks at once; who only lost a race for the task itself tries again. */
const ATTEMPTS = 5

export interface Committed {
  subject: TaskSubject
  task: ReviewRecord
  document: DocumentRecord
}

/** Reads a task, makes a change of it and commits that: all of it or nothing. */
export async function commitOn(
  deps: TaskDeps,
  asked: Asked,
  { revision, yours = [] }: Change,
  step: (subject: TaskSubject) => ReviewCommit | Promise<ReviewCommit>,
): Promise<Committed> {
  for (let attempt = 1; ; attempt++) {
    const subject = await subjectOf(deps, asked)
    const named = revision ?? subject.document.revision
    const sent = { revision: named, yours }
    const commit = { ...(await step(subject)), revision: named }
    // Looked at after the step: who has lost the lease is told so first.
    if (subject.document.revision !== named) throw await revisionConflict(deps.work, subject, sent)
    const outcome = await deps.work.commit(commit, subject.task)
    if ('committed' in outcome)
      return { subject, task: commit.task ?? subject.task, document: outcome.committed }
    if (outcome.conflict === 'gone')
      throw new ColophonError(
        'document.not_found',
        `There is no document ${subject.document.document_id}`,
      )
    if (outcome.conflict === 'revision' || attempt === ATTEMPTS)
      throw await revisionConflict(deps.work, await subjectOf(deps, asked), sent)
  }
}

/** The same for what concerns a task alone. */
export async function putOn(
  deps: TaskDeps,
  asked: Asked,
  step: (subject: Omit<TaskSubject, 'document' | 'profile'>) => ReviewRecord,
): Promise<ReviewRecord> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const task = await requireTask(deps.store, asked.tenant, asked.params.id)
    const who = reviewerOf(asked.principal)
    const after = step({ task, who, nowMs: deps.clock.now() })
    if (await deps.store.desk.putTask(after, [])) return after
  }
  throw new ColophonError('review.conflict', `The task ${asked.params.id} changes all the time`)
}
