import assert from 'node:assert/strict'
import type { DecidedDocument, OutboxEvent, ReviewCommit } from '@colophon/domain'
import { read, type Subject } from './subject.ts'

/** A decision that changes nothing yet, of the document as it is. */
export async function decision(
  subject: Subject,
  id: string,
  overrides: Partial<DecidedDocument> = {},
): Promise<ReviewCommit> {
  const { tenant_id, document_id, revision, ...document } = await read(subject, id)
  const { enriched_data, provenance, rivals, quality_metrics, review_status } = document
  const decided = { enriched_data, provenance, rivals, quality_metrics, review_status }
  return {
    tenant_id,
    document_id,
    revision,
    document: { ...decided, ...overrides },
    task: null,
    audit: [],
    outbox: [],
  }
}

/** What a person decides of a document, without a task. */
export async function decide(
  subject: Subject,
  id: string,
  overrides: Partial<DecidedDocument> = {},
  outbox: readonly OutboxEvent[] = [],
): Promise<void> {
  const change = { ...(await decision(subject, id, overrides)), outbox }
  assert.ok('committed' in (await subject.store.desk.commit(change)))
}
