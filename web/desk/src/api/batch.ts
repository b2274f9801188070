import { useInfiniteQuery, useQueries } from '@tanstack/react-query'
import type { ReviewQueue, TaskView } from '@colophon/domain'
import { call } from '@colophon/web-shared/client'
import { readTask } from './task.ts'

/** Each row is a document of its own that is read: no more at once than are on a page. */
const PAGE = 25

export interface BatchFilter {
  /** Kind of records. */
  profile: string
  collection: string | undefined
  /** Only documents in which this path is flagged. */
  flagged: string | undefined
}

/** The filter with the names that the queue knows. */
export const queueFilterOf = ({
  profile,
  collection,
  flagged,
}: BatchFilter): Record<string, string> => ({
  profile,
  ...(collection === undefined ? {} : { collection_id: collection }),
  ...(flagged === undefined ? {} : { field: flagged }),
})

function queryOf(filter: BatchFilter, cursor: string | null): string {
  const query = new URLSearchParams({
    ...{ order: 'oldest', limit: String(PAGE) },
    ...queueFilterOf(filter),
  })
  if (cursor !== null) query.set('cursor', cursor)
  return query.toString()
}

/** Documents that wait, page by page. */
export const useBatchTasks = (filter: BatchFilter) =>
  useInfiniteQuery({
    queryKey: ['batch', filter],
    queryFn: ({ pageParam, signal }) =>
      call<ReviewQueue>('GET', `/api/review/queue?${queryOf(filter, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

/** The documents themselves; undefined while one is on its way. */
export const useDocuments = (ids: readonly string[]): readonly (TaskView | undefined)[] =>
  useQueries({
    queries: ids.map((id) => ({
      queryKey: ['task', id],
      queryFn: ({ signal }: { signal: AbortSignal }) => readTask(id, signal),
      staleTime: 10_000,
    })),
    combine: (results) => results.map(({ data }) => data),
  })
