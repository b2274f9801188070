import type { CollectionName, Collections, Records } from './collections.ts'

interface Index {
  key: Record<string, 1 | -1>
  unique?: boolean
}

const ascending = (...fields: string[]): Index => ({
  key: Object.fromEntries(fields.map((field) => [field, 1 as const])),
})
const unique = (...fields: string[]): Index => ({ ...ascending(...fields), unique: true })

/** Each order that the queue is read in, a status at a time; then what it is narrowed to most. */
const QUEUE: readonly Index[] = [
  ascending('tenant_id', 'status', 'turn', 'review_id'),
  { key: { tenant_id: 1, status: 1, risk: -1, review_id: 1 } },
  { key: { tenant_id: 1, status: 1, gain: -1, review_id: 1 } },
  ascending('tenant_id', 'collection_id', 'status', 'turn', 'review_id'),
  ascending('tenant_id', 'collection_id', 'status', 'created_at', 'review_id'),
  ascending('tenant_id', 'enrichment_job_id', 'status', 'turn', 'review_id'),
  ascending('tenant_id', 'reasons', 'status', 'turn', 'review_id'),
  ascending('tenant_id', 'flagged_fields.path', 'status', 'turn', 'review_id'),
  ascending('tenant_id', 'document_id', 'document_revision'),
  ascending('tenant_id', 'assigned_to', 'status', 'turn', 'review_id'),
  ascending('tenant_id', 'lease_owner', 'status', 'turn', 'review_id'),
  ascending('tenant_id', 'open_comments', 'status', 'turn', 'review_id'),
  // Counts are answered from these alone.
  ascending('tenant_id', 'collection_id', 'status', 'grounds'),
  ascending('tenant_id', 'status', 'lease_until', 'collection_id'),
  // What changed, what was decided when, and known answers.
  ascending('tenant_id', 'updated_at', 'review_id'),
  ascending('tenant_id', 'decided_at'),
  ascending('tenant_id', 'drawn.kind', 'updated_at'),
]

/**
 * Indexes that the design names, and those that the queries of this adapter go by (they begin with the tenant or a
 * status).
 */
export const INDEXES: Readonly<Record<CollectionName, readonly Index[]>> = {
  ocrJobs: [ascending('job_id'), ascending('status', 'created_at'), ascending('created_at')],
  jobs: [
    ascending('status', 'created_at'),
    unique('tenant_id', 'enrichment_job_id'),
    ascending('tenant_id', 'created_at', 'enrichment_job_id'),
    ascending('told', 'sealed', 'created_at'),
  ],
  memberships: [ascending('tenant_id', 'enrichment_job_id', 'position')],
  documents: [
    ascending('document_id'),
    ascending('quality_metrics.completeness_score'),
    ascending('status', 'next_at'),
    ascending('enrichment_job_id', 'status', 'review_status', 'tenant_id'),
    ascending('collection_id', 'created_at'),
    unique('tenant_id', 'document_id'),
    ascending('tenant_id', 'collection_id', 'document_id'),
    ascending('tenant_id', 'status', 'document_id'),
    // Job by job, without those that are the job's own: see counts.
    ascending('tenant_id', 'jobs', 'enrichment_job_id'),
    // Documents that were begun before those that were not.
    {
      key: { status: 1, 'dispatch.state': 1, rank: 1, begun: -1, next_at: 1, order: 1 },
    },
    ascending('status', 'dispatch.state', 'dispatch.at'),
    ascending('status', 'dispatch.state', 'dispatch.by'),
    ascending('status', 'lease.until'),
    ascending('open_effects'),
    ascending('status', 'registered', 'tenant_id', 'collection_id'),
  ],
  revisions: [unique('tenant_id', 'document_id', 'revision')],
  answers: [unique('tenant_id', 'key')],
  reviews: [
    ascending('status'),
    ascending('created_at'),
    ascending('document_id'),
    ascending('status', 'priority', 'created_at'),
    ascending('tenant_id', 'created_at', 'review_id'),
    ascending('tenant_id', 'status', 'created_at', 'review_id'),
    ascending('tenant_id', 'enrichment_job_id', 'status', 'created_at', 'review_id'),
    ...QUEUE,
  ],
  comments: [ascending('tenant_id', 'document_id', 'made')],
  settings: [unique('tenant_id', 'collection_id')],
  outbox: [ascending('tenant_id', 'order'), ascending('shared', 'order')],
  costs: [
    ascending('enrichment_job_id'),
    ascending('created_at'),
    ascending('day', 'model'),
    ascending('document_id'),
    ascending('tenant_id', 'day', 'order'),
    ascending('tenant_id', 'enrichment_job_id', 'order'),
    ascending('tenant_id', 'document_id', 'order'),
  ],
  budgets: [unique('tenant_id', 'key')],
  budgetRecords: [
    unique('tenant_id', 'scope', 'id'),
    ascending('tenant_id', 'in_force', 'scope', 'id'),
  ],
  crossings: [ascending('tenant_id', 'order')],
  registers: [ascending('behind', 'tenant_id', 'collection_id')],
  readings: [ascending('tenant_id', 'collection_id', 'document_id')],
  precedents: [ascending('tenant_id', 'collection_id', 'precedent_id')],
  audit: [
    ascending('document_id'),
    ascending('created_at'),
    ascending('tenant_id', 'document_id', 'order'),
    ascending('tenant_id', 'document_id', 'n', 'order'),
    ascending('tenant_id', 'change_id', 'document_id', 'n'),
    ascending('tenant_id', 'at'),
  ],
  deadMessages: [ascending('order')],
  deliveries: [
    ascending('tenant_id', 'order'),
    ascending('state', 'tenant_id', 'endpoint', 'next_at'),
  ],
  leaders: [],
  locks: [unique('key')],
}

/** The name every server would give it. */
const nameOf = ({ key }: Index): string =>
  Object.entries(key)
    .map(([field, direction]) => `${field}_${direction}`)
    .join('_')

const described = (index: Index): Index & { name: string } => ({
  name: nameOf(index),
  ...index,
})

const tables = (collections: Collections) =>
  (Object.keys(INDEXES) as CollectionName[]).map((name) => ({
    collection: collections[name],
    indexes: INDEXES[name].map(described),
  }))

type Description = ReturnType<typeof described>

interface Found {
  key: Record<string, unknown>
  unique?: boolean
}

async function missingOf(
  collection: Records,
  indexes: readonly Description[],
): Promise<Description[]> {
  const listed = await collection.listIndexes().toArray().catch(noSuchCollection)
  const found = (listed as Found[]).map(({ key, unique: isUnique }) => ({
    key: JSON.stringify(key),
    isUnique: isUnique === true,
  }))
  const isThere = (wanted: Description): boolean =>
    found.some(
      ({ key, isUnique }) =>
        key === JSON.stringify(wanted.key) && (wanted.unique !== true || isUnique),
    )
  return indexes.filter((wanted) => !isThere(wanted))
}

/** Whether this database was last opened by a version without a queue to work on. */
export async function lacksQueue(collections: Collections): Promise<boolean> {
  return (await missingOf(collections.reviews, QUEUE.map(described))).length > 0
}

/** Creates what is not there; several processes may do so at once. */
export async function createIndexes(collections: Collections): Promise<void> {
  await Promise.all(
    tables(collections).map(async ({ collection, indexes }) => {
      // One by one: FerretDB 1 drops the connection over a list of which several are there already.
      for (const { key, ...options } of await missingOf(collection, indexes)) {
        await collection.createIndexes([{ key, ...options }])
      }
    }),
  )
}

/** `collection.index` of each that is not there, or is not unique where it has to be. */
export async function missingIndexes(collections: Collections): Promise<string[]> {
  const missing = await Promise.all(
    tables(collections).map(async ({ collection, indexes }) =>
      (await missingOf(collection, indexes)).map(
        ({ name }) => `${collection.collectionName}.${name}`,
      ),
    ),
  )
  return missing.flat()
}

const NAMESPACE_NOT_FOUND = 26
/** A collection that is not there has no indexes. */
export function noSuchCollection(thrown: unknown): [] {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === NAMESPACE_NOT_FOUND) return []
  throw thrown
}
