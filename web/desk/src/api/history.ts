import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Decided, History, HistoryEvent, RecordVersion } from '@colophon/domain'
import { call } from '@colophon/web-shared/client'
import { atDocument } from './document.ts'

const PAGE = 200
/** A history longer than this is shown from its beginning, and says so. */
const MOST = 5_000

const at = (id: string): string => `/api/review/${encodeURIComponent(id)}`

export interface WholeHistory {
  events: HistoryEvent[]
  whole: boolean
}

async function readHistory(of: string, signal: AbortSignal): Promise<WholeHistory> {
  const events: HistoryEvent[] = []
  let cursor: string | null = null
  do {
    const query: URLSearchParams = new URLSearchParams({ limit: String(PAGE) })
    if (cursor !== null) query.set('cursor', cursor)
    const page: History = await call('GET', `${of}/history?${query.toString()}`, { signal })
    events.push(...page.history)
    cursor = page.next_cursor
  } while (cursor !== null && events.length < MOST)
  return { events, whole: cursor === null }
}

export const useHistory = (id: string) =>
  useQuery({
    queryKey: ['history', id],
    queryFn: ({ signal }) => readHistory(at(id), signal),
  })

/** Of a document, whether anybody was asked about it or not. */
export const useDocumentHistory = (id: string) =>
  useQuery({
    queryKey: ['document-history', id],
    queryFn: ({ signal }) => readHistory(atDocument(id), signal),
  })

/** What a record was stays what it was. */
export const useVersion = (id: string, revision: number | undefined) =>
  useQuery({
    queryKey: ['version', id, revision],
    queryFn: ({ signal }) =>
      call<RecordVersion>('GET', `${at(id)}/versions/${revision ?? 0}`, { signal }),
    enabled: revision !== undefined,
    staleTime: Infinity,
  })

export interface Restoring {
  /** The version that the record is to be again. */
  to: number
  /** Of the document as it was shown. */
  revision: number
  why: string
}

export function useRestore(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ to, revision, why }: Restoring) =>
      call<Decided>('POST', `${at(id)}/restore`, {
        body: { revision: to, ...(why === '' ? {} : { why }) },
        revision,
      }),
    onSettled: () =>
      Promise.all(
        [
          ['history', id],
          ['task', id],
        ].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  })
}
