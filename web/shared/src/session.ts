import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Me, SessionBody } from '@colophon/domain'
import { call } from './client.ts'

/** Who works. An error with status 401 means that nobody has said so. */
export const useMe = () =>
  useQuery({ queryKey: ['me'], queryFn: ({ signal }) => call<Me>('GET', '/api/me', { signal }) })

/** Begins a session: everything that was read before it may look different now. */
export function useBeginSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: SessionBody) => call<Me>('POST', '/api/session', { body }),
    onSuccess: (me) => {
      client.clear()
      client.setQueryData(['me'], me)
    },
  })
}

export function useEndSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call('DELETE', '/api/session'),
    onSuccess: () => client.resetQueries(),
  })
}
