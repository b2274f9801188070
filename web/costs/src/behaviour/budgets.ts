import type { BudgetScope, BudgetTerms, SetBudget } from '@colophon/domain'

type AtLimit = NonNullable<BudgetTerms['at_limit']>

export const SCOPE_WORDS: Readonly<Record<BudgetScope, string>> = {
  collection: 'Collection',
  job: 'Job',
  tenant: 'All together',
  day: 'Each day',
  month: 'Each month',
}

export const SCOPES = Object.keys(SCOPE_WORDS) as BudgetScope[]

/** Budgets of everything have no name to be chosen. */
export const isOfTenant = (scope: BudgetScope): boolean => !['collection', 'job'].includes(scope)

/** What a budget is called. */
export const nameOf = ({ scope, id }: Pick<SetBudget, 'scope' | 'id'>): string =>
  isOfTenant(scope) ? SCOPE_WORDS[scope] : `${SCOPE_WORDS[scope]} ${id}`

export const AT_LIMIT_WORDS: Readonly<Record<AtLimit, string>> = {
  local_only: 'Go on without paid models, then to a person',
  defer: 'Wait for the next period',
  stop: 'Fail, until somebody sends them round again',
}

/** Only what starts anew can be waited for. */
export const choicesAtLimit = (scope: BudgetScope): AtLimit[] =>
  scope === 'day' || scope === 'month' ? ['local_only', 'defer', 'stop'] : ['local_only', 'stop']

/** As it is typed. */
export interface TypedBudget {
  scope: BudgetScope
  id: string
  limit: string
  atLimit: AtLimit | ''
  cutoff: string
}

export const typedOf = ({
  scope,
  id,
  terms,
}: Pick<SetBudget, 'scope' | 'id' | 'terms'>): TypedBudget => ({
  ...{ scope, id },
  limit: terms?.limit_usd ?? '',
  atLimit: terms?.at_limit ?? '',
  cutoff: terms?.cutoff_percent == null ? '' : String(terms.cutoff_percent),
})

const LIMIT = /^\d{1,6}(\.\d{1,6})?$/

/** Null while something that was typed is no budget. */
export function termsOf({ scope, id, limit, atLimit, cutoff }: TypedBudget): BudgetTerms | null {
  const percent = cutoff.trim() === '' ? null : Number(cutoff)
  const isPercent =
    percent === null || (Number.isInteger(percent) && percent >= 1 && percent <= 100)
  const canBe = atLimit === '' || choicesAtLimit(scope).includes(atLimit)
  if (id.trim() === '' || !LIMIT.test(limit.trim()) || !isPercent || !canBe) return null
  return {
    limit_usd: limit.trim(),
    at_limit: atLimit === '' ? null : atLimit,
    cutoff_percent: percent,
  }
}

/** What a budget says, in one line. */
export function termsInWords(terms: BudgetTerms | null): string {
  if (terms === null) return 'no budget'
  const { limit_usd, at_limit, cutoff_percent } = terms
  return [
    `$${limit_usd}`,
    ...(at_limit === null ? [] : [AT_LIMIT_WORDS[at_limit].toLowerCase()]),
    ...(cutoff_percent === null ? [] : [`cut-off at ${String(cutoff_percent)} %`]),
  ].join(', ')
}

/** Who changed it last. */
export const lastActor = ({ changes }: Pick<SetBudget, 'changes'>): string =>
  changes.at(-1)?.actor.replace(/^human:/, '') ?? 'Somebody'
