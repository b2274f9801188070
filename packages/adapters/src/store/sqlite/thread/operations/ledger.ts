import type { BudgetState, CostFilter } from '@colophon/domain'
import type { Database, Row, SqlValue } from '../database.ts'
import type { Budgets } from './budgets.ts'
import { readRows, type RowPage } from '../page-rows.ts'

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
  readonly #budgets: Budgets

  constructor(db: Database, budgets: Budgets) {
    this.#db = db
    this.#budgets = budgets
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

  budgets(tenantId: string, keys: readonly string[]): BudgetState[] {
    return keys.flatMap((key) => this.#budgets.stateOf(tenantId, key) ?? [])
  }
}
