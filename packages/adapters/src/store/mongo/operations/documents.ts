import {
  isTerminal,
  type Clock,
  type DocumentFilter,
  type DocumentRecord,
  type DocumentStatus,
  type DocumentStore,
  type KeptRevision,
  type PageOf,
  type PageRequest,
  type RevisionSummary,
} from '@colophon/domain'
import type { RowsOfPage } from '../../page-limits.ts'
import { decodeCursor, pageOf } from '../../pages.ts'
import { recordId, type Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { matches, type Condition } from '../updates/matches.ts'
import { PageFilling, readPage } from '../records/page-records.ts'
import { documentFrom, iso } from '../records/records.ts'
import type { Revisions } from './revisions.ts'
import type { ToldJobs } from './told-jobs.ts'

const CHUNK = 100

interface Placed {
  position: number
  record: Stored
}

export interface DocumentDeps {
  connection: Connection
  clock: Clock
  revisions: Revisions
  toldJobs: ToldJobs
}

const narrow = ({ status, collectionId }: DocumentFilter): Condition => ({
  ...(collectionId !== undefined && { collection_id: collectionId }),
  ...(status !== undefined && { status }),
})

/** Sent round again. */
export const queuedAgain = (now: string): Record<string, unknown> => ({
  status: 'queued',
  attempts: 0,
  begun: false,
  next_at: now,
  'dispatch.state': 'pending',
  'dispatch.at': now,
  error: null,
  updated_at: now,
})

export class MongoDocuments implements DocumentStore {
  readonly #connection: Connection
  readonly #clock: Clock
  readonly #revisions: Revisions
  readonly #toldJobs: ToldJobs

  constructor({ connection, clock, revisions, toldJobs }: DocumentDeps) {
    this.#connection = connection
    this.#clock = clock
    this.#revisions = revisions
    this.#toldJobs = toldJobs
  }

  get(tenantId: string, documentId: string): Promise<DocumentRecord | null> {
    return this.#connection.run(async () => {
      const { documents } = this.#connection.collections
      const stored = await documents.findOne({ _id: recordId(tenantId, documentId) })
      return stored === null ? null : documentFrom(stored)
    })
  }

  revision(tenantId: string, documentId: string, revision: number): Promise<KeptRevision | null> {
    return this.#revisions.get(tenantId, documentId, revision)
  }

  revisions(
    tenantId: string,
    documentId: string,
    page: PageRequest,
  ): Promise<PageOf<RevisionSummary>> {
    return this.#revisions.list(tenantId, documentId, page)
  }

  async list(
    tenantId: string,
    filter: DocumentFilter,
    page: PageRequest,
  ): Promise<PageOf<DocumentRecord>> {
    const { jobId } = filter
    if (jobId !== undefined) {
      const rows = await this.#connection.run(() =>
        this.#listJob(tenantId, { ...filter, jobId }, page),
      )
      return pageOf(
        rows,
        ({ record }) => documentFrom(record),
        ({ position }) => [position],
      )
    }
    const [after] = decodeCursor(page, [''])
    const rows = await this.#connection.run(() =>
      readPage(this.#connection.collections.documents, {
        where: { tenant_id: tenantId, document_id: { $gt: after }, ...narrow(filter) },
        sort: { document_id: 1 },
        limit: page.limit,
      }),
    )
    return pageOf(rows, documentFrom, (row) => [String(row['document_id'])])
  }

  requeue(
    tenantId: string,
    filter: { documentId?: string; jobId?: string; statuses: readonly DocumentStatus[] },
  ): Promise<number> {
    const now = iso(this.#clock.now())
    return this.#connection.run(async () => {
      const { collections, updates } = this.#connection
      const { documentId, jobId } = filter
      const expected = { status: { $in: filter.statuses.filter(isTerminal) } }
      const again = { $set: queuedAgain(now) }
      if (documentId !== undefined) {
        const id = recordId(tenantId, documentId)
        const queued = await updates.one(collections.documents, id, expected, again)
        if (queued === null) return 0
        await this.#toldJobs.openAgain(tenantId, queued['jobs'] as string[])
        return 1
      }
      const where = {
        tenant_id: tenantId,
        ...(jobId !== undefined && { jobs: jobId }),
        ...expected,
      }
      const changed = await updates.many(collections.documents, where, again)
      await this.#openAgain(tenantId, jobId)
      if (jobId !== undefined && changed > 0) await this.#revive(tenantId, jobId, now)
      return changed
    })
  }

  /** Also when nothing was queued now: a process may have died after it did. */
  async #openAgain(tenantId: string, jobId: string | undefined): Promise<void> {
    const { documents } = this.#connection.collections
    const waiting = {
      tenant_id: tenantId,
      ...(jobId !== undefined && { jobs: jobId }),
      status: 'queued',
    }
    const jobs: unknown[] = await documents.distinct('jobs', waiting)
    await this.#toldJobs.openAgain(tenantId, jobs.map(String))
  }

  async #revive(tenantId: string, jobId: string, now: string): Promise<void> {
    const { collections, updates } = this.#connection
    const change = { $set: { cancelled: false, updated_at: now } }
    await updates.one(collections.jobs, recordId(tenantId, jobId), { cancelled: true }, change)
  }

  /** In the order of their positions. Places and documents are two collections, read side by side. */
  async #listJob(
    tenantId: string,
    filter: DocumentFilter & { jobId: string },
    page: PageRequest,
  ): Promise<RowsOfPage<Placed>> {
    const { memberships, documents } = this.#connection.collections
    // A place may be that of a document which was refused.
    const wanted = { ...narrow(filter), jobs: filter.jobId }
    const filling = new PageFilling<Placed>(page.limit)
    let after: number = decodeCursor(page, [-1])[0]
    for (;;) {
      const places = await memberships
        .find({
          tenant_id: tenantId,
          enrichment_job_id: filter.jobId,
          position: { $gt: after },
        })
        .sort({ position: 1 })
        .limit(CHUNK)
        .toArray()
      const ids = places.map((place) => recordId(tenantId, String(place['document_id'])))
      const found = await this.#connection.byIds(documents, ids)
      const records = new Map(found.map((record) => [record._id, record]))
      for (const [n, place] of places.entries()) {
        after = Number(place['position'])
        const record = records.get(ids[n] ?? '')
        if (record === undefined || !matches(record, wanted)) continue
        if (!filling.add({ position: after, record }, record)) return filling.page
      }
      if (places.length < CHUNK) return filling.page
    }
  }
}
