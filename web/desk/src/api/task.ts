import { useQuery } from '@tanstack/react-query'
import type {
  Decided,
  FieldDecision,
  ReviewLease,
  TakenTask,
  TaskView,
  UndoAnswer,
} from '@colophon/domain'
import { call } from '@colophon/web-shared/client'

const at = (id: string): string => `/api/review/${encodeURIComponent(id)}`

export const readTask = (id: string, signal?: AbortSignal) =>
  call<TaskView>('GET', at(id), { signal })

/** A task with its document. It changes under nobody's hands: it is asked for again when something was done. */
export const useTask = (id: string | undefined) =>
  useQuery({
    queryKey: ['task', id],
    queryFn: ({ signal }) => readTask(id ?? '', signal),
    enabled: id !== undefined,
    staleTime: 10_000,
    refetchOnWindowFocus: false,
  })

export const imageOf = (id: string, page: number): string => `${at(id)}/pages/${page}/image`

export const claim = (id: string, takeOver = false) =>
  call<TakenTask>('POST', `${at(id)}/assign`, { body: takeOver ? { take_over: true } : {} })

export const prolong = (id: string, leaseId: string) =>
  call<ReviewLease>('POST', `${at(id)}/heartbeat`, { body: { lease_id: leaseId } })

export const release = (id: string, leaseId: string) =>
  call('POST', `${at(id)}/release`, { body: { lease_id: leaseId }, outlives: true })

export const skip = (id: string, leaseId: string) =>
  call('POST', `${at(id)}/skip`, { body: { lease_id: leaseId } })

export interface Deciding {
  id: string
  leaseId: string
  revision: number
}

export const decideFields = (
  { id, leaseId, revision }: Deciding,
  decisions: readonly FieldDecision[],
) =>
  call<Decided>('PATCH', `${at(id)}/fields`, { body: { lease_id: leaseId, decisions }, revision })

export const approve = ({ id, leaseId, revision }: Deciding) =>
  call<Decided>('POST', `${at(id)}/approve`, { body: { lease_id: leaseId }, revision })

export const reject = (
  { id, leaseId, revision }: Deciding,
  body: { reason: string; requeue: boolean; hints?: string },
) => call<Decided>('POST', `${at(id)}/reject`, { body: { lease_id: leaseId, ...body }, revision })

export const reopen = (id: string, why: string) =>
  call('POST', `${at(id)}/reopen`, { body: { why } })

export const retry = (id: string) => call('POST', `${at(id)}/retry`, { body: {} })

export const undo = (token: string) =>
  call<UndoAnswer>('POST', `/api/review/undo/${encodeURIComponent(token)}`, { body: {} })
