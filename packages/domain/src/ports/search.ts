import type { DocumentRecord } from '../record/document.ts'
import type { SearchTerm } from '../review/search-query.ts'
import type { PageOf, PageRequest } from './page.ts'

export interface SearchRequest {
  /** All of them must be found in a document, wherever in it. At least one. */
  terms: readonly SearchTerm[]
  collectionId?: string | undefined
  profile?: string | undefined
}

export interface FoundDocument {
  document: DocumentRecord
  /** Its latest review task, when it has one. */
  review: { review_id: string; title: string } | null
}

/** `searched` of `of` documents that fit the request's collection and profile were searched so far. */
export interface SearchPage extends PageOf<FoundDocument> {
  searched: number
  of: number
}

/** Search over the text and the values of documents, as they are now: what a correction replaced is not found. */
export interface SearchStore {
  /** In an order of the store's own. Documents that no page has room for, or no time, are those of the next one. */
  find(tenantId: string, request: SearchRequest, page: PageRequest): Promise<SearchPage>
  /**
   * Takes some documents into the index that are new or changed, where there is an index. Returns how many it was; call
   * it again until that is 0.
   */
  index(): Promise<number>
}
