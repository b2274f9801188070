import type { ClaimRef, CostRecord, StepRun } from '@colophon/domain'
import { prepareAll, type Database, type Row } from '../database.ts'
import type { Budgets } from './budgets.ts'
import type { CostRows } from './cost-rows.ts'

const SQL = {
  insert: `INSERT INTO step_runs (doc, run_id, lease_token, enrichment_job_id, collection_id, agent, step_key,
      tiers, bound_pico_usd, started_at, limits) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  find: 'SELECT 1 FROM step_runs WHERE doc = ? AND run_id = ?',
} as const

const SQL_MONEY = {
  of: `SELECT r.run_id, r.enrichment_job_id, r.collection_id, r.agent, r.step_key, r.tiers, r.bound_pico_usd,
      r.started_at, r.limits FROM step_runs r WHERE r.doc = ?`,
  end: `DELETE FROM step_runs WHERE doc = ? AND run_id = ? RETURNING bound_pico_usd, limits`,
} as const

const limitsOf = ({ limits }: StepRun): string =>
  JSON.stringify(limits.map(({ key, limit_pico_usd }) => [key, String(limit_pico_usd)]))

/** Marks of runs that may cost money, with what they reserve and what they have cost in the end. */
export class Runs {
  readonly #sql
  readonly #money
  readonly #costs: CostRows
  readonly #budgets: Budgets

  constructor(db: Database, costs: CostRows, budgets: Budgets) {
    this.#sql = prepareAll(db, SQL)
    this.#money = prepareAll(db, SQL_MONEY, { bigInts: true })
    this.#costs = costs
    this.#budgets = budgets
  }

  of(doc: number): Row[] {
    return this.#money.of.all(doc)
  }

  /** Ids of the runs the budget does not allow. */
  begin(doc: number, ref: ClaimRef, runs: readonly StepRun[]): string[] {
    const refused: string[] = []
    for (const run of runs) {
      // A mark that is there has its reservation.
      if (this.#sql.find.get(doc, run.run_id) !== undefined) continue
      if (!this.#budgets.reserve(ref.tenant_id, run.limits, run.bound_pico_usd)) {
        refused.push(run.run_id)
        continue
      }
      this.#sql.insert.run(
        doc,
        run.run_id,
        ref.token,
        run.enrichment_job_id,
        run.collection_id,
        run.agent,
        run.step_key,
        JSON.stringify(run.tiers),
        run.bound_pico_usd,
        run.started_at,
        limitsOf(run),
      )
    }
    return refused
  }

  /** Keeps what it has cost; where the mark is still there, it goes, and its reservation with it. */
  end(doc: number, tenantId: string, runId: string, costs: readonly CostRecord[]): void {
    const spent = this.#costs.insert(costs)
    const run = this.#money.end.get(doc, runId)
    if (run === undefined) return
    const keys = (JSON.parse(String(run['limits'])) as [string, string][]).map(([key]) => key)
    this.#budgets.settle(tenantId, keys, { reserved: run['bound_pico_usd'] as bigint, spent })
  }
}
