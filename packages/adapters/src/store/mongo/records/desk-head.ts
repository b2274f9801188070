import { hash } from 'node:crypto'
import { auditContent, type NewAuditEvent } from '@colophon/domain'
import { recordId, type Stored } from '../connection/collections.ts'
import { nth, orderKey } from './order-key.ts'
import { bsonFields } from './records.ts'

/**
 * What a document knows of what belongs to it in other collections: whoever writes there reads it first and writes the
 * document under the condition that it is still the same. So all that becomes of the tasks, events and comments of one
 * document happens one step after the other.
 */
export interface Head {
  /** Counts those writes. What they entail in a task is done in this order, and once. */
  step: number
  /** Of the last event: its number and its hash; 0 and empty where there is none, or none that is chained. */
  n: number
  hash: string
  /** Comments that are not resolved. */
  comments: number
}

export const NEW_HEAD: Head = { step: 0, n: 0, hash: '', comments: 0 }

/** Null for a document from before there were heads. */
export const headFrom = (stored: Stored): Head | null =>
  (stored['desk'] as Head | undefined) ?? null

/** That the document still has the head that it was read with. */
export const sameHead = (stored: Stored): Record<string, unknown> => ({
  'desk.step': headFrom(stored)?.step ?? null,
})

export interface Chained {
  head: Head
  audit: Stored[]
}

const eventId = (event: NewAuditEvent, n: number): string =>
  recordId(event.tenant_id, JSON.stringify([event.document_id, n]))

/** One step on, with these events after the last. */
export function chained(head: Head, events: readonly NewAuditEvent[]): Chained {
  const order = orderKey()
  let last = head.hash
  const audit = events.map((event, index) => {
    const numbered = { ...event, n: head.n + index + 1 }
    last = hash('sha256', last + auditContent(numbered), 'hex')
    return {
      _id: eventId(event, numbered.n),
      ...bsonFields(numbered),
      hash: last,
      created_at: event.at,
      order: nth(order, index),
    }
  })
  return { head: { ...head, step: head.step + 1, n: head.n + events.length, hash: last }, audit }
}
