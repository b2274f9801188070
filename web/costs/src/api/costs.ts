import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type {
  BudgetStatus,
  CostOpportunities,
  CostTrends,
  Estimates,
  Spend,
} from '@colophon/domain'
import { call } from '@colophon/web-shared/client'
import { queryOf, type Filter } from '../behaviour/places.ts'

const REFRESH_MS = 60_000

/** What is kept summed up is asked again by itself; what the store has to go through its rows for, once. */
export const useCosts = <T>(path: string, { live }: { live: boolean }) =>
  useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => call<T>('GET', path, { signal }),
    ...(live ? { refetchInterval: REFRESH_MS } : { staleTime: Infinity }),
    placeholderData: keepPreviousData,
  })

export const useBudgets = () => useCosts<BudgetStatus>('/api/cost/budget/status', { live: true })

export const useSpend = (filter: Filter, groupBy: string, limit = '1000') =>
  useCosts<Spend>(`/api/cost/report/spend?${queryOf(filter, { group_by: groupBy, limit })}`, {
    live: groupBy !== 'document' && filter.document_id === undefined,
  })

export const useTrends = (filter: Filter) =>
  useCosts<CostTrends>(`/api/cost/report/trends?${queryOf(filter)}`, {
    live: filter.document_id === undefined,
  })

export const useEstimates = () => useCosts<Estimates>('/api/cost/estimates', { live: false })

export const useOpportunities = (filter: Filter) =>
  useCosts<CostOpportunities>(`/api/cost/report/opportunities?${queryOf(filter)}`, { live: false })

/** A row of the ledger, as far as the page shows it. */
export interface CallRow {
  record_id: string
  created_at: string
  document_id: string
  collection_id: string
  enrichment_job_id: string
  agent: string
  tier: string
  model: string
  state: string
  priced: boolean
  amount_usd: string
  duration_ms: number
  tokens: Readonly<Record<string, number>>
}

interface CallsPage {
  records: CallRow[]
  next_cursor: string | null
}

export const useCalls = (filter: Filter) =>
  useInfiniteQuery({
    queryKey: ['calls', filter],
    queryFn: ({ signal, pageParam }) =>
      call<CallsPage>(
        'GET',
        `/api/cost/records?${queryOf(filter, { limit: '100', ...(pageParam === '' ? {} : { cursor: pageParam }) })}`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
