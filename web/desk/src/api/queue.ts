import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import type { QueueState, ReviewQueue } from '@colophon/domain'
import { call } from '@colophon/web-shared/client'
import type { Filter } from '../behaviour/filters.ts'
import { LIVE } from './queue-events.ts'

const PAGE = 50
/** Others work at the same queue: who holds what is asked for again this often, unless the server tells of it. */
const AGAIN_MS = 15_000
const TOLD_AGAIN_MS = 5 * 60_000

function useAgain(): () => number {
  const client = useQueryClient()
  return () => (client.getQueryData(LIVE) === true ? TOLD_AGAIN_MS : AGAIN_MS)
}

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
    refetchInterval: useAgain(),
    placeholderData: (before) => before,
  })

export const useQueueState = () =>
  useQuery({
    queryKey: ['queue-state'],
    queryFn: ({ signal }) => call<QueueState>('GET', '/api/review/state', { signal }),
    refetchInterval: useAgain(),
  })
