import { useQuery } from '@tanstack/react-query'
import type { SystemStatus } from '@colophon/domain'
import { call } from '@colophon/web-shared/client'

/** As often as the server looks at itself. */
const AGAIN_MS = 10_000

/** The status, asked for again by itself; what was shown stays until there is something newer. */
export const useStatus = () =>
  useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => call<SystemStatus>('GET', '/api/status', { signal }),
    refetchInterval: AGAIN_MS,
    retry: false,
  })
