import {
  ColophonError,
  type AuditEvent,
  type CommitOutcome,
  type DocumentRecord,
  type NewAuditEvent,
  type PageOf,
  type PageRequest,
  type ReviewComment,
  type ReviewCommit,
  type ReviewRecord,
  type Store,
} from '@colophon/domain'
import type { Metrics } from '@colophon/runtime'
import { NO_TRACER, type Tracer } from '@colophon/runtime/tracing'
import { countCommit } from './figures.ts'
import {
  chained,
  isSeeded,
  outcomeOf,
  shadowAfter,
  shadowed,
  type SeededTask,
} from './seeded/shadow.ts'

/** A change in one document. */
export interface ChangePart {
  document_id: string
  events: AuditEvent[]
  /** The task on whose known answer it was made; null where it was made on the record. */
  seeded: ReviewRecord | null
}

/**
 * What a task is about, and what is done to it: its document or, where it is a known answer, the copy that the task
 * carries. Whoever reads or changes the document of a task goes through here, so that nothing that is done to a known
 * answer reaches a record, and no answer of the API tells the two apart.
 */
export interface TaskWork {
  /** Rejects with `document.not_found`. */
  document(task: ReviewRecord): Promise<DocumentRecord>
  history(task: ReviewRecord, page: PageRequest): Promise<PageOf<AuditEvent>>
  comments(task: ReviewRecord): Promise<ReviewComment[]>
  /** False when somebody else has changed the task meanwhile. */
  putComment(
    task: ReviewRecord,
    comment: ReviewComment,
    audit: readonly NewAuditEvent[],
  ): Promise<boolean>
  /** As `DeskStore.commit`. `task` is the one that is worked on, as it was read; null where none is. */
  commit(change: ReviewCommit, task: ReviewRecord | null): Promise<CommitOutcome>
  /** The parts of a change; none when there is no such change. */
  change(tenantId: string, changeId: string): Promise<ChangePart[]>
}

type Stores = Pick<Store, 'desk' | 'documents' | 'audit' | 'reports'>

/** Known answers that are looked at for a change, those that changed last. */
const MOST_SEEDED = 1_000

/** No change of many documents takes longer: its known answers may have come before its records. */
const LONGEST_CHANGE_MS = 3_600_000

function beginningOf(events: readonly AuditEvent[]): string | undefined {
  if (events.length === 0) return undefined
  const first = Math.min(...events.map(({ at }) => Date.parse(at)))
  return new Date(first - LONGEST_CHANGE_MS).toISOString()
}

function partOn(task: ReviewRecord, changeId: string): ChangePart[] {
  if (!isSeeded(task)) return []
  const events = task.drawn.shadow.history.filter(({ change_id }) => change_id === changeId)
  return events.length === 0 ? [] : [{ document_id: task.document_id, events, seeded: task }]
}

/** `tracer`: requests are linked to the trace of the record that they are about. */
export function createTaskWork(
  store: Stores,
  metrics: Metrics,
  tracer: Tracer = NO_TRACER,
): TaskWork {
  const recordOf = async ({ tenant_id, document_id }: ReviewRecord): Promise<DocumentRecord> => {
    const document = await store.documents.get(tenant_id, document_id)
    if (document !== null) return document
    throw new ColophonError('document.not_found', `There is no document ${document_id}`)
  }
  return {
    async document(task) {
      const document = await recordOf(task)
      if (isSeeded(task)) return shadowed(document, task)
      tracer.current.link(document.traceparent)
      return document
    },
    history: (task, page) =>
      isSeeded(task)
        ? Promise.resolve(pageOfEvents(task.drawn.shadow.history, page))
        : store.audit.list(task.tenant_id, task.document_id, page),
    comments: (task) =>
      isSeeded(task)
        ? Promise.resolve(task.drawn.shadow.comments)
        : store.desk.comments(task.tenant_id, task.document_id),
    async putComment(task, comment, audit) {
      if (isSeeded(task)) return await store.desk.putTask(withComment(task, comment, audit), [])
      await store.desk.putComment(comment, audit)
      return true
    },
    async commit(change, task) {
      if (!isSeeded(task)) {
        const outcome = await store.desk.commit(change)
        if ('committed' in outcome) countCommit(metrics, change, outcome.committed)
        return outcome
      }
      const after = decided(change, task)
      if (after === null) return { conflict: 'revision' }
      if (!(await store.desk.putTask(after, []))) return { conflict: 'task' }
      const copy = shadowed(await recordOf(task), after)
      countCommit(metrics, change, copy)
      const { outcome } = after.drawn
      if (outcome !== 'open') metrics.reviewSeeded.inc({ outcome })
      // Answered as of any other, but nothing is sent round again.
      return { committed: change.document.requeue ? { ...copy, status: 'queued' } : copy }
    },
    async change(tenantId, changeId) {
      const events = await store.desk.change(tenantId, changeId)
      const parts = [...Map.groupBy(events, ({ document_id }) => document_id)].map(
        ([document_id, of]) => ({ document_id, events: of, seeded: null }),
      )
      const changedAfter = beginningOf(events)
      const known = await store.reports.seeded(tenantId, { changedAfter }, MOST_SEEDED)
      return [...parts, ...known.flatMap((task) => partOn(task, changeId))]
    },
  }
}

/** The task after a decision on its known answer; null when the copy is another one by now. */
function decided(change: ReviewCommit, task: SeededTask): SeededTask | null {
  const { drawn } = task
  if (change.revision !== drawn.shadow.revision) return null
  const after = change.task ?? { ...task, version: task.version + 1 }
  const shadow = shadowAfter(drawn.shadow, change)
  return { ...after, drawn: { ...drawn, shadow, outcome: outcomeOf(after, drawn, shadow) } }
}

function withComment(
  task: SeededTask,
  comment: ReviewComment,
  audit: readonly NewAuditEvent[],
): SeededTask {
  const { drawn } = task
  const { comment_id } = comment
  const known = drawn.shadow.comments.some((each) => each.comment_id === comment_id)
  const comments = known
    ? drawn.shadow.comments.map((each) => (each.comment_id === comment_id ? comment : each))
    : [...drawn.shadow.comments, comment]
  const history = chained(drawn.shadow.history, audit)
  return {
    ...task,
    version: task.version + 1,
    open_comments: comments.filter((each) => isOpenComment(each)).length,
    drawn: { ...drawn, shadow: { ...drawn.shadow, comments, history } },
  }
}

const isOpenComment = ({ answers, resolved_at }: ReviewComment): boolean =>
  answers === null && resolved_at === null

function pageOfEvents(
  events: readonly AuditEvent[],
  { cursor, limit }: PageRequest,
): PageOf<AuditEvent> {
  const after = cursor === undefined ? 0 : placeIn(cursor)
  const items = events.slice(after, after + limit)
  const end = after + items.length
  return { items, cursor: end < events.length ? cursorAt(end) : null }
}

/** Written as the store writes its own. */
const cursorAt = (n: number): string => Buffer.from(JSON.stringify([n])).toString('base64url')

function placeIn(cursor: string): number {
  try {
    const [n]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    if (typeof n === 'number' && n >= 0) return n
  } catch {
    // Falls through to the same answer as any other cursor that is not ours.
  }
  throw new ColophonError('request.invalid', 'The cursor is not one of this list')
}
