import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { CollectionSettings, CollectionView } from '@colophon/domain'
import { call } from '@colophon/web-shared/client'

interface CollectionPage {
  collections: CollectionView[]
  next_cursor: string | null
}

const PAGE = 100
const at = (id: string): string => `/api/collections/${encodeURIComponent(id)}`
const queryOf = (cursor: string | null): string =>
  new URLSearchParams({ limit: String(PAGE), ...(cursor === null ? {} : { cursor }) }).toString()

export const useCollections = () =>
  useInfiniteQuery({
    queryKey: ['collections'],
    queryFn: ({ pageParam, signal }) =>
      call<CollectionPage>('GET', `/api/collections?${queryOf(pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })

/** Ids of the collections, for a choice among them: those of the first page. */
export const useCollectionIds = (): readonly string[] =>
  useCollections().data?.pages[0]?.collections.map(({ collection_id: id }) => id) ?? []

/** What somebody changes stays as they left it: it is asked for again only when they say so. */
export const useCollection = (id: string) =>
  useQuery({
    queryKey: ['collection', id],
    queryFn: ({ signal }) => call<CollectionView>('GET', at(id), { signal }),
    refetchOnWindowFocus: false,
  })

export interface SettingsToSave {
  settings: CollectionSettings
  /** Of the settings that were shown. */
  revision: number
}

export function useSaveSettings(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ settings, revision }: SettingsToSave) =>
      call<CollectionView>('PUT', at(id), { body: settings, revision }),
    onSuccess: async (view) => {
      client.setQueryData(['collection', id], view)
      await client.invalidateQueries({ queryKey: ['collections'] })
    },
  })
}
