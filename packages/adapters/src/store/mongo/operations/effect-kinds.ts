import { randomUUID } from 'node:crypto'
import type {
  CostRecord,
  NewAuditEvent,
  OutboxEvent,
  ReviewComment,
  ReviewRecord,
  StoredAnswer,
  StepRun,
} from '@colophon/domain'
import { recordId, type Stored } from '../connection/collections.ts'
import { chained, type Head } from '../records/desk-head.ts'
import { nth, orderKey } from '../records/order-key.ts'
import { answerToBson, bsonFields, costToBson } from '../records/records.ts'
import { taskToBson } from '../records/task-records.ts'

/**
 * A consequence of a write to a document, in other collections. It travels inside the document, in the same atomic
 * write, and is taken out when it is done. Doing it twice changes nothing: a crash in between leaves it to the next
 * claim or sweep.
 */
export type Effect = { order: string } & (
  | { kind: 'run'; run: EndedRun | null; costs: Stored[]; step: Stored | null }
  | CompletionEffect
  | { kind: 'supersede'; at: string; step?: number }
  | DeskEffect
  /** The reservation of a run that has not begun yet: done by its own claim, undone by anybody else. */
  | { kind: 'reservation'; run: EndedRun; token: string }
)

/** How a run ended: whoever was asked before need not answer any more. */
export interface CompletionEffect {
  kind: 'completion'
  at: string
  /** Of the document; effects that were written before there were steps have none. */
  step?: number
  review: Stored | null
  audit: Stored[]
}

/** What a person did. */
export interface DeskEffect {
  kind: 'desk'
  step: number
  task: Stored | null
  audit: Stored[]
  outbox: Stored[]
  /** Jobs of a document that was sent round again. */
  reopened?: string[]
  comment: Stored | null
  /** Of the document, from this step on. */
  comments: number
}

export interface EndedRun {
  run_id: string
  amount: bigint
  keys: string[]
}

export const newEffectId = (): string => randomUUID()

export const settling = (run: StepRun): EndedRun => ({
  run_id: run.run_id,
  amount: run.bound_pico_usd,
  keys: run.limits.map(({ key }) => key),
})

export function runEffect(
  id: string,
  run: StepRun | null,
  costs: readonly CostRecord[],
  step: StoredAnswer | null,
): Effect {
  const order = orderKey()
  return {
    kind: 'run',
    order,
    run: run && settling(run),
    costs: costs.map((cost, n) => costToBson(cost, { order: nth(order, n), effect: id })),
    step: step && answerToBson(step),
  }
}

export interface Entailed<Kind> {
  head: Head
  effect: Kind & { order: string }
}

interface Ending {
  at: string
  review: ReviewRecord | null
  audit: readonly NewAuditEvent[]
}

export function completionEffect(
  before: Head,
  { at, review, audit: events }: Ending,
): Entailed<CompletionEffect> {
  const { head, audit } = chained(before, events)
  const { step, comments } = head
  const task = review && taskToBson({ ...review, open_comments: comments }, step)
  return { head, effect: { kind: 'completion', order: orderKey(), at, step, review: task, audit } }
}

export interface DeskStep {
  task?: ReviewRecord | null
  audit: readonly NewAuditEvent[]
  outbox?: readonly OutboxEvent[]
  /** Jobs of the document, when it is sent round again. */
  reopened?: string[]
  comment?: ReviewComment
  /** How many more comments are open. */
  opened?: number
}

export const commentId = ({ tenant_id, document_id, comment_id }: ReviewComment): string =>
  recordId(tenant_id, JSON.stringify([document_id, comment_id]))

const commentToBson = (comment: ReviewComment, step: number): Stored => ({
  _id: commentId(comment),
  ...bsonFields(comment),
  step,
  // Stays what it was when the comment is replaced.
  made: step,
})

export function deskEffect(before: Head, done: DeskStep): Entailed<DeskEffect> {
  const { head, audit } = chained(before, done.audit)
  const order = orderKey()
  const { step } = head
  const comments = head.comments + (done.opened ?? 0)
  const { task = null, outbox = [], reopened = [], comment } = done
  const effect: Entailed<DeskEffect>['effect'] = {
    kind: 'desk',
    order,
    step,
    task: task && taskToBson({ ...task, open_comments: comments }, step),
    audit,
    outbox: outbox.map((event, n) => ({
      _id: recordId(event.tenant_id, event.event_id),
      ...bsonFields(event),
      order: nth(order, n),
    })),
    reopened,
    comment: comment === undefined ? null : commentToBson(comment, step),
    comments,
  }
  return { head: { ...head, comments }, effect }
}
