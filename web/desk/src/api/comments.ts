import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '@colophon/web-shared/client'
import type { Span } from '../behaviour/spans.ts'

const at = (id: string): string => `/api/review/${encodeURIComponent(id)}/comments`

/** Remarks on a document; the task is read again with them. */
export function useComments(id: string) {
  const client = useQueryClient()
  const onSuccess = () => client.invalidateQueries({ queryKey: ['task', id] })
  const add = useMutation({
    mutationFn: (comment: { text: string; path: string; span: Span | null }) =>
      call('POST', at(id), { body: comment }),
    onSuccess,
  })
  const resolve = useMutation({
    mutationFn: (comment: string) =>
      call('PATCH', `${at(id)}/${encodeURIComponent(comment)}`, { body: { resolved: true } }),
    onSuccess,
  })
  return { add, resolve }
}
