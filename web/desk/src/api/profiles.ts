import { useQuery } from '@tanstack/react-query'
import type { ProfileForm } from '@colophon/domain'
import { call } from '@colophon/web-shared/client'

/** The kinds of records, which stay as they are while the server runs. */
export const useProfiles = () =>
  useQuery({
    queryKey: ['profiles'],
    queryFn: ({ signal }) => call<ProfileForm[]>('GET', '/api/profiles', { signal }),
    staleTime: Infinity,
  })

export function useProfile(name: string | undefined): ProfileForm | undefined {
  return useProfiles().data?.find((profile) => profile.name === name)
}
