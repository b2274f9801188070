import type { BudgetStore } from '../ports/budgets.ts'
import { keepAnswers } from '../work/kept-answers.ts'
import {
  PERIODS,
  THRESHOLDS,
  type AtLimit,
  type BudgetKey,
  type BudgetRecord,
  type BudgetScope,
} from './budget-record.ts'
import {
  budgetLimits,
  dayKey,
  monthKey,
  nextDay,
  nextMonth,
  type BudgetLimit,
  type BudgetSettings,
  type BudgetState,
} from './budget.ts'
import type { CostFilter } from './cost-sums.ts'
import { picoUsd, type PicoUsd } from './pico-usd.ts'

/** A limit with what becomes of documents that it has no room for. */
export interface HeldLimit extends BudgetLimit {
  scope: 'document' | BudgetScope
  /** Of what it is: a document, a collection, a job, or the tenant. */
  id: string
  at_limit: AtLimit
  cutoff_percent: number
  /** When it starts anew; null: never. */
  resets: Date | null
}

/** One that more than one document is under. */
export interface SharedLimit extends HeldLimit {
  scope: BudgetScope
}

type Terms = Pick<HeldLimit, 'limit_pico_usd'> & {
  at_limit: AtLimit | null
  cutoff_percent: number | null
}

/** The budgets of a tenant by what they are of. */
export type Budgets = ReadonlyMap<string, Terms>

export const NO_BUDGETS: Budgets = new Map()

const nameOf = (scope: BudgetScope, id: string): string => `${scope}:${id}`

export const budgetsBy = (records: readonly BudgetRecord[]): Budgets =>
  new Map(
    records.flatMap(({ scope, id, terms }) =>
      terms === null
        ? []
        : [[nameOf(scope, id), { ...terms, limit_pico_usd: picoUsd(terms.limit_usd) }]],
    ),
  )

/** The key of its counter: that of a period names the period. */
export function counterKey(scope: BudgetScope, id: string, at: Date): string {
  if (scope === 'day') return dayKey(at)
  return scope === 'month' ? monthKey(at) : nameOf(scope, id)
}

/** The rows of the ledger that count under a budget. */
export function counterFilter(scope: BudgetScope, id: string, at: Date): CostFilter {
  const [day, month] = [at.toISOString().slice(0, 10), at.toISOString().slice(0, 7)]
  if (scope === 'day') return { fromDay: day, toDay: day }
  if (scope === 'month') return { fromDay: `${month}-01`, toDay: `${month}-31` }
  if (scope === 'collection') return { collectionId: id }
  return scope === 'job' ? { jobId: id } : {}
}

export const resetOf = (scope: HeldLimit['scope'], at: Date): Date | null => {
  if (scope === 'day') return nextDay(at)
  return scope === 'month' ? nextMonth(at) : null
}

/** The document that is to be paid for. */
export interface Spending {
  tenant_id: string
  document_id: string
  source_hash: string
  collection_id: string
  enrichment_job_id: string
}

interface Rules {
  settings: BudgetSettings
  budgets: Budgets
  at: Date
}

function held({ settings, budgets, at }: Rules, key: BudgetKey, limit: PicoUsd): SharedLimit {
  const { scope, id } = key
  const terms = budgets.get(nameOf(scope, id))
  return {
    key: counterKey(scope, id, at),
    scope,
    id,
    limit_pico_usd:
      terms !== undefined && terms.limit_pico_usd < limit ? terms.limit_pico_usd : limit,
    at_limit: terms?.at_limit ?? settings.whenExhausted,
    cutoff_percent: terms?.cutoff_percent ?? settings.cutoffPercent,
    resets: resetOf(scope, at),
  }
}

/** The limits of this day and month of a tenant: of setting and budget the lower one. */
export function periodLimits(
  settings: BudgetSettings,
  budgets: Budgets,
  tenantId: string,
  at: Date,
): [day: SharedLimit, month: SharedLimit] {
  const rules = { settings, budgets, at }
  return [
    held(rules, { scope: 'day', id: tenantId }, settings.perDay),
    held(rules, { scope: 'month', id: tenantId }, settings.perMonth),
  ]
}

/** What holds for a budget's scope. Null where there is neither a setting nor a budget. */
export function heldLimit(
  settings: BudgetSettings,
  budgets: Budgets,
  key: BudgetKey,
  at: Date,
): SharedLimit | null {
  const [day, month] = periodLimits(settings, budgets, key.id, at)
  if (key.scope === 'day') return day
  if (key.scope === 'month') return month
  const terms = budgets.get(nameOf(key.scope, key.id))
  return terms === undefined ? null : held({ settings, budgets, at }, key, terms.limit_pico_usd)
}

/** Every limit that a call for this document is under: its own, of day and month, and those somebody has set. */
export function limitsUnder(
  settings: BudgetSettings,
  budgets: Budgets,
  spending: Spending,
  at: Date,
): HeldLimit[] {
  const { document_id: id, tenant_id: tenant, collection_id, enrichment_job_id } = spending
  const [own] = budgetLimits(settings, spending, at)
  const set: BudgetKey[] = [
    { scope: 'tenant', id: tenant },
    { scope: 'collection', id: collection_id },
    { scope: 'job', id: enrichment_job_id },
  ]
  return [
    // One that is too dear by itself stays so: neither waiting nor stopping others helps.
    { ...own, scope: 'document', id, at_limit: 'local_only', cutoff_percent: 100, resets: null },
    ...periodLimits(settings, budgets, tenant, at),
    ...set.flatMap((key) => heldLimit(settings, budgets, key, at) ?? []),
  ]
}

/** Reserved and spent under a limit; nothing where nothing was ever reserved. */
export function usedOf({ key }: BudgetLimit, states: readonly BudgetState[]): PicoUsd {
  const state = states.find((each) => each.key === key)
  return state === undefined ? 0n : state.reserved_pico_usd + state.spent_pico_usd
}

/** The limits that have reached their cut-off: as they are now, not as they were when something was last reserved. */
export const nearlySpentOf = (
  limits: readonly HeldLimit[],
  states: readonly BudgetState[],
): HeldLimit[] =>
  limits.filter(
    (limit) => usedOf(limit, states) * 100n >= limit.limit_pico_usd * BigInt(limit.cutoff_percent),
  )

/** The limits that have no room for this much more; the tightest one where money was freed since it was refused. */
export function withoutRoom(
  limits: readonly HeldLimit[],
  states: readonly BudgetState[],
  amount: PicoUsd,
): HeldLimit[] {
  const roomOf = (limit: HeldLimit): PicoUsd => limit.limit_pico_usd - usedOf(limit, states)
  const lacking = limits.filter((limit) => roomOf(limit) < amount)
  if (lacking.length > 0) return lacking
  return limits.toSorted((one, other) => (roomOf(one) < roomOf(other) ? -1 : 1)).slice(0, 1)
}

/** When all of these limits have started anew; null where one never does or its documents are not to wait. */
export function waitFor(limits: readonly HeldLimit[]): Date | null {
  const ends = limits.map(({ at_limit, resets }) => (at_limit === 'defer' ? resets : null))
  const latest = Math.max(...ends.map((end) => end?.getTime() ?? Infinity))
  return Number.isFinite(latest) ? new Date(latest) : null
}

/** The thresholds that have been reached. Of a limit of nothing, only its end, and that only by what was spent. */
export function thresholdsReached(limit: PicoUsd, spent: PicoUsd): number[] {
  if (limit === 0n) return spent > 0n ? [100] : []
  return THRESHOLDS.filter((threshold) => spent * 100n >= limit * BigInt(threshold))
}

/** Documents may wait for a next period only where there is one. */
export const canDefer = (scope: BudgetScope): boolean => PERIODS.has(scope)

/** How long a change of a budget may take to be seen by a worker: no call costs a read of its own. */
export const BUDGETS_KEPT_MS = 5_000
/** Tenants whose budgets are kept at once. */
const MOST_KEPT = 1_000

export type BudgetsOf = (tenantId: string) => Promise<Budgets>

/** Budgets as they were some seconds ago at most. Rejects as the store does: then nothing is spent. */
export const createBudgetsOf = (
  budgets: Pick<BudgetStore, 'inForce'>,
  now: () => number,
): BudgetsOf =>
  keepAnswers(async (tenantId) => budgetsBy(await budgets.inForce(tenantId)), {
    keptMs: BUDGETS_KEPT_MS,
    most: MOST_KEPT,
    now,
  })
