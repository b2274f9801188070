import {
  isTerminal,
  OPEN_TASKS,
  type Clock,
  type CommitOutcome,
  type DecidedDocument,
  type DocumentStatus,
  type NewAuditEvent,
  type ReviewCommit,
  type ReviewRecord,
} from '@colophon/domain'
import { recordId, type Stored } from '../../connection/collections.ts'
import type { Connection } from '../../connection/connection.ts'
import { documentFrom, iso, provenanceToBson } from '../../records/records.ts'
import { toBson } from '../../records/values.ts'
import { queuedAgain } from '../documents.ts'
import { notFound, type Planned, type Steps } from './steps.ts'

interface Lease {
  id: string
  untilMs: number
}

/** Changes of tasks, and what people decide of documents. */
export class Tasks {
  readonly #connection: Connection
  readonly #clock: Clock
  readonly #steps: Steps

  constructor(connection: Connection, clock: Clock, steps: Steps) {
    this.#connection = connection
    this.#clock = clock
    this.#steps = steps
  }

  async put(task: ReviewRecord, audit: readonly NewAuditEvent[]): Promise<boolean> {
    const outcome = await this.#steps.write<'task'>(task.tenant_id, task.document_id, async () =>
      (await this.#isNext(task)) ? { entails: { task, audit } } : { no: 'task' },
    )
    return 'written' in outcome
  }

  async add(task: ReviewRecord, audit: readonly NewAuditEvent[]): Promise<boolean> {
    const outcome = await this.#steps.write<'task'>(task.tenant_id, task.document_id, async () =>
      (await this.#versionOf(task)) === null ? { entails: { task, audit } } : { no: 'task' },
    )
    if ('no' in outcome && outcome.no === 'gone') throw notFound(task.document_id)
    return 'written' in outcome
  }

  async heartbeat(tenantId: string, reviewId: string, { id, untilMs }: Lease): Promise<boolean> {
    const { collections, updates } = this.#connection
    const held = { lease_id: id, status: { $in: [...OPEN_TASKS] } }
    const change = { $set: { lease_until: iso(untilMs) } }
    const _id = recordId(tenantId, reviewId)
    return (await updates.one(collections.reviews, _id, held, change)) !== null
  }

  async commit(change: ReviewCommit): Promise<CommitOutcome> {
    const { tenant_id, document_id, task } = change
    const outcome = await this.#steps.write<'revision' | 'task'>(
      tenant_id,
      document_id,
      async (document) => {
        if (!isDecidable(document, change.revision)) return { no: 'revision' }
        if (task !== null && !(await this.#fits(task))) return { no: 'task' }
        return this.#planned(document, change)
      },
    )
    return 'no' in outcome ? { conflict: outcome.no } : { committed: documentFrom(outcome.written) }
  }

  #planned(stored: Stored, { document, task, audit, outbox }: ReviewCommit): Planned {
    const now = iso(this.#clock.now())
    const { status, revision } = stored
    const reopened = document.requeue === true ? (stored['jobs'] as string[]) : []
    return {
      expected: { status, revision },
      set: {
        ...decisionsOf(document),
        ...(document.requeue === true ? queuedAgain(now) : { updated_at: now }),
        ...(document.hints !== undefined && { hints: toBson(document.hints) }),
        // It is read for its collection again.
        registered: false,
      },
      revisions: 1,
      entails: { task, audit, outbox, reopened },
    }
  }

  /** It is the next of the one that is there, or a new one. */
  async #fits(task: ReviewRecord): Promise<boolean> {
    return task.version === 1 ? (await this.#versionOf(task)) === null : await this.#isNext(task)
  }

  async #isNext(task: ReviewRecord): Promise<boolean> {
    return (await this.#versionOf(task)) === task.version - 1
  }

  /** Null when there is none; tasks from before there were versions are at their first. */
  async #versionOf({ tenant_id, review_id }: ReviewRecord): Promise<number | null> {
    const { reviews } = this.#connection.collections
    const projection = { version: 1 }
    const found = await reviews.findOne({ _id: recordId(tenant_id, review_id) }, { projection })
    return found === null ? null : Number(found['version'] ?? 1)
  }
}

/** Agents that work on it, or are about to, may make another record of it. */
const isDecidable = (stored: Stored, revision: number): boolean =>
  Number(stored['revision']) === revision && isTerminal(stored['status'] as DocumentStatus)

const decisionsOf = (document: DecidedDocument): Record<string, unknown> => ({
  enriched_data: toBson(document.enriched_data),
  provenance: provenanceToBson(document.provenance),
  rivals: toBson(document.rivals),
  quality_metrics: toBson(document.quality_metrics),
  review_status: document.review_status,
  ...(document.review_reasons !== undefined && {
    review_reasons: toBson(document.review_reasons),
  }),
})
