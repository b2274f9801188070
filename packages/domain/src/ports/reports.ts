import type { DocumentRecord } from '../record/document.ts'
import type { ReviewRecord } from '../review/task.ts'
import type { PageOf } from './page.ts'

/** From `from` on, before `to`; ISO 8601 with milliseconds. */
export interface Period {
  from: string
  to: string
}

/** What figures need of a task that was decided. */
export interface DecidedTask extends Pick<
  ReviewRecord,
  | 'review_id'
  | 'collection_id'
  | 'profile'
  | 'status'
  | 'decided_by'
  | 'seconds'
  | 'approvals'
  | 'corrections'
> {
  decided_at: string
  /** Of a known answer: where it was altered, and how it ended. */
  seeded: { path: string; outcome: string } | null
}

/** How often somebody did one thing to one path. Paths with places in lists are told apart by those. */
export interface DecisionCount {
  actor: string
  action: string
  path: string | null
  count: number
}

/** A document in which a value stands, without its text. */
export type ValueHolder = Pick<
  DocumentRecord,
  | 'document_id'
  | 'collection_id'
  | 'status'
  | 'review_status'
  | 'revision'
  | 'enriched_data'
  | 'provenance'
>

export interface ValueAsk {
  profile: string
  /** Dotted, `*` for any place in a list: `people.*.name`. */
  pattern: string
  value: unknown
}

export interface ValuePage extends PageOf<ValueHolder> {
  /** How many documents were looked at for this page. */
  searched: number
}

/** Where a stream of changes was left: the time of the last change, and the task that it was of. */
export interface ChangeMark {
  at: string
  reviewId: string
}

export interface SeededFilter {
  collectionId?: string | undefined
  outcome?: 'open' | undefined
  /** Changed at this time or after. */
  changedAfter?: string | undefined
}

/** What is asked over many tasks and documents: figures, streams of changes, the same value elsewhere. */
export interface ReportStore {
  /** Tasks that changed after the mark, in the order of their changes. A heartbeat is no change. */
  changed(tenantId: string, after: ChangeMark, limit: number): Promise<ReviewRecord[]>
  /** Tasks that were approved or rejected in the period, the latest first. `total` counts those beyond the limit too. */
  decided(
    tenantId: string,
    period: Period,
    ask: { collectionId?: string | undefined; limit: number },
  ): Promise<{ tasks: DecidedTask[]; total: number }>
  /** What people did to records in the period: events that belong to a change. */
  decisions(tenantId: string, period: Period): Promise<DecisionCount[]>
  /** Known answers, the latest change first. */
  seeded(tenantId: string, filter: SeededFilter, limit: number): Promise<ReviewRecord[]>
  /**
   * Documents of a profile in which this very value stands at a place of the pattern, by document id. Looks at a bounded
   * number of documents for each page, so that a page may hold none and still have a next one.
   */
  holding(tenantId: string, ask: ValueAsk, cursor?: string): Promise<ValuePage>
}
