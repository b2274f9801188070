import type { Profile } from '../profile.ts'
import type { DocumentRecord } from '../record/document.ts'
import { getPath } from '../record/path.ts'
import type { ReviewCommit } from '../ports/desk.ts'
import type { FieldChange } from './apply-decision.ts'
import type { NewAuditEvent } from './audit.ts'
import type { DecidedRecord } from './field-state.ts'
import type { ReviewStatus } from './review.ts'
import { qualityOf } from './standing.ts'
import { isoOf } from './task-change.ts'
import { isNeutral, type ReviewRecord } from './task.ts'

/** Who changes a document, when, and under which name it can be undone. */
export interface ChangeBy {
  /** Of a person, as their token says. */
  sub: string
  nowMs: number
  /** Null where it cannot be undone. */
  changeId: string | null
}

export const humanActor = (sub: string): string => `human:${sub}`

/** An event of a change, of the document as the change leaves it. */
export const changeEvent = (
  document: Pick<DocumentRecord, 'tenant_id' | 'document_id' | 'revision'>,
  { sub, nowMs, changeId }: ChangeBy,
  event: Pick<NewAuditEvent, 'action' | 'path' | 'from' | 'to' | 'why'>,
): NewAuditEvent => ({
  tenant_id: document.tenant_id,
  document_id: document.document_id,
  at: isoOf(nowMs),
  actor: humanActor(sub),
  ...event,
  revision: document.revision + 1,
  change_id: changeId,
})

export const recordOf = ({
  enriched_data,
  provenance,
  rivals,
}: Pick<DocumentRecord, 'enriched_data' | 'provenance' | 'rivals'>): DecidedRecord => ({
  data: enriched_data ?? {},
  provenance,
  rivals,
})

export interface RecordChange {
  record: DecidedRecord
  reviewStatus: ReviewStatus | null
  /** As it becomes, but for what it says of the record. Null where no task is concerned. */
  task: ReviewRecord | null
  audit: readonly NewAuditEvent[]
}

/** The commit of a record that people changed: its quality, and what its task says of it, follow. */
export function recordCommit(
  profile: Profile,
  document: DocumentRecord,
  { record, reviewStatus, task, audit }: RecordChange,
  nowMs: number,
): ReviewCommit {
  const { metrics, flagged } = qualityOf(profile, document, record, new Date(nowMs))
  return {
    tenant_id: document.tenant_id,
    document_id: document.document_id,
    revision: document.revision,
    document: {
      enriched_data: record.data,
      provenance: record.provenance,
      rivals: record.rivals,
      quality_metrics: metrics,
      review_status: reviewStatus,
    },
    task: task && {
      ...task,
      title: profile.title(record.data),
      ...(!isNeutral(task) && {
        flagged_fields: flagged,
        completeness: metrics.completeness_score,
        gain: new Set(flagged.map(({ path }) => path)).size,
      }),
    },
    audit,
    outbox: [],
  }
}

/** Longer values are in the record and its history; lists of tasks would carry them along. */
const MAX_SHOWN = 2_000

const shown = (value: unknown): unknown =>
  value === undefined || JSON.stringify(value).length > MAX_SHOWN ? null : value

/** What people changed so far: the values as they are now, null where there is none or a long one. */
export const correctionsOf = (
  { corrections }: Pick<ReviewRecord, 'corrections'>,
  { data }: DecidedRecord,
  changes: readonly Pick<FieldChange, 'state' | 'action'>[],
): ReviewRecord['corrections'] => ({
  ...corrections,
  ...Object.fromEntries(
    changes
      .filter(({ action }) => action !== 'accept')
      .map(({ state }) => [state, shown(getPath(data, state))]),
  ),
})
