import type {
  BudgetCrossing,
  BudgetKey,
  BudgetRecord,
  BudgetTerms,
} from '../money/budget-record.ts'
import type { BudgetLimit } from '../money/budget.ts'
import type { CostFilter } from '../money/cost-sums.ts'
import type { CostRecord } from '../money/cost.ts'
import type { StepRun } from '../work/enrich.ts'
import type { PageOf, PageRequest } from './page.ts'

export interface PutBudget extends BudgetKey {
  /** That it was read at; 0: there is none yet. */
  revision: number
  /** Null lifts it; what it was stays in its changes. */
  terms: BudgetTerms | null
  actor: string
  /** So many may be in force. */
  most: number
  /** Its counter, which is set to what the ledger says. Null for one that is counted without a budget too. */
  counter: BudgetCounter | null
}

/** `changed`: it is at another revision by now. `too_many`: the tenant has as many as it may. */
export type PutBudgetOutcome = { record: BudgetRecord } | { refused: 'changed' | 'too_many' }

/** What is counted under a key, and the rows of the ledger that it is the sum of. */
export interface BudgetCounter extends BudgetLimit {
  filter: CostFilter
}

export interface Recount {
  key: string
  counted_pico_usd: bigint
  ledger_pico_usd: bigint
  /** Counted and not on the ledger; below 0: on the ledger and not counted. Without what is under way. */
  drift_pico_usd: bigint
}

/** Budgets that people set, and what was told of them. The counters themselves: see `LedgerStore.budgets`. */
export interface BudgetStore {
  /** Null where nobody has set one. */
  get(tenantId: string, key: BudgetKey): Promise<BudgetRecord | null>
  /** By scope and id, lifted ones too. */
  list(tenantId: string, page: PageRequest): Promise<PageOf<BudgetRecord>>
  /** All that are not lifted. */
  inForce(tenantId: string): Promise<BudgetRecord[]>
  /** Sets, changes or lifts a budget and chains the change to those before it, in one step. */
  put(tenantId: string, change: PutBudget): Promise<PutBudgetOutcome>
  /**
   * Holds counters against the ledger and sets them to what it says. One that money moves under all the time is left as
   * it is, and its drift is what no call under way explains.
   */
  recount(tenantId: string, counters: readonly BudgetCounter[]): Promise<Recount[]>
  /**
   * Runs of all tenants that began before this, whose documents have ended or were cancelled: no claim will come that
   * ends their reservations.
   */
  abandoned(before: Date, limit: number): Promise<StepRun[]>
  /** Ends such a run with its row. False when its document goes on after all, or somebody else has ended it. */
  writeOff(run: StepRun, row: CostRecord): Promise<boolean>
  /** Writes that a threshold was reached, with its event in the outbox. False when it was written before. */
  cross(crossing: BudgetCrossing): Promise<boolean>
  /** The latest first. */
  crossings(tenantId: string, page: PageRequest): Promise<PageOf<BudgetCrossing>>
}
