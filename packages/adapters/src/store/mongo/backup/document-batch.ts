import { ColophonError } from '@colophon/domain'
import type { Filter } from 'mongodb'
import type { Records, Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { headFrom } from '../records/desk-head.ts'
import { AS_STORED, numberOf } from './lines.ts'

/** How often a document that people and workers keep changing is read again. */
const MOST_TRIES = 20

const stepOf = (document: Stored | undefined): number =>
  numberOf((document === undefined ? null : headFrom(document))?.step ?? 0)

export const keyOf = ({ tenant_id, document_id }: Stored): string =>
  `${String(tenant_id)}/${String(document_id)}`

/** Records in other collections that belong to these documents. */
export async function* recordsOf(
  records: Records,
  documents: readonly Stored[],
): AsyncGenerator<Stored> {
  const tenants = Map.groupBy(documents, ({ tenant_id }) => String(tenant_id))
  for (const [tenant_id, own] of tenants) {
    const ids = own.map(({ document_id }) => document_id)
    const filter = { tenant_id, document_id: { $in: ids } } as Filter<Stored>
    yield* records.find(filter, AS_STORED)
  }
}

/**
 * Some documents with what follows their steps. A document is written first and what it entails after it, so records that
 * are no step ahead of it are as it says, or it still carries what they lack. Those of one that was read too early are
 * read again together with it.
 */
export class DocumentBatch {
  readonly documents: Map<string, Stored>
  readonly tasks = new Map<string, Stored[]>()
  readonly comments = new Map<string, Stored[]>()

  private constructor(documents: readonly Stored[]) {
    this.documents = new Map(documents.map((document) => [keyOf(document), document]))
  }

  static async read(connection: Connection, documents: readonly Stored[]): Promise<DocumentBatch> {
    const batch = new DocumentBatch(documents)
    let stale: readonly Stored[] = documents
    for (let tries = 0; stale.length > 0; tries += 1) {
      if (tries === MOST_TRIES) {
        const [{ _id }] = stale as [Stored]
        throw new ColophonError('backup.failed', `Document ${_id} never stood still to be copied`)
      }
      if (tries > 0) stale = await batch.#again(connection, stale)
      await batch.#readRelated(connection, stale)
      stale = stale.filter((document) => batch.#isBehind(keyOf(document)))
    }
    return batch
  }

  async #again({ collections }: Connection, stale: readonly Stored[]): Promise<Stored[]> {
    const found = await Promise.all(
      stale.map(({ _id }) => collections.documents.findOne({ _id }, AS_STORED)),
    )
    const there = found.filter((document) => document !== null)
    for (const document of there) this.documents.set(keyOf(document), document)
    return there
  }

  async #readRelated({ collections }: Connection, documents: readonly Stored[]): Promise<void> {
    for (const [kept, records] of [
      [this.tasks, collections.reviews],
      [this.comments, collections.comments],
    ] as const) {
      for (const document of documents) kept.set(keyOf(document), [])
      for await (const record of recordsOf(records, documents))
        kept.get(keyOf(record))?.push(record)
    }
  }

  #isBehind(key: string): boolean {
    const step = stepOf(this.documents.get(key))
    const related = [...(this.tasks.get(key) ?? []), ...(this.comments.get(key) ?? [])]
    return related.some((record) => Number(record['step'] ?? 0) > step)
  }
}
