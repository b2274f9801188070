import {
  CollectionSettings,
  LONGEST_LEASE_MS,
  type CollectionEntry,
  type CollectionRecord,
  type OutboxEvent,
  type ReviewComment,
  type ReviewCommit,
  type SettingsChange,
} from '@colophon/domain'
import type { Row } from '../thread/database.ts'
import type { EncodedComment } from '../thread/operations/comments.ts'
import type { EncodedDecision } from '../thread/operations/decisions.ts'
import type { Moment } from '../thread/operations/queue-conditions.ts'
import { packFields, packProvenance } from './packed.ts'
import { eventRow, iso, json } from './rows.ts'
import { taskRow } from './task-rows.ts'

export const momentOf = (nowMs: number): Moment => ({
  now: iso(nowMs),
  latest: iso(nowMs + LONGEST_LEASE_MS),
})

const outboxRow = ({ tenant_id, event_id, kind, at, payload }: OutboxEvent) =>
  [tenant_id, event_id, kind, at, json(payload)] as const

export function decisionRow(change: ReviewCommit): EncodedDecision {
  const { document, task } = change
  const { enriched_data: data, quality_metrics: metrics } = document
  return {
    tenant_id: change.tenant_id,
    document_id: change.document_id,
    revision: change.revision,
    review_status: document.review_status,
    requeue: document.requeue ?? false,
    hints: document.hints === undefined ? null : json(document.hints),
    results: [
      data === null ? null : json(data),
      packProvenance(document.provenance),
      packFields(document.rivals),
      metrics === null ? null : json(metrics),
    ],
    reasons: document.review_reasons === undefined ? null : json(document.review_reasons),
    task: task === null ? null : taskRow(task),
    audit: change.audit.map(eventRow),
    outbox: change.outbox.map(outboxRow),
  }
}

export const commentRow = (comment: ReviewComment): EncodedComment => ({
  tenant_id: comment.tenant_id,
  document_id: comment.document_id,
  comment_id: comment.comment_id,
  open: comment.answers === null && comment.resolved_at === null,
  comment: JSON.stringify(comment),
})

export const commentFrom = (row: Row): ReviewComment =>
  JSON.parse(String(row['comment'])) as ReviewComment

/** Null where nobody has set anything. */
export function collectionFrom(row: Row): CollectionRecord | null {
  if (row['settings'] === null) return null
  return {
    tenant_id: String(row['tenant_id']),
    collection_id: String(row['collection_id']),
    settings: CollectionSettings.parse(JSON.parse(String(row['settings']))),
    revision: Number(row['revision']),
    changes: JSON.parse(String(row['changes'])) as SettingsChange[],
    updated_at: row['updated_at'] as string | null,
  }
}

export const entryFrom = (row: Row): CollectionEntry => ({
  collection_id: String(row['collection_id']),
  documents: Number(row['documents']),
  record: collectionFrom(row),
})
