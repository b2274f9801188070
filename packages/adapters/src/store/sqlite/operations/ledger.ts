import type { BudgetLimit, BudgetState, CostFilter } from '@colophon/domain'
import { prepareAll, type Database, type Row, type SqlValue, type Statement } from '../database.ts'
import { readRows, type RowPage } from './page-rows.ts'

const SQL = {
  openBudget: `INSERT INTO budgets (tenant_id, key, limit_pico_usd, reserved_pico_usd, spent_pico_usd)
    VALUES (?1, ?2, ?3, 0, 0)
    ON CONFLICT DO UPDATE SET limit_pico_usd = ?3 WHERE limit_pico_usd <> ?3`,
  reserve: `UPDATE budgets SET reserved_pico_usd = reserved_pico_usd + ?3 WHERE tenant_id = ?1 AND key = ?2`,
  settle: `INSERT INTO budgets (tenant_id, key, limit_pico_usd, reserved_pico_usd, spent_pico_usd)
    VALUES (?1, ?2, 0, 0, ?4)
    ON CONFLICT DO UPDATE SET spent_pico_usd = spent_pico_usd + ?4,
      reserved_pico_usd = max(0, reserved_pico_usd - ?3)`,
} as const

const SQL_MONEY = {
  budget: `SELECT key, limit_pico_usd, reserved_pico_usd, spent_pico_usd FROM budgets
    WHERE tenant_id = ? AND key = ?`,
} as const

const GROUP = 'tier, provider, model, agent'

const SUMMARY_OF_ROLLUPS = `SELECT ${GROUP}, sum(calls) AS calls, sum(unsettled) AS unsettled,
  sum(unpriced) AS unpriced, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens,
  sum(amount_pico_usd) AS amount_pico_usd FROM cost_rollups`

const SUMMARY_OF_RECORDS = `SELECT ${GROUP}, count(*) AS calls, sum(state = 'unsettled') AS unsettled,
  sum(priced = 0) AS unpriced, sum(input + cache_read + cache_write_5m + cache_write_1h) AS input_tokens,
  sum(output) AS output_tokens, sum(amount_pico_usd) AS amount_pico_usd FROM cost_records`

/** Equality and range conditions of a filter, with their values. */
function conditions(tenantId: string, filter: CostFilter): { where: string[]; values: SqlValue[] } {
  const where = ['tenant_id = ?']
  const values: SqlValue[] = [tenantId]
  const add = (condition: string, value: string | undefined): void => {
    if (value === undefined) return
    where.push(condition)
    values.push(value)
  }
  add('document_id = ?', filter.documentId)
  // The unary plus keeps the planner on the index of the document, which is always the narrower one.
  add(
    filter.documentId === undefined ? 'enrichment_job_id = ?' : '+enrichment_job_id = ?',
    filter.jobId,
  )
  add('day >= ?', filter.fromDay)
  add('day <= ?', filter.toDay)
  return { where, values }
}

export class LedgerOperations {
  readonly #db: Database
  readonly #sql
  readonly #budget: Statement

  constructor(db: Database) {
    this.#db = db
    this.#sql = prepareAll(db, SQL)
    this.#budget = prepareAll(db, SQL_MONEY, { bigInts: true }).budget
  }

  /** Day by day, and as they were written within it. */
  list(
    tenantId: string,
    filter: CostFilter,
    [day, cost]: readonly [string, number],
    limit: number,
  ): RowPage {
    const { where, values } = conditions(tenantId, filter)
    // Each order is that of an index, so that no page sorts more than itself.
    const narrow = filter.documentId !== undefined || filter.jobId !== undefined
    const [after, order] = narrow ? ['cost > ?', 'cost'] : ['(day, cost) > (?, ?)', 'day, cost']
    const sql = `SELECT * FROM cost_records WHERE ${where.join(' AND ')} AND ${after} ORDER BY ${order} LIMIT ?`
    const statement = this.#db.prepare(sql, { bigInts: true })
    return readRows({
      statement,
      values: narrow ? [...values, cost] : [...values, day, cost],
      limit,
    })
  }

  summary(tenantId: string, filter: CostFilter): Row[] {
    const { where, values } = conditions(tenantId, filter)
    const from = filter.documentId === undefined ? SUMMARY_OF_ROLLUPS : SUMMARY_OF_RECORDS
    const sql = `${from} WHERE ${where.join(' AND ')} GROUP BY ${GROUP} ORDER BY ${GROUP}`
    return this.#db.prepare(sql, { bigInts: true }).all(...values)
  }

  reserve(tenantId: string, limits: readonly BudgetLimit[], amount: bigint): boolean {
    for (const { key, limit_pico_usd } of limits) {
      this.#sql.openBudget.run(tenantId, key, limit_pico_usd)
    }
    const allowed = limits.every(({ key, limit_pico_usd }) => {
      const state = this.#stateOf(tenantId, key)
      const used = state === null ? 0n : state.reserved_pico_usd + state.spent_pico_usd
      return used + amount <= limit_pico_usd
    })
    if (!allowed) return false
    for (const { key } of limits) this.#sql.reserve.run(tenantId, key, amount)
    return true
  }

  settle(tenantId: string, keys: readonly string[], reserved: bigint, spent: bigint): void {
    for (const key of keys) this.#sql.settle.run(tenantId, key, reserved, spent)
  }

  budgets(tenantId: string, keys: readonly string[]): BudgetState[] {
    return keys.flatMap((key) => this.#stateOf(tenantId, key) ?? [])
  }

  #stateOf(tenantId: string, key: string): BudgetState | null {
    const row = this.#budget.get(tenantId, key)
    return row === undefined ? null : { ...(row as unknown as BudgetState) }
  }
}
