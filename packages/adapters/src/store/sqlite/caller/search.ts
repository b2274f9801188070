import type {
  FoundDocument,
  PageRequest,
  SearchPage,
  SearchRequest,
  SearchStore,
  SearchTerm,
} from '@colophon/domain'
import { decodeCursor, pageOf } from '../../pages.ts'
import type { Row } from '../thread/database.ts'
import type { SearchScope } from '../thread/operations/search.ts'
import type { Remote } from '../protocol.ts'
import { documentFrom } from './rows.ts'

/** A search takes in what it finds not searched yet, for so long. */
const INDEXING_MS = 150

/** Words are alphabetic characters and digits: between quotes nothing of them is an operator. */
const phrase = ({ words, prefix }: SearchTerm): string =>
  `"${words.join(' ')}"${prefix ? ' *' : ''}`

function foundFrom({ review, ...row }: Row): FoundDocument {
  const document = documentFrom(row)
  if (typeof review !== 'string') return { document, review: null }
  const [review_id, title] = JSON.parse(review) as [string, string]
  return { document, review: { review_id, title: JSON.parse(title) as string } }
}

export class SqliteSearch implements SearchStore {
  readonly #remote: Remote

  constructor(remote: Remote) {
    this.#remote = remote
  }

  async find(tenantId: string, request: SearchRequest, page: PageRequest): Promise<SearchPage> {
    const { collectionId, profile } = request
    const scope = { tenantId, collectionId, profile }
    const { of, unsearched } = await this.#upToDate(scope)
    const [before] = decodeCursor(page, [Number.MAX_SAFE_INTEGER])
    const words = request.terms.map(phrase).join(' AND ')
    const rows = await this.#remote.read('search', 'find', scope, words, before, page.limit)
    const found = pageOf(rows, foundFrom, (row) => [Number(row['doc'])])
    return { ...found, searched: of - unsearched, of }
  }

  index(): Promise<number> {
    return this.#remote.write('search', 'index', null)
  }

  async #upToDate(scope: SearchScope): Promise<{ of: number; unsearched: number }> {
    const until = performance.now() + INDEXING_MS
    for (;;) {
      const counts = await this.#remote.read('search', 'counts', scope)
      if (counts.unsearched === 0 || performance.now() > until) return counts
      if ((await this.#remote.write('search', 'index', scope.tenantId)) === 0) return counts
    }
  }
}
