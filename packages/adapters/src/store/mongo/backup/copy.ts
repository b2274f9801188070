import type { CopyTarget, StoreFacts } from '../../backup/parts.ts'
import type { CollectionName, Collections, Stored } from '../connection/collections.ts'
import { connect, type Connection } from '../connection/connection.ts'
import { withoutUnknown } from './budgets.ts'
import { copyDocuments } from './documents.ts'
import { indexesOf } from './indexes.ts'
import { AS_STORED, INDEXES_PART, isKept, Lines } from './lines.ts'

/** Version of what a copy is made of. */
export const COPY_SCHEMA = 1

/**
 * No server of the subset has a snapshot over collections, so the order is what keeps them together. Deliveries of OCR
 * systems come before the documents they turn into: one that is taken meanwhile is taken again, and changes nothing.
 * Places in jobs, jobs, answers and money come after the documents that refer to them.
 */
const BEFORE: readonly CollectionName[] = ['ocrJobs']
const AFTER: readonly CollectionName[] = [
  ...(['memberships', 'jobs', 'answers', 'costs', 'budgets'] as const),
  // An event that is shared out between the two is shared out again, to the same deliveries.
  ...(['outbox', 'deliveries', 'settings', 'deadMessages'] as const),
  ...(['budgetRecords', 'crossings'] as const),
  ...(['readings', 'registers', 'precedents'] as const),
]

/** Copies a database while others write to it. */
export async function copyMongo(url: string, target: CopyTarget): Promise<StoreFacts> {
  await using connection = await connect(url)
  return await connection.run(() => copyAll(connection, target))
}

async function copyAll(connection: Connection, target: CopyTarget): Promise<StoreFacts> {
  const { collections } = connection
  const counts: Record<string, number> = {}
  const copy = async (
    name: CollectionName,
    change: (record: Stored) => Stored = (record) => record,
  ): Promise<void> => {
    const { collectionName } = collections[name]
    const lines = await Lines.open(target, collectionName)
    for await (const record of collections[name].find({}, AS_STORED))
      await lines.add(change(record))
    await lines.end()
    counts[collectionName] = lines.count
  }
  await copyIndexes(collections, target)
  for (const name of BEFORE) await copy(name)
  const documents = await copyDocuments(connection, target)
  for (const name of AFTER) {
    if (name === 'budgets') await copy(name, (one) => withoutUnknown(one, documents.reservations))
    else await copy(name)
  }
  return {
    store: 'mongodb',
    schema: COPY_SCHEMA,
    counts: { ...counts, ...documents.counts },
    tenants: documents.tenants,
  }
}

async function copyIndexes(collections: Collections, target: CopyTarget): Promise<void> {
  const part = await target.part(INDEXES_PART)
  for (const name of Object.keys(collections) as CollectionName[]) {
    if (!isKept(name)) continue
    for (const index of await indexesOf(collections[name])) {
      const collection = collections[name].collectionName
      await part.write(`${JSON.stringify({ collection, ...index })}\n`)
    }
  }
  await part.end()
}
