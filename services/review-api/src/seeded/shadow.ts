import { hash } from 'node:crypto'
import {
  auditContent,
  getPath,
  isOpenTask,
  type AuditEvent,
  type DocumentRecord,
  type Drawn,
  type NewAuditEvent,
  type ReviewCommit,
  type ReviewRecord,
  type Shadow,
} from '@colophon/domain'

export type KnownAnswer = Extract<Drawn, { kind: 'seeded' }>
export type SeededTask = ReviewRecord & { drawn: KnownAnswer }

export const isSeeded = (task: ReviewRecord | null): task is SeededTask =>
  task?.drawn?.kind === 'seeded'

/** Numbered and chained as the store does it with the events of a document. */
export function chained(
  before: readonly AuditEvent[],
  added: readonly NewAuditEvent[],
): AuditEvent[] {
  const events = [...before]
  for (const event of added) {
    const numbered = { ...event, n: events.length + 1 }
    const last = events.at(-1)?.hash ?? ''
    events.push({ ...numbered, hash: hash('sha256', last + auditContent(numbered), 'hex') })
  }
  return events
}

/** The document as whoever works on the task sees it. */
export function shadowed(document: DocumentRecord, task: SeededTask): DocumentRecord {
  const { history: _history, comments: _comments, ...shadow } = task.drawn.shadow
  return {
    ...document,
    ...shadow,
    status: 'completed',
    review_reasons: [...task.reasons],
    error: null,
    updated_at: task.updated_at,
  }
}

/** What a decision leaves of the copy. */
export function shadowAfter(
  shadow: Shadow,
  { document, audit }: Pick<ReviewCommit, 'document' | 'audit'>,
): Shadow {
  const { requeue: _requeue, enriched_data, ...rest } = document
  return {
    ...shadow,
    ...rest,
    enriched_data: enriched_data ?? {},
    revision: shadow.revision + 1,
    history: chained(shadow.history, audit),
  }
}

/** Caught: the altered value did not get through. Known only once the task is decided. */
export function outcomeOf(
  { status }: Pick<ReviewRecord, 'status'>,
  { path, altered }: Pick<KnownAnswer, 'path' | 'altered'>,
  shadow: Shadow,
): KnownAnswer['outcome'] {
  if (isOpenTask({ status })) return 'open'
  const stands = JSON.stringify(getPath(shadow.enriched_data, path)) === JSON.stringify(altered)
  return status === 'approved' && stands ? 'missed' : 'caught'
}
