import type { KeptRevision, PageOf, PageRequest, RevisionSummary } from '@colophon/domain'
import { decodeCursor, pageOf } from '../../pages.ts'
import { recordId, type Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { readPage } from '../records/page-records.ts'
import { documentFrom } from '../records/records.ts'
import { taskFrom } from '../records/task-records.ts'
import { insertNew } from '../updates/updates.ts'

/** Fields of the document as it goes on; what it was has no part in them. */
const ONGOING = new Set([
  '_id',
  'jobs',
  'runs',
  'desk',
  'effects',
  'open_effects',
  'order',
  'rank',
  'begun',
])

const revisionId = (tenantId: string, documentId: string, revision: number): string =>
  recordId(tenantId, JSON.stringify([documentId, revision]))

function summaryFrom(stored: Stored): RevisionSummary {
  const { document, replaced_at } = keptFrom(stored)
  return {
    revision: document.revision,
    enrichment_job_id: document.enrichment_job_id,
    collection_id: document.collection_id,
    source_hash: document.source_hash,
    status: document.status,
    review_status: document.review_status,
    updated_at: document.updated_at,
    replaced_at,
  }
}

const keptFrom = (stored: Stored): Omit<KeptRevision, 'review'> => ({
  document: documentFrom(stored),
  replaced_at: String(stored['replaced_at']),
})

/** Documents as they were when submissions replaced them. */
export class Revisions {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /**
   * Keeps a document as it was read, before it is replaced under the condition that it still is what was read. When that
   * does not happen, the revision shows as soon as a run has made it the last but one: it is what the document was then.
   */
  async keep(stored: Stored, now: string): Promise<void> {
    const { collections, updates } = this.#connection
    const kept = Object.entries(stored).filter(([name]) => !ONGOING.has(name))
    const fields = { ...Object.fromEntries(kept), lease: null, replaced_at: now }
    const { tenant_id, document_id, revision } = stored
    const _id = revisionId(String(tenant_id), String(document_id), Number(revision))
    if (await insertNew(collections.revisions, { _id, ...fields })) return
    const older = { updated_at: { $lt: String(stored['updated_at']) } }
    await updates.one(collections.revisions, _id, older, { $set: fields })
  }

  get(tenantId: string, documentId: string, revision: number): Promise<KeptRevision | null> {
    return this.#connection.run(async () => {
      const { revisions } = this.#connection.collections
      const stored = await revisions.findOne({ _id: revisionId(tenantId, documentId, revision) })
      if (stored === null || !(await this.#isReplaced(stored))) return null
      return { ...keptFrom(stored), review: await this.#reviewOf(stored) }
    })
  }

  async list(
    tenantId: string,
    documentId: string,
    page: PageRequest,
  ): Promise<PageOf<RevisionSummary>> {
    const [before] = decodeCursor(page, [Number.MAX_SAFE_INTEGER])
    const rows = await this.#connection.run(async () => {
      const below = Math.min(before, await this.#present(recordId(tenantId, documentId)))
      return readPage(this.#connection.collections.revisions, {
        where: { tenant_id: tenantId, document_id: documentId, revision: { $lt: below } },
        sort: { revision: -1 },
        limit: page.limit,
      })
    })
    return pageOf(rows, summaryFrom, (row) => [Number(row['revision'])])
  }

  async #isReplaced(stored: Stored): Promise<boolean> {
    const id = recordId(String(stored['tenant_id']), String(stored['document_id']))
    return Number(stored['revision']) < (await this.#present(id))
  }

  async #present(documentRecordId: string): Promise<number> {
    const { documents } = this.#connection.collections
    const projection = { revision: 1 }
    const found = await documents.findOne({ _id: documentRecordId }, { projection })
    return Number(found?.['revision'] ?? 0)
  }

  /** A decision may have counted the revision up since the task was made. */
  async #reviewOf({ tenant_id, document_id, revision }: Stored): Promise<KeptRevision['review']> {
    const { reviews, revisions } = this.#connection.collections
    const document = { tenant_id, document_id }
    const [before, tasks] = await Promise.all([
      revisions
        .find({ ...document, revision: { $lt: revision } }, { projection: { revision: 1 } })
        .sort({ revision: -1 })
        .limit(1)
        .toArray(),
      reviews
        .find({
          ...document,
          document_revision: { $lte: revision },
          'drawn.kind': { $ne: 'seeded' },
        })
        .sort({ document_revision: -1 })
        .limit(1)
        .toArray(),
    ])
    const [task] = tasks
    const isOlder = Number(task?.['document_revision']) <= Number(before[0]?.['revision'] ?? 0)
    return task === undefined || isOlder ? null : taskFrom(task)
  }
}
