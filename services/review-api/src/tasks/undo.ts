import {
  changedTask,
  changeEvent,
  ColophonError,
  humanActor,
  isFieldEvent,
  isOpenTask,
  recordCommit,
  recordOf,
  requireProfile,
  TaskState,
  taskState,
  UndoAnswer,
  undoFields,
  undoneTask,
  type ChangeBy,
  type DocumentRecord,
  type NewAuditEvent,
  type ReviewCommit,
  type Reviewer,
  type ReviewRecord,
} from '@colophon/domain'
import { newId } from '@colophon/runtime'
import { operation } from '@colophon/runtime/http'
import { z } from 'zod'
import type { ChangePart } from '../task-work.ts'
import { reviewerOf, type TaskDeps } from './subject.ts'

type Conflict = UndoAnswer['conflicts'][number]

/** Documents of a change that are put back at the same time. */
const AT_ONCE = 8
const ATTEMPTS = 5

export interface UndoRequest {
  tenant: string
  token: string
  who: Reviewer
}

/** Takes a change back, in all its documents, by a change of its own. Rejects with `review.change_not_found`. */
export async function undoChange(deps: TaskDeps, request: UndoRequest): Promise<UndoAnswer> {
  const { tenant, token, who } = request
  const parts = await deps.work.change(tenant, token)
  if (parts.length === 0)
    throw new ColophonError('review.change_not_found', `There is no change ${token}`)
  assertMay(parts, who)
  const undo = newId('change')
  const conflicts: Conflict[] = []
  let done = 0
  for (let at = 0; at < parts.length; at += AT_ONCE) {
    const ended = await Promise.all(
      parts.slice(at, at + AT_ONCE).map((part) => undoPart(deps, request, part, undo)),
    )
    for (const part of ended) {
      conflicts.push(...part.conflicts)
      if (part.isDone) done++
    }
  }
  return { undo: done === 0 ? null : undo, done, conflicts }
}

function assertMay(parts: readonly ChangePart[], { sub, isLead }: Reviewer): void {
  const isOwn = parts.every(({ events }) => events.every(({ actor }) => actor === humanActor(sub)))
  if (!isOwn && !isLead)
    throw new ColophonError('auth.forbidden', 'Undoing what others did needs the role lead')
}

interface UndonePart {
  isDone: boolean
  conflicts: Conflict[]
}

async function undoPart(
  deps: TaskDeps,
  { tenant, token, who }: UndoRequest,
  part: ChangePart,
  undo: string,
): Promise<UndonePart> {
  const { document_id } = part
  const nothing = (detail: string): UndonePart => ({
    isDone: false,
    conflicts: [{ document_id, path: null, detail }],
  })
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const task = await taskOf(deps, tenant, part)
    const document =
      part.seeded !== null && task !== null
        ? await deps.work.document(task)
        : await deps.store.documents.get(tenant, document_id)
    if (document === null) return nothing('The document is gone.')
    if (document.status === 'queued' || document.status === 'processing')
      return nothing('The document is being enriched again.')
    const by = { sub: who.sub, nowMs: deps.clock.now(), changeId: undo }
    const { commit, conflicts } = planUndo(deps, { document, task, part, token }, by)
    if (commit === null) return { isDone: false, conflicts }
    const outcome = await deps.work.commit(commit, task)
    if ('committed' in outcome) return { isDone: true, conflicts }
  }
  return nothing('The document changes all the time.')
}

/** The task that was decided, or the one that the document has now. */
async function taskOf(
  { store }: TaskDeps,
  tenant: string,
  { document_id, events, seeded }: ChangePart,
): Promise<ReviewRecord | null> {
  if (seeded !== null) return await store.reviews.get(tenant, seeded.review_id)
  const state = events.flatMap((event) => stateIn(event.to) ?? [])[0]
  if (state !== undefined) return await store.reviews.get(tenant, state.review_id)
  const { items } = await store.desk.list(tenant, { documentId: document_id }, 'oldest', {
    limit: 100,
  })
  const own = items.filter(({ drawn }) => drawn?.kind !== 'seeded')
  return own.find(isOpenTask) ?? own.at(-1) ?? null
}

const stateIn = (value: unknown): TaskState | undefined => TaskState.safeParse(value).data

interface Undoing {
  document: DocumentRecord
  task: ReviewRecord | null
  part: ChangePart
  token: string
}

const SINCE = 'Somebody changed it since.'

function planUndo(
  deps: TaskDeps,
  { document, task, part, token }: Undoing,
  by: ChangeBy,
): { commit: ReviewCommit | null; conflicts: Conflict[] } {
  const profile = requireProfile(document.profile, deps.profiles)
  const why = `undo of ${token}`
  const fields = undoFields(profile, recordOf(document), part.events.filter(isFieldEvent))
  const conflicts: Conflict[] = fields.conflicts.map((path) => ({
    ...{ document_id: document.document_id, path, detail: SINCE },
  }))
  const audit: NewAuditEvent[] = fields.undone.map(({ path, from, to }) =>
    changeEvent(document, by, { action: 'field.undone', path, from, to, why }),
  )
  const state = undoState(document, task, part, by.nowMs)
  if (state === 'conflict')
    conflicts.push({ document_id: document.document_id, path: null, detail: SINCE })
  const undone = typeof state === 'object' ? state : null
  if (undone !== null) {
    const { from, to } = undone
    audit.push(changeEvent(document, by, { action: 'task.undone', path: null, from, to, why }))
  }
  if (audit.length === 0) return { commit: null, conflicts }
  const touched = task && changedTask(task, by.nowMs, {})
  const change = {
    record: fields.record,
    reviewStatus: undone === null ? document.review_status : undone.to.review_status,
    task: undone === null ? touched : undone.task,
    audit,
  }
  return { commit: recordCommit(profile, document, change, by.nowMs), conflicts }
}

interface UndoneState {
  task: ReviewRecord
  from: TaskState
  to: TaskState
}

/** What becomes of the task where the change decided on the document as a whole. */
function undoState(
  document: DocumentRecord,
  task: ReviewRecord | null,
  { events }: ChangePart,
  nowMs: number,
): UndoneState | 'conflict' | null {
  const event = events.find(({ from, to }) => stateIn(from) !== undefined && stateIn(to))
  if (event === undefined) return null
  const [wanted, left] = [stateIn(event.from), stateIn(event.to)]
  if (task === null || wanted === undefined || left === undefined) return 'conflict'
  const present = taskState(task, document.review_status)
  const undone = undoneTask(task, { present, left, wanted }, nowMs)
  if (undone === null) return 'conflict'
  return { task: undone, from: present, to: taskState(undone, wanted.review_status) }
}

/** `POST /api/review/undo/:token` */
export const undoOperation = (deps: TaskDeps) =>
  operation({
    summary: 'Takes a change back, with all that belongs to it',
    description:
      'What somebody changed since stays as it is and is named. The answer has a token of its own, which takes the ' +
      'undoing back. Reviewers undo what they did, leads whatever was done.',
    params: z.object({ token: z.string() }),
    body: z.object({}).optional(),
    response: UndoAnswer,
    errors: { 404: 'review.change_not_found' },
    handle: ({ tenant, principal, params: { token } }) =>
      undoChange(deps, { tenant, token, who: reviewerOf(principal) }),
  })
