import type { KeptRevision, RevisionSummary } from '@colophon/domain'
import type { Row } from '../thread/database.ts'
import type { KeptRow } from '../thread/operations/revisions.ts'
import { documentFrom, iso } from './rows.ts'
import { taskFrom } from './task-rows.ts'

export const keptRevisionFrom = ({ document, review }: KeptRow): KeptRevision => ({
  document: documentFrom(document),
  replaced_at: iso(Number(document['replaced_at'])),
  review: review === undefined ? null : taskFrom(review),
})

type SummaryRow = Omit<RevisionSummary, 'replaced_at' | 'updated_at'> &
  Record<'replaced_at' | 'updated_at', number>

export function revisionSummaryFrom(from: Row): RevisionSummary {
  const row = from as unknown as SummaryRow
  return { ...row, replaced_at: iso(row.replaced_at), updated_at: iso(row.updated_at) }
}
