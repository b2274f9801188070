import { ColophonError } from '@colophon/domain'
import { linesOf, type CopySource, type StoreFacts } from '../../backup/parts.ts'
import type { CollectionName, Records, Stored } from '../connection/collections.ts'
import { connect, type Connection } from '../connection/connection.ts'
import { groupSums } from '../records/groups.ts'
import { batchesOf } from './batches.ts'
import { COPY_SCHEMA } from './copy.ts'
import { createKept, type KeptIndex } from './indexes.ts'
import { INDEXES_PART, isKept, partOf, recordOf } from './lines.ts'

const keptOf = ({ collections }: Connection): Records[] =>
  (Object.keys(collections) as CollectionName[])
    .filter((name) => isKept(name))
    .map((name) => collections[name])

/** Throws `backup.not_empty` where one of our collections holds a record; what others keep beside them is no matter. */
export async function assertNoRecords(url: string): Promise<void> {
  await using connection = await connect(url)
  await connection.run(() => assertNone(connection))
}

async function assertNone(connection: Connection): Promise<void> {
  for (const records of keptOf(connection)) {
    if ((await records.findOne({}, { projection: { _id: 1 } })) === null) continue
    const where = `The collection ${records.collectionName} of the database that was named`
    throw new ColophonError('backup.not_empty', `${where} holds records already`)
  }
}

/** Puts a copy into a database without records of ours. */
export async function loadMongo(url: string, source: CopySource): Promise<StoreFacts> {
  await using connection = await connect(url)
  if (source.schema > COPY_SCHEMA) {
    const versions = `has form ${source.schema}, this version knows ${COPY_SCHEMA}`
    throw new ColophonError('store.schema_newer', `The archive ${versions}`)
  }
  return await connection.run(async () => {
    await assertNone(connection)
    for (const records of keptOf(connection)) await load(records, source)
    await loadIndexes(connection, source)
    return factsOf(connection)
  })
}

async function load(records: Records, source: CopySource): Promise<void> {
  const name = partOf(records.collectionName)
  // An archive of an earlier version knows fewer collections.
  if (!source.parts.includes(name)) return
  for await (const batch of batchesOf(recordsOf(source.read(name)))) await records.insertMany(batch)
}

async function* recordsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Stored> {
  for await (const line of linesOf(chunks)) yield recordOf(line)
}

async function loadIndexes(connection: Connection, source: CopySource): Promise<void> {
  const named = new Map(keptOf(connection).map((records) => [records.collectionName, records]))
  for await (const line of linesOf(source.read(INDEXES_PART))) {
    const { collection, ...index } = JSON.parse(line) as KeptIndex & { collection: string }
    const records = named.get(collection)
    if (records !== undefined) await createKept(records, index)
  }
}

async function factsOf(connection: Connection): Promise<StoreFacts> {
  const counts: Record<string, number> = {}
  for (const records of keptOf(connection)) {
    counts[records.collectionName] = await records.countDocuments({})
  }
  const { documents } = connection.collections
  const groups = await groupSums(documents, { where: {}, by: ['tenant_id'], sums: { n: 1 } })
  const tenants = groups.map(({ key, sums }) => [String(key['tenant_id']), Number(sums.n)])
  return {
    store: 'mongodb',
    schema: COPY_SCHEMA,
    counts,
    tenants: Object.fromEntries(tenants) as Record<string, number>,
  }
}
