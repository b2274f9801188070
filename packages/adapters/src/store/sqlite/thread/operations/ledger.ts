import type { BudgetState, CostField } from '@colophon/domain'
import type { Database, Row, SqlValue } from '../database.ts'
import type { Budgets } from './budgets.ts'
import { readRows, type RowPage } from '../page-rows.ts'

const SUMS = `sum(unpriced) AS unpriced, sum(input) AS input, sum(output) AS output,
  sum(cache_read) AS cache_read, sum(cache_write_5m) AS cache_write_5m,
  sum(cache_write_1h) AS cache_write_1h, sum(compute_ms) AS compute_ms,
  sum(amount_pico_usd) AS amount_pico_usd, sum(calls) AS calls,
  sum(iif(state = 'unsettled', calls, 0)) AS unsettled,
  sum(iif(state = 'unsettled', amount_pico_usd, 0)) AS unsettled_pico_usd`

/** Rows of the ledger as rollups name what they measure. */
const RECORDS = `(SELECT *, 1 AS calls, priced = 0 AS unpriced,
  CAST(round(duration_ms) AS INTEGER) AS compute_ms FROM cost_records)`

/** Fields that no rollup tells apart. */
const OF_RECORDS: ReadonlySet<CostField> = new Set(['document_id', 'tool', 'price_id'])

/** What holds the sums: the coarsest of the tables that knows all of these fields. */
function tableOf(fields: ReadonlySet<CostField>): string {
  if (fields.intersection(OF_RECORDS).size > 0) return RECORDS
  return fields.has('enrichment_job_id') ? 'cost_jobs' : 'cost_days'
}

/** Rollups have no month: it is the first part of their day. */
const columnOf = (field: CostField): string => (field === 'month' ? 'substr(day, 1, 7)' : field)

/** Fields that must have a value, and the days of the rows. */
export interface EncodedCostFilter {
  equal: readonly (readonly [field: CostField, value: string])[]
  fromDay: string | null
  toDay: string | null
}

const asksFor = ({ equal }: EncodedCostFilter, field: CostField): boolean =>
  equal.some(([one]) => one === field)

/** Equality and range conditions of a filter, with their values. */
function conditions(
  tenantId: string,
  filter: EncodedCostFilter,
): { where: string[]; values: SqlValue[] } {
  const where = ['tenant_id = ?']
  const values: SqlValue[] = [tenantId]
  const byDocument = asksFor(filter, 'document_id')
  const add = (condition: string, value: string | null): void => {
    if (value === null) return
    where.push(condition)
    values.push(value)
  }
  for (const [field, value] of filter.equal) {
    // The unary plus keeps the planner on the index of the document or job, which is always the narrower one.
    const isNarrow = field === 'document_id' || (field === 'enrichment_job_id' && !byDocument)
    add(`${isNarrow ? '' : '+'}${field} = ?`, value)
  }
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
    filter: EncodedCostFilter,
    [day, cost]: readonly [string, number],
    limit: number,
  ): RowPage {
    const { where, values } = conditions(tenantId, filter)
    // Each order is that of an index, so that no page sorts more than itself.
    const narrow = asksFor(filter, 'document_id') || asksFor(filter, 'enrichment_job_id')
    const [after, order] = narrow ? ['cost > ?', 'cost'] : ['(day, cost) > (?, ?)', 'day, cost']
    const sql = `SELECT * FROM cost_records WHERE ${where.join(' AND ')} AND ${after} ORDER BY ${order} LIMIT ?`
    const statement = this.#db.prepare(sql, { bigInts: true })
    return readRows({
      statement,
      values: narrow ? [...values, cost] : [...values, day, cost],
      limit,
    })
  }

  sums(tenantId: string, filter: EncodedCostFilter, by: readonly CostField[]): Row[] {
    const { where, values } = conditions(tenantId, filter)
    const table = tableOf(new Set([...by, ...filter.equal.map(([field]) => field)]))
    const keys = by.map((field) => `${columnOf(field)} AS key_${field}`)
    const group = by.length === 0 ? '' : `GROUP BY ${by.map(columnOf).join(', ')}`
    const sql = `SELECT ${[...keys, SUMS].join(', ')} FROM ${table}
      WHERE ${where.join(' AND ')} ${group} ${by.length === 0 ? 'HAVING count(*) > 0' : ''}`
    return this.#db.prepare(sql, { bigInts: true }).all(...values)
  }

  budgets(tenantId: string, keys: readonly string[]): BudgetState[] {
    return keys.flatMap((key) => this.#budgets.stateOf(tenantId, key) ?? [])
  }
}
