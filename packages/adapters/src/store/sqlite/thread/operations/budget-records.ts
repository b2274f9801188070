import type {
  BudgetCrossing,
  CostRecord,
  PutBudgetOutcome,
  Recount,
  StepRun,
} from '@colophon/domain'
import { withChange } from '../chained-changes.ts'
import { prepareAll, type Database, type Row, type Statement } from '../database.ts'
import { readRows, type RowPage } from '../page-rows.ts'
import type { Budgets } from './budgets.ts'
import type { CostRows } from './cost-rows.ts'
import type { EncodedCostFilter, LedgerOperations } from './ledger.ts'
import type { EncodedOutboxEvent, OutboxOperations } from './outbox.ts'
import type { Runs } from './runs.ts'

const ENDED = `d.status IN ('cancelled', 'completed', 'failed')`

const SQL = {
  get: 'SELECT * FROM budget_records WHERE tenant_id = ? AND scope = ? AND id = ?',
  list: `SELECT * FROM budget_records WHERE tenant_id = ? AND (scope, id) > (?, ?) ORDER BY scope, id LIMIT ?`,
  inForce: `SELECT * FROM budget_records WHERE tenant_id = ? AND terms <> 'null' ORDER BY scope, id`,
  count: `SELECT count(*) AS n FROM budget_records WHERE tenant_id = ? AND terms <> 'null'`,
  put: `INSERT INTO budget_records (tenant_id, scope, id, terms, revision, changes, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET terms = excluded.terms, revision = excluded.revision, changes = excluded.changes,
      updated_at = excluded.updated_at`,
  cross: `INSERT INTO budget_crossings (tenant_id, key, threshold, scope, id, limit_pico_usd, spent_pico_usd, at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  ended: `SELECT d.doc FROM documents d JOIN step_runs r ON r.doc = d.doc
    WHERE d.tenant_id = ? AND d.document_id = ? AND r.run_id = ? AND ${ENDED}`,
} as const

const ABANDONED = `SELECT d.tenant_id, d.document_id, run_id, step_runs.enrichment_job_id,
    step_runs.collection_id, agent, step_key, tiers, bound_pico_usd, started_at, limits
  FROM step_runs JOIN documents d USING (doc) WHERE started_at < ? AND ${ENDED} LIMIT ?`
const CROSSINGS = `SELECT * FROM budget_crossings WHERE tenant_id = ? AND crossing < ? ORDER BY crossing DESC LIMIT ?`

export interface EncodedCounter {
  key: string
  limit_pico_usd: bigint
  filter: EncodedCostFilter
}

/** Terms and who sets them, as JSON. */
export interface EncodedBudget {
  tenant_id: string
  scope: string
  id: string
  /** That it was made of. */
  revision: number
  /** `null` lifts it. */
  terms: string
  actor: string
  at: string
  /** So many budgets may be in force. */
  most: number
  counter: EncodedCounter | null
}

interface Deps {
  budgets: Budgets
  costs: CostRows
  ledger: LedgerOperations
  outbox: OutboxOperations
  runs: Runs
}

type Refused = Extract<PutBudgetOutcome, { refused: unknown }>

export class BudgetOperations {
  readonly #sql
  readonly #crossings: Statement
  readonly #abandoned: Statement
  readonly #deps: Deps

  constructor(db: Database, deps: Deps) {
    this.#sql = prepareAll(db, SQL)
    this.#crossings = db.prepare(CROSSINGS, { bigInts: true })
    this.#abandoned = db.prepare(ABANDONED, { bigInts: true })
    this.#deps = deps
  }

  get(tenantId: string, scope: string, id: string): Row | undefined {
    return this.#sql.get.get(tenantId, scope, id)
  }

  list(tenantId: string, after: readonly [string, string], limit: number): RowPage {
    return readRows({ statement: this.#sql.list, values: [tenantId, ...after], limit })
  }

  inForce(tenantId: string): Row[] {
    return this.#sql.inForce.all(tenantId)
  }

  put(change: EncodedBudget): { row: Row | undefined } | Refused {
    const { tenant_id, scope, id, terms, at, actor, most, counter } = change
    const row = this.get(tenant_id, scope, id)
    if (Number(row?.['revision'] ?? 0) !== change.revision) return { refused: 'changed' }
    const from = String(row?.['terms'] ?? 'null')
    const isNew = from === 'null' && terms !== 'null'
    if (isNew && Number(this.#sql.count.get(tenant_id)?.['n']) >= most) {
      return { refused: 'too_many' }
    }
    const n = change.revision + 1
    const of = [tenant_id, scope, id]
    const changes = withChange(row?.['changes'], { of, n, at, actor, from, to: terms })
    this.#sql.put.run(tenant_id, scope, id, terms, n, changes, at)
    if (counter !== null) this.#recountOne(tenant_id, counter)
    return { row: this.get(tenant_id, scope, id) }
  }

  recount(tenantId: string, counters: readonly EncodedCounter[]): Recount[] {
    return counters.map((counter) => this.#recountOne(tenantId, counter))
  }

  abandoned(before: string, limit: number): Row[] {
    return this.#abandoned.all(before, limit)
  }

  writeOff({ tenant_id, document_id, run_id }: StepRun, row: CostRecord): boolean {
    const ended = this.#sql.ended.get(tenant_id, document_id, run_id)
    if (ended === undefined) return false
    this.#deps.runs.end(Number(ended['doc']), tenant_id, run_id, [row])
    return true
  }

  cross(crossing: BudgetCrossing, event: EncodedOutboxEvent): boolean {
    const { tenant_id, key, threshold, scope, id, limit_pico_usd, spent_pico_usd, at } = crossing
    const amounts = [limit_pico_usd, spent_pico_usd]
    const { changes } = this.#sql.cross.run(tenant_id, key, threshold, scope, id, ...amounts, at)
    if (changes !== 1) return false
    this.#deps.outbox.put([event])
    return true
  }

  /** The latest first, those before `crossing`. */
  crossings(tenantId: string, crossing: number, limit: number): RowPage {
    return readRows({ statement: this.#crossings, values: [tenantId, crossing], limit })
  }

  /** Counters move in the transactions of their rows: here both stand still. */
  #recountOne(tenantId: string, { key, limit_pico_usd, filter }: EncodedCounter): Recount {
    const { costs, ledger, budgets } = this.#deps
    // Rows of this very transaction are in no sum yet.
    costs.rollUp()
    const [sums] = ledger.sums(tenantId, filter, [])
    const spent = (sums?.['amount_pico_usd'] ?? 0n) as bigint
    const counted = budgets.stateOf(tenantId, key)?.spent_pico_usd ?? 0n
    if (counted !== spent) budgets.recount(tenantId, { key, limit_pico_usd }, spent)
    return {
      key,
      counted_pico_usd: counted,
      ledger_pico_usd: spent,
      drift_pico_usd: counted - spent,
    }
  }
}
