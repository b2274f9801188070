import {
  type AuditEvent,
  type Clock,
  type CollectionEntry,
  type CollectionRecord,
  type CollectionSettings,
  type CommitOutcome,
  type DeskStore,
  type NewAuditEvent,
  type PageOf,
  type PageRequest,
  type QueueCounts,
  type QueueFilter,
  type QueueOrder,
  type ReviewComment,
  type ReviewCommit,
  type ReviewRecord,
  type TakeRequest,
} from '@colophon/domain'
import { decodeCursor, pageOf } from '../../pages.ts'
import type { Remote } from '../protocol.ts'
import {
  collectionFrom,
  commentFrom,
  commentRow,
  decisionRow,
  entryFrom,
  momentOf,
} from './desk-rows.ts'
import { auditFrom, documentFrom, eventRow, iso, json } from './rows.ts'
import { placeOf, taskFrom, taskPage, taskRow } from './task-rows.ts'

export class SqliteDesk implements DeskStore {
  readonly #remote: Remote
  readonly #clock: Clock

  constructor(remote: Remote, clock: Clock) {
    this.#remote = remote
    this.#clock = clock
  }

  async list(
    tenantId: string,
    filter: QueueFilter,
    order: QueueOrder,
    page: PageRequest,
  ): Promise<PageOf<ReviewRecord>> {
    const now = this.#clock.now()
    const ask = { tenantId, filter, order, moment: momentOf(now) }
    const after = page.cursor === undefined ? null : placeOf(page, order)
    const rows = await this.#remote.read('desk', 'list', ask, after, page.limit)
    return taskPage(rows, order, now)
  }

  count(tenantId: string, filter: QueueFilter): Promise<number> {
    return this.#remote.read('desk', 'count', tenantId, filter, momentOf(this.#clock.now()))
  }

  async counts(
    tenantId: string,
    { collectionId }: Pick<QueueFilter, 'collectionId'>,
  ): Promise<QueueCounts> {
    const moment = momentOf(this.#clock.now())
    const counts = await this.#remote.read('desk', 'counts', tenantId, { collectionId }, moment)
    return { ...counts, reasons: Object.fromEntries(counts.reasons) }
  }

  async take(request: TakeRequest): Promise<ReviewRecord | null> {
    const { tenantId, filter, order, reviewer: owner, leaseId: id, leaseMs } = request
    const now = this.#clock.now()
    const lease = { id, owner, at: iso(now), until: iso(now + leaseMs) }
    const ask = { tenantId, filter, order, moment: momentOf(now), lease }
    const row = await this.#remote.write('desk', 'take', ask)
    return row === null ? null : taskFrom(row)
  }

  putTask(task: ReviewRecord, audit: readonly NewAuditEvent[]): Promise<boolean> {
    return this.#remote.write('desk', 'putTask', taskRow(task), audit.map(eventRow))
  }

  heartbeat(
    tenantId: string,
    reviewId: string,
    { id, untilMs }: { id: string; untilMs: number },
  ): Promise<boolean> {
    return this.#remote.write('desk', 'heartbeat', tenantId, reviewId, id, iso(untilMs))
  }

  addTask(task: ReviewRecord, audit: readonly NewAuditEvent[]): Promise<boolean> {
    return this.#remote.write('desk', 'addTask', taskRow(task), audit.map(eventRow))
  }

  async commit(change: ReviewCommit): Promise<CommitOutcome> {
    const now = this.#clock.now()
    const outcome = await this.#remote.write('decisions', 'commit', decisionRow(change), now)
    return 'conflict' in outcome ? outcome : { committed: documentFrom(outcome.committed) }
  }

  async change(tenantId: string, changeId: string): Promise<AuditEvent[]> {
    const rows = await this.#remote.read('desk', 'change', tenantId, changeId)
    return rows.map(auditFrom)
  }

  async comments(tenantId: string, documentId: string): Promise<ReviewComment[]> {
    const rows = await this.#remote.read('comments', 'list', tenantId, documentId)
    return rows.map(commentFrom)
  }

  putComment(comment: ReviewComment, audit: readonly NewAuditEvent[]): Promise<void> {
    return this.#remote.write('comments', 'put', commentRow(comment), audit.map(eventRow))
  }

  async collection(tenantId: string, collectionId: string): Promise<CollectionEntry | null> {
    const row = await this.#remote.read('collections', 'get', tenantId, collectionId)
    return row === undefined ? null : entryFrom(row)
  }

  async settings(tenantId: string, collectionId: string): Promise<CollectionRecord | null> {
    return (await this.collection(tenantId, collectionId))?.record ?? null
  }

  async collections(tenantId: string, page: PageRequest): Promise<PageOf<CollectionEntry>> {
    const [after] = decodeCursor(page, [''])
    const rows = await this.#remote.read('collections', 'list', tenantId, after, page.limit)
    return pageOf(rows, entryFrom, (row) => [String(row['collection_id'])])
  }

  async putCollection(
    tenantId: string,
    collectionId: string,
    {
      revision,
      settings,
      actor,
    }: { revision: number; settings: CollectionSettings; actor: string },
  ): Promise<CollectionRecord | null> {
    const row = await this.#remote.write('collections', 'put', {
      tenant_id: tenantId,
      collection_id: collectionId,
      revision,
      settings: json(settings),
      actor: json(actor),
      at: iso(this.#clock.now()),
    })
    return row === null ? null : collectionFrom(row)
  }
}
