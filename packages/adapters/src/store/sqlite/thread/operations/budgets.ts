import type { BudgetLimit, BudgetState } from '@colophon/domain'
import { prepareAll, type Database, type Statement } from '../database.ts'

const SQL = {
  open: `INSERT INTO budgets (tenant_id, key, limit_pico_usd, reserved_pico_usd, spent_pico_usd)
    VALUES (?1, ?2, ?3, 0, 0)
    ON CONFLICT DO UPDATE SET limit_pico_usd = ?3 WHERE limit_pico_usd <> ?3`,
  reserve: `UPDATE budgets SET reserved_pico_usd = reserved_pico_usd + ?3 WHERE tenant_id = ?1 AND key = ?2`,
  settle: `UPDATE budgets SET spent_pico_usd = spent_pico_usd + ?4,
    reserved_pico_usd = max(0, reserved_pico_usd - ?3) WHERE tenant_id = ?1 AND key = ?2`,
  recount: `INSERT INTO budgets (tenant_id, key, limit_pico_usd, reserved_pico_usd, spent_pico_usd)
    VALUES (?1, ?2, ?3, 0, ?4) ON CONFLICT DO UPDATE SET spent_pico_usd = ?4`,
} as const

const STATE = `SELECT key, limit_pico_usd, reserved_pico_usd, spent_pico_usd FROM budgets
  WHERE tenant_id = ? AND key = ?`

/** Counters of periods and documents. What changes them runs in the transaction of the marks and rows they stand for. */
export class Budgets {
  readonly #sql
  readonly #state: Statement

  constructor(db: Database) {
    this.#sql = prepareAll(db, SQL)
    this.#state = db.prepare(STATE, { bigInts: true })
  }

  /** Reserves under all limits or under none; false when one of them does not allow it. */
  reserve(tenantId: string, limits: readonly BudgetLimit[], amount: bigint): boolean {
    for (const { key, limit_pico_usd } of limits) this.#sql.open.run(tenantId, key, limit_pico_usd)
    const allowed = limits.every(({ key, limit_pico_usd }) => {
      const state = this.stateOf(tenantId, key)
      const used = state === null ? 0n : state.reserved_pico_usd + state.spent_pico_usd
      return used + amount <= limit_pico_usd
    })
    if (!allowed) return false
    for (const { key } of limits) this.#sql.reserve.run(tenantId, key, amount)
    return true
  }

  settle(
    tenantId: string,
    keys: readonly string[],
    { reserved, spent }: { reserved: bigint; spent: bigint },
  ): void {
    for (const key of keys) this.#sql.settle.run(tenantId, key, reserved, spent)
  }

  /** Sets what was spent; what is reserved stays. */
  recount(tenantId: string, { key, limit_pico_usd }: BudgetLimit, spent: bigint): void {
    this.#sql.recount.run(tenantId, key, limit_pico_usd, spent)
  }

  stateOf(tenantId: string, key: string): BudgetState | null {
    const row = this.#state.get(tenantId, key)
    return row === undefined ? null : { ...(row as unknown as BudgetState) }
  }
}
