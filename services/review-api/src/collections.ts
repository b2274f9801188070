import {
  CollectionSettings,
  CollectionView,
  ColophonError,
  type CollectionEntry,
  type Store,
} from '@colophon/domain'
import { localPrincipal, operation, PageQuery, Reply } from '@colophon/runtime/http'
import { z } from 'zod'
import { etagOf, IfMatch, revisionNamed } from './if-match.ts'

const Params = z.object({ id: z.string().min(1).max(200) })

/** With every setting as it counts, whether somebody set it or not. */
const viewOf = ({ collection_id, documents, record }: CollectionEntry): CollectionView => ({
  collection_id,
  documents,
  settings: record?.settings ?? CollectionSettings.parse({}),
  revision: record?.revision ?? 0,
  changes: record?.changes ?? [],
})

const answer = (entry: CollectionEntry): Reply =>
  new Reply(viewOf(entry), { headers: { etag: etagOf(entry.record?.revision ?? 0) } })

export function collectionRoutes(store: Pick<Store, 'desk'>) {
  const list = operation({
    summary: 'Collections with their settings, by id',
    query: PageQuery,
    response: z.object({
      collections: z.array(CollectionView),
      next_cursor: z.string().nullable(),
    }),
    async handle({ tenant, query }) {
      const page = await store.desk.collections(tenant, query)
      return { collections: page.items.map(viewOf), next_cursor: page.cursor }
    },
  })

  const get = operation({
    summary: 'One collection: its settings, and who changed them when',
    params: Params,
    response: CollectionView,
    errors: { 404: 'collection.not_found' },
    async handle({ tenant, params: { id } }) {
      const entry = await store.desk.collection(tenant, id)
      if (entry !== null) return answer(entry)
      throw new ColophonError('collection.not_found', `There is no collection ${id}`)
    },
  })

  const put = operation({
    summary: 'Sets the settings of a collection; one that has no documents yet may have some too',
    params: Params,
    headers: IfMatch,
    body: z.strictObject(CollectionSettings.shape),
    response: CollectionView,
    errors: { 409: 'collection.changed', 428: 'review.revision_missing' },
    async handle({ tenant, params: { id }, headers, body, principal = localPrincipal() }) {
      const revision = revisionNamed(headers)
      // Whoever knows of no reach must not widen one: it is lifted by saying `cloud`.
      const { reach } = (await store.desk.collection(tenant, id))?.record?.settings ?? {}
      const settings = { ...(reach !== undefined && { reach }), ...body }
      const change = { revision, settings, actor: `human:${principal.sub}` }
      const record = await store.desk.putCollection(tenant, id, change)
      if (record === null)
        throw new ColophonError('collection.changed', `Collection ${id} is not at ${revision}`)
      const entry = await store.desk.collection(tenant, id)
      return answer({ collection_id: id, documents: entry?.documents ?? 0, record })
    },
  })

  return { list, get, put }
}
