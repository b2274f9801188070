import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { QueueState, ReviewQueue } from '@colophon/domain'
import type { Filter } from '../behaviour/filters.ts'
import { call } from './client.ts'

const PAGE = 50
/** Others work at the same queue: who holds what is asked for again this often. */
const AGAIN_MS = 15_000

const queryOf = (filter: Filter, cursor: string | null): string => {
  const query = new URLSearchParams({ ...filter, limit: String(PAGE) })
  if (cursor !== null) query.set('cursor', cursor)
  return query.toString()
}

export const useQueue = (filter: Filter) =>
  useInfiniteQuery({
    queryKey: ['queue', filter],
    queryFn: ({ pageParam, signal }) =>
      call<ReviewQueue>('GET', `/api/review/queue?${queryOf(filter, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: AGAIN_MS,
    placeholderData: (before) => before,
  })

export const useQueueState = () =>
  useQuery({
    queryKey: ['queue-state'],
    queryFn: ({ signal }) => call<QueueState>('GET', '/api/review/state', { signal }),
    refetchInterval: AGAIN_MS,
  })
