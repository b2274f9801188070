import { z } from 'zod'
import { TenantId } from '../record/tenant.ts'

/**
 * Something that was done to a document. Events are only ever added: each carries the hash of all before it, so that
 * one that was changed, taken out or put in shows.
 */
export const AuditEvent = z.object({
  tenant_id: TenantId,
  document_id: z.string(),
  /** Place among the events of the document, from 1. */
  n: z.int().min(1),
  at: z.string(),
  actor: z
    .string()
    .describe('`human:<id>`, `rule:<name>`, or the source of a value as provenance names it'),
  action: z.string(),
  path: z.string().nullable(),
  from: z.unknown().describe('What it was: the state of a field, or null'),
  to: z.unknown(),
  why: z.string().nullable(),
  /** Of the document, after the event. */
  revision: z.int(),
  /** Names the change that this is a part of: it is undone as one. Null where nothing can be undone. */
  change_id: z.string().nullable(),
  /** SHA-256 over the hash of the event before and `auditContent`, hex. Null: from before there was a chain. */
  hash: z.string().nullable(),
})
export type AuditEvent = z.infer<typeof AuditEvent>

/** An event as it is handed to the store, which numbers and chains it. */
export type NewAuditEvent = Omit<AuditEvent, 'n' | 'hash'>

/** What the hash of an event is made over, beside the hash of the one before it (or nothing for the first). */
export const auditContent = (event: Omit<AuditEvent, 'hash'>): string =>
  JSON.stringify([
    event.tenant_id,
    event.document_id,
    event.n,
    event.at,
    event.actor,
    event.action,
    event.path,
    event.from ?? null,
    event.to ?? null,
    event.why,
    event.revision,
    event.change_id,
  ])
