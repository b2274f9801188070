import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { DocumentView, SentTask } from '@colophon/domain'
import { call } from '@colophon/web-shared/client'

export const atDocument = (id: string): string => `/api/documents/${encodeURIComponent(id)}`

/** A document as it is now, whether anybody was asked about it or not. */
export const useDocument = (id: string) =>
  useQuery({
    queryKey: ['document', id],
    queryFn: ({ signal }) => call<DocumentView>('GET', atDocument(id), { signal }),
    refetchOnWindowFocus: false,
  })

export const documentImageOf = (id: string, page: number): string =>
  `${atDocument(id)}/pages/${page}/image`

/** Sends a document that was approved by itself to a person. */
export function useSend(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (why: string) =>
      call<SentTask>('POST', `${atDocument(id)}/review`, { body: why === '' ? {} : { why } }),
    onSettled: () =>
      Promise.all(
        [['document', id], ['document-history', id], ['queue'], ['queue-state']].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  })
}
