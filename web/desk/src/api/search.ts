import { useInfiniteQuery } from '@tanstack/react-query'
import type { SearchAnswer } from '@colophon/domain'
import { call } from '@colophon/web-shared/client'

export interface SearchFor {
  words: string
  /** Only documents of this one. */
  collection?: string | undefined
}

const queryOf = ({ words, collection }: SearchFor, cursor: string | null): string => {
  const query = new URLSearchParams({ q: words })
  if (collection !== undefined) query.set('collection', collection)
  if (cursor !== null) query.set('cursor', cursor)
  return query.toString()
}

/** Asks nothing while there are no words. */
export const useFound = (asked: SearchFor) =>
  useInfiniteQuery({
    queryKey: ['search', asked],
    queryFn: ({ pageParam, signal }) =>
      call<SearchAnswer>('GET', `/api/search?${queryOf(asked, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    enabled: asked.words !== '',
    staleTime: 30_000,
  })
