import type {
  AuditEvent,
  Clock,
  CollectionEntry,
  CollectionRecord,
  CommitOutcome,
  DeskStore,
  NewAuditEvent,
  PageOf,
  PageRequest,
  QueueCounts,
  QueueFilter,
  QueueOrder,
  ReviewComment,
  ReviewCommit,
  ReviewRecord,
  TakeRequest,
} from '@colophon/domain'
import type { Connection } from '../connection/connection.ts'
import { auditFrom } from '../records/records.ts'
import type { Effects } from './effects.ts'
import type { Heads } from './heads.ts'
import { CollectionRecords, type SettingsToPut } from './desk/collection-records.ts'
import { Comments } from './desk/comments.ts'
import { Queue } from './desk/queue.ts'
import { Steps } from './desk/steps.ts'
import { Tasks } from './desk/tasks.ts'

export interface DeskDeps {
  connection: Connection
  clock: Clock
  effects: Effects
  heads: Heads
}

export class MongoDesk implements DeskStore {
  readonly #connection: Connection
  readonly #effects: Effects
  readonly #queue: Queue
  readonly #tasks: Tasks
  readonly #comments: Comments
  readonly #collections: CollectionRecords

  constructor({ connection, clock, effects, heads }: DeskDeps) {
    this.#connection = connection
    this.#effects = effects
    const steps = new Steps({ connection, effects, heads })
    this.#queue = new Queue({ connection, clock, effects })
    this.#tasks = new Tasks(connection, clock, steps)
    this.#comments = new Comments(connection, effects, steps)
    this.#collections = new CollectionRecords(connection, clock)
  }

  list(
    tenantId: string,
    filter: QueueFilter,
    order: QueueOrder,
    page: PageRequest,
  ): Promise<PageOf<ReviewRecord>> {
    return this.#connection.run(() => this.#queue.list(tenantId, filter, order, page))
  }

  count(tenantId: string, filter: QueueFilter): Promise<number> {
    return this.#connection.run(() => this.#queue.count(tenantId, filter))
  }

  counts(tenantId: string, filter: Pick<QueueFilter, 'collectionId'>): Promise<QueueCounts> {
    return this.#connection.run(() => this.#queue.counts(tenantId, filter))
  }

  take(request: TakeRequest): Promise<ReviewRecord | null> {
    return this.#connection.run(() => this.#queue.take(request))
  }

  putTask(task: ReviewRecord, audit: readonly NewAuditEvent[]): Promise<boolean> {
    return this.#connection.run(() => this.#tasks.put(task, audit))
  }

  heartbeat(
    tenantId: string,
    reviewId: string,
    lease: { id: string; untilMs: number },
  ): Promise<boolean> {
    return this.#connection.run(() => this.#tasks.heartbeat(tenantId, reviewId, lease))
  }

  addTask(task: ReviewRecord, audit: readonly NewAuditEvent[]): Promise<boolean> {
    return this.#connection.run(() => this.#tasks.add(task, audit))
  }

  commit(change: ReviewCommit): Promise<CommitOutcome> {
    return this.#connection.run(() => this.#tasks.commit(change))
  }

  change(tenantId: string, changeId: string): Promise<AuditEvent[]> {
    return this.#connection.run(async () => {
      await this.#effects.applyLeft(tenantId)
      const found = await this.#connection.collections.audit
        .find({ tenant_id: tenantId, change_id: changeId })
        .sort({ document_id: 1, n: 1 })
        .toArray()
      return found.map((stored) => auditFrom(stored, 0))
    })
  }

  comments(tenantId: string, documentId: string): Promise<ReviewComment[]> {
    return this.#connection.run(() => this.#comments.list(tenantId, documentId))
  }

  putComment(comment: ReviewComment, audit: readonly NewAuditEvent[]): Promise<void> {
    return this.#connection.run(() => this.#comments.put(comment, audit))
  }

  settings(tenantId: string, collectionId: string): Promise<CollectionRecord | null> {
    return this.#connection.run(() => this.#collections.record(tenantId, collectionId))
  }

  collection(tenantId: string, collectionId: string): Promise<CollectionEntry | null> {
    return this.#connection.run(() => this.#collections.get(tenantId, collectionId))
  }

  collections(tenantId: string, page: PageRequest): Promise<PageOf<CollectionEntry>> {
    return this.#connection.run(() => this.#collections.list(tenantId, page))
  }

  putCollection(
    tenantId: string,
    collectionId: string,
    change: SettingsToPut,
  ): Promise<CollectionRecord | null> {
    return this.#connection.run(() => this.#collections.put(tenantId, collectionId, change))
  }
}
