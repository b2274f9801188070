import { useInfiniteQuery, useMutation, useQueries, useQueryClient } from '@tanstack/react-query'
import type { BulkAnswer, FieldDecision, ReviewQueue, TaskView } from '@colophon/domain'
import { call } from './client.ts'
import { readTask } from './task.ts'

/** Each row is a document of its own that is read: no more at once than are on a page. */
const PAGE = 25

export interface BatchFilter {
  collection: string | undefined
  /** Only documents in which this path is flagged. */
  flagged: string | undefined
}

function queryOf({ collection, flagged }: BatchFilter, cursor: string | null): string {
  const query = new URLSearchParams({ order: 'oldest', limit: String(PAGE) })
  if (collection !== undefined) query.set('collection_id', collection)
  if (flagged !== undefined) query.set('field', flagged)
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

export interface BatchChange {
  ids: readonly string[]
  decision: FieldDecision
}

const bulk = ({ ids, decision }: BatchChange, dryRun: boolean) =>
  call<BulkAnswer>('POST', '/api/review/bulk', {
    body: {
      select: { review_ids: ids },
      action: { kind: 'fields', decisions: [decision] },
      dry_run: dryRun,
    },
  })

/** What a change would do, which changes nothing; and the change itself. */
export function useBatchChange() {
  const client = useQueryClient()
  const preview = useMutation({ mutationFn: (change: BatchChange) => bulk(change, true) })
  const apply = useMutation({
    mutationFn: (change: BatchChange) => bulk(change, false),
    onSettled: () => client.invalidateQueries(),
  })
  return { preview, apply }
}
