import {
  DocumentSearch,
  type FoundDocument,
  type PageRequest,
  type SearchPage,
  type SearchRequest,
  type SearchStore,
} from '@colophon/domain'
import type { Filter } from 'mongodb'
import { decodeCursor, pageOf } from '../../pages.ts'
import { pageRows } from '../../page-limits.ts'
import type { Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { documentFrom } from '../records/records.ts'

/** Bounds one page: what is left is searched by the next. */
const MOST_DOCUMENTS = 2_000
const SCAN_MS = 1_000
const BATCH = 100

const READ = { provenance: 0, rivals: 0, agents: 0, effects: 0, runs: 0 } as const

interface Place {
  id: string
  searched: number
}
interface Scanned {
  found: FoundDocument[]
  /** Null at the end of all documents. */
  at: Place | null
  searched: number
}

/**
 * Reads the documents themselves, one after the other: there is no index of words. A page ends when it is full or has
 * read for long enough, and says how far the search has come.
 */
export class MongoSearch implements SearchStore {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  find(tenantId: string, request: SearchRequest, page: PageRequest): Promise<SearchPage> {
    const [id, searched] = decodeCursor(page, ['', 0])
    const { collectionId, profile } = request
    const within = {
      tenant_id: tenantId,
      ...(collectionId !== undefined && { collection_id: collectionId }),
      ...(profile !== undefined && { profile }),
    }
    const search = new DocumentSearch(request.terms)
    return this.#connection.run(async () => {
      const { documents } = this.#connection.collections
      const [scanned, of] = await Promise.all([
        this.#scan(within, search, { id, searched }, pageRows(page.limit)),
        documents.countDocuments(within),
      ])
      const { at } = scanned
      const rows = { rows: at === null ? [] : [at], more: at !== null }
      const { cursor } = pageOf(
        rows,
        (place) => place,
        (place) => [place.id, place.searched],
      )
      return { items: scanned.found, cursor, searched: Math.min(scanned.searched, of), of }
    })
  }

  index(): Promise<number> {
    return Promise.resolve(0)
  }

  async #scan(
    within: Readonly<Record<string, string>>,
    search: DocumentSearch,
    { id: after, searched: before }: Place,
    limit: number,
  ): Promise<Scanned> {
    const until = performance.now() + SCAN_MS
    const found: FoundDocument[] = []
    let searched = before
    const where = { ...within, document_id: { $gt: after } } as Filter<Stored>
    const cursor = this.#connection.collections.documents
      .find(where, { batchSize: BATCH, projection: READ })
      .sort({ document_id: 1 })
    try {
      for await (const stored of cursor) {
        const document = documentFrom({ ...stored, ...UNREAD })
        searched += 1
        if (search.matches(document)) found.push(await this.#found(document))
        const isFull = found.length === limit || searched - before === MOST_DOCUMENTS
        if (isFull || performance.now() > until) {
          return { found, at: { id: document.document_id, searched }, searched }
        }
      }
    } finally {
      await cursor.close()
    }
    return { found, at: null, searched }
  }

  async #found(document: FoundDocument['document']): Promise<FoundDocument> {
    const { tenant_id, document_id } = document
    const [task] = await this.#connection.collections.reviews
      .find({ tenant_id, document_id, 'drawn.kind': { $ne: 'seeded' } })
      .sort({ document_revision: -1, created_at: -1 })
      .limit(1)
      .toArray()
    if (task === undefined) return { document, review: null }
    const { review_id, title } = task as unknown as NonNullable<FoundDocument['review']>
    return { document, review: { review_id, title } }
  }
}

/** What the scan leaves out of the records that it reads. */
const UNREAD = { provenance: [], rivals: [], agents: {} }
