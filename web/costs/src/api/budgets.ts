import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BudgetEvents, BudgetTerms, SetBudget, SetBudgets } from '@colophon/domain'
import { call } from '@colophon/web-shared/client'
import { useCosts } from './costs.ts'

/** More than are in force at once. */
const MOST = 500
const EVENTS = 20

const at = ({ scope, id }: Pick<SetBudget, 'scope' | 'id'>): string =>
  `/api/cost/budget/${scope}/${encodeURIComponent(id)}`

export const useSetBudgets = () =>
  useCosts<SetBudgets>(`/api/cost/budget?limit=${String(MOST)}`, { live: true })

export const useBudgetEvents = () =>
  useCosts<BudgetEvents>(`/api/cost/budget/events?limit=${String(EVENTS)}`, { live: true })

/** One budget as it is now; asked for only when somebody says so. */
export const useBudget = (key: Pick<SetBudget, 'scope' | 'id'>) =>
  useQuery({
    queryKey: ['budget', key.scope, key.id],
    queryFn: ({ signal }) => call<SetBudget>('GET', at(key), { signal }),
    enabled: false,
  })

export interface BudgetToSave {
  key: Pick<SetBudget, 'scope' | 'id'>
  /** Null lifts it. */
  terms: BudgetTerms | null
  /** Of the budget that was shown. */
  revision: number
}

/** What stands on the page is asked for anew afterwards: each budget shows in more than one place. */
export function useSaveBudget() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ key, terms, revision }: BudgetToSave) =>
      terms === null
        ? call<SetBudget>('DELETE', at(key), { revision })
        : call<SetBudget>('PUT', at(key), { revision, body: terms }),
    onSuccess: () => client.invalidateQueries(),
  })
}
