import {
  ColophonError,
  DocumentSearch,
  parseSearch,
  SearchAnswer,
  type FoundDocument,
  type Profile,
  type SearchHit,
  type Store,
} from '@colophon/domain'
import { operation, PageQuery } from '@colophon/runtime/http'
import { z } from 'zod'

const Query = PageQuery.extend({
  q: z
    .string()
    .min(1)
    .max(200)
    .describe(
      'Words, all of which are found; `"words together"`; `be*` for words that begin so, with two characters or more',
    ),
  collection: z.string().min(1).max(200).optional().describe('Only documents of this collection'),
  profile: z.string().min(1).max(200).optional().describe('Only records of this kind'),
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Documents of a page'),
})

export function searchOperation(store: Pick<Store, 'search'>, profiles: readonly Profile[]) {
  const titleOf = ({ document, review }: FoundDocument): string => {
    const profile = profiles.find(({ name }) => name === document.profile)
    const { enriched_data: data } = document
    if (profile !== undefined && data !== null) return profile.title(data)
    return review?.title ?? document.document_id
  }
  return operation({
    summary: 'Documents in whose text or values words are found; case and diacritics do not matter',
    description:
      'Documents are searched as they are now. `searched` of `of` says how many were looked at so far: new ones follow at a ' +
      'distance, and where there is no index each page reads some more, so that a page without hits may have a next one.',
    query: Query,
    orderedBy: ['q', 'collection', 'profile'],
    response: SearchAnswer,
    async handle({ tenant, query }) {
      const terms = parseSearch(query.q)
      if (terms.length === 0) {
        throw new ColophonError('request.invalid', 'There is no word in the search')
      }
      const { collection: collectionId, profile, ...page } = query
      const found = await store.search.find(tenant, { terms, collectionId, profile }, page)
      const search = new DocumentSearch(terms)
      const hits = found.items.map((one): SearchHit => ({
        document_id: one.document.document_id,
        collection_id: one.document.collection_id,
        review_id: one.review?.review_id ?? null,
        title: titleOf(one),
        review_status: one.document.review_status,
        found: search.excerpts(one.document),
      }))
      const { searched, of, cursor } = found
      return { hits, searched, of, next_cursor: cursor }
    },
  })
}
