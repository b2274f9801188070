import { useInfiniteQuery } from '@tanstack/react-query'
import type {
  PrecedentAnswer,
  PrecedentDecision,
  PrecedentView,
  RegisterView,
} from '@colophon/domain'
import { call } from '@colophon/web-shared/client'

interface PrecedentPage {
  precedents: PrecedentView[]
  next_cursor: string | null
}

const PAGE = 50
/** Records that are about to change have changed soon. */
const SOON_MS = 3_000
const at = (collection: string): string => `/api/collections/${encodeURIComponent(collection)}`

const queryOf = (cursor: string | null, words = ''): string =>
  new URLSearchParams({
    limit: String(PAGE),
    ...(words === '' ? {} : { q: words }),
    ...(cursor === null ? {} : { cursor }),
  }).toString()

/** The people of a collection; asks nothing while none is chosen. */
export const usePeople = (collection: string, words: string) =>
  useInfiniteQuery({
    queryKey: ['register', collection, words],
    queryFn: ({ pageParam, signal }) =>
      call<RegisterView>('GET', `${at(collection)}/register?${queryOf(pageParam, words)}`, {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    enabled: collection !== '',
    refetchInterval: ({ state }) => ((state.data?.pages[0]?.pending ?? 0) > 0 ? SOON_MS : false),
  })

/** What people decided on its names. */
export const usePrecedents = (collection: string) =>
  useInfiniteQuery({
    queryKey: ['precedents', collection],
    queryFn: ({ pageParam, signal }) =>
      call<PrecedentPage>('GET', `${at(collection)}/precedents?${queryOf(pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    enabled: collection !== '',
  })

/** Decides on names, or says what that would change. */
export const decideOnNames = (collection: string, decision: PrecedentDecision, dryRun: boolean) =>
  call<PrecedentAnswer>('POST', `${at(collection)}/precedents`, {
    body: { decision, dry_run: dryRun },
  })

/** Takes a decision on names back, or says what that would change. */
export const undoOnNames = (collection: string, id: string, dryRun: boolean) =>
  call<PrecedentAnswer>('POST', `${at(collection)}/precedents/${encodeURIComponent(id)}/undo`, {
    body: { dry_run: dryRun },
  })

const OF_NAMES = 'names:'

/** Names a decision on names among all that can be taken back. */
export const tokenOf = ({
  collection_id,
  precedent_id,
}: Pick<PrecedentView, 'collection_id' | 'precedent_id'>): string =>
  OF_NAMES + JSON.stringify([collection_id, precedent_id])

export const isOnNames = (token: string): boolean => token.startsWith(OF_NAMES)

/** Takes it back by its token, for good: it can be decided again. */
export async function takeBackOnNames(token: string) {
  const [collection, id] = JSON.parse(token.slice(OF_NAMES.length)) as [string, string]
  await undoOnNames(collection, id, false)
  return { undo: null, done: 1, conflicts: [] }
}
