import {
  assignTask,
  BulkAnswer,
  BulkBody,
  claimTask,
  getPath,
  type ReviewCommit,
  type ReviewRecord,
} from '@colophon/domain'
import { newId } from '@colophon/runtime'
import { localPrincipal, operation, RequestError } from '@colophon/runtime/http'
import type { Principal } from '@colophon/runtime/auth'
import { countLease } from '../figures.ts'
import { FilterBody, queueFilter } from '../queue-filter.ts'
import { approveStep, fieldsStep, rejectStep, type Step } from '../tasks/steps.ts'
import { revisionConflict, subjectOf, type TaskDeps, type TaskSubject } from '../tasks/subject.ts'
import { assertWithinCap, CAP, runBulk, type Outcome } from './run.ts'

type Action = BulkBody['action']

interface Asked {
  tenant: string
  principal: Principal
}

const ATTEMPTS = 3
const PAGE = 500

/** The tasks that are meant, those of a filter in the order of the queue. Rejects with `review.bulk_too_large`. */
async function selected(
  { store, clock }: TaskDeps,
  { tenant, principal }: Asked,
  select: BulkBody['select'],
): Promise<{ id: string }[]> {
  if ('review_ids' in select) return [...new Set(select.review_ids)].map((id) => ({ id }))
  const parsed = FilterBody.safeParse(select.filter)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => ({
      ...{ in: 'body' as const, name: ['select', 'filter', ...path].join('.'), message },
    }))
    throw new RequestError(400, 'The request is not valid.', faults)
  }
  const filter = queueFilter(parsed.data, principal.sub, clock.now())
  assertWithinCap(await store.desk.count(tenant, filter), 'The filter fits')
  const ids: { id: string }[] = []
  let cursor: string | null | undefined
  while (cursor !== null && ids.length < CAP) {
    const page: Awaited<ReturnType<typeof store.desk.list>> = await store.desk.list(
      tenant,
      filter,
      'mixed',
      { limit: PAGE, cursor },
    )
    ids.push(...page.items.map(({ review_id }) => ({ id: review_id })))
    ;({ cursor } = page)
  }
  return ids.slice(0, CAP)
}

function stepOf(deps: TaskDeps, action: Exclude<Action, { kind: 'assign' }>): Step {
  switch (action.kind) {
    case 'approve':
      return approveStep(deps.store, undefined)
    case 'reject':
      return rejectStep({ ...action, hints: undefined })
    case 'fields':
      return fieldsStep(action.decisions)
  }
}

/** Throws where the task is somebody else's, or nobody's to decide any more. */
const assertMay = ({ task, who, nowMs }: TaskSubject): void => {
  claimTask(task, who, { id: '', nowMs, ms: 0 })
}

/** What it was and what it becomes: values where fields are decided, else how the document stands. */
function difference(action: Action, { document }: TaskSubject, commit: ReviewCommit) {
  if (action.kind !== 'fields')
    return { from: document.review_status, to: commit.document.review_status }
  const valuesIn = (data: unknown): unknown =>
    Object.fromEntries(action.decisions.map(({ path }) => [path, getPath(data, path) ?? null]))
  return { from: valuesIn(document.enriched_data), to: valuesIn(commit.document.enriched_data) }
}

const named = ({ review_id, document_id, title }: ReviewRecord) => ({
  ...{ review_id, document_id, title },
})

/** Changes one document by one commit. */
async function decideOn(
  deps: TaskDeps,
  asked: Asked & { params: { id: string } },
  { action, dryRun, changeId }: Wanted<Exclude<Action, { kind: 'assign' }>>,
): Promise<Outcome> {
  const step = stepOf(deps, action)
  for (let attempt = 1; ; attempt++) {
    const subject = await subjectOf(deps, asked)
    assertMay(subject)
    const commit = await step(subject, changeId)
    const changed = { ...named(subject.task), ...difference(action, subject, commit) }
    if (dryRun) return { changed }
    const outcome = await deps.work.commit(commit, subject.task)
    if ('committed' in outcome) return { changed }
    if (attempt === ATTEMPTS || outcome.conflict === 'gone')
      throw await revisionConflict(deps.work, subject, {
        revision: subject.document.revision,
        yours: [],
      })
  }
}

interface Wanted<A> {
  action: A
  dryRun: boolean
  changeId: string
}

async function assignOne(
  deps: TaskDeps,
  asked: Asked & { params: { id: string } },
  { action: { to }, dryRun }: Wanted<Extract<Action, { kind: 'assign' }>>,
): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    const subject = await subjectOf(deps, asked)
    const { task, who, nowMs } = subject
    const after = assignTask(task, who, { to, nowMs })
    const changed = { ...named(task), from: task.assigned_to, to }
    if (dryRun) return { changed }
    if (await deps.store.desk.putTask(after, [])) {
      countLease(deps.metrics, 'assign')
      return { changed }
    }
    if (attempt === ATTEMPTS)
      throw await revisionConflict(deps.work, subject, { revision: 0, yours: [] })
  }
}

/** `POST /api/review/bulk` */
export const bulkOperation = (deps: TaskDeps) =>
  operation({
    summary: 'Decides on many documents at once, or says what that would change',
    description:
      `Over tasks that are named, or all that fit a filter of the queue; at most ${CAP}. It changes nothing unless ` +
      '`dry_run` is false. Each document is changed by itself; those that others hold, or that cannot be changed so, are ' +
      'left as they are and named. `undo` takes all of it back; who has a task is changed again by assigning it. ' +
      'Approving many says nothing of single values: none of them becomes confirmed by it.',
    body: BulkBody,
    response: BulkAnswer,
    errors: { 422: 'review.bulk_too_large' },
    async handle({ tenant, principal = localPrincipal(), body }) {
      const { action, dry_run: dryRun, select } = body
      const asked = { tenant, principal }
      const targets = await selected(deps, asked, select)
      const changeId = newId('change')
      const undo = action.kind === 'assign' ? null : changeId
      return await runBulk(
        targets,
        ({ id }) => {
          const one = { ...asked, params: { id } }
          return action.kind === 'assign'
            ? assignOne(deps, one, { action, dryRun, changeId })
            : decideOn(deps, one, { action, dryRun, changeId })
        },
        { dryRun, undo },
      )
    },
  })
