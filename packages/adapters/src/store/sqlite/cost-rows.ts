import type { CostRecord } from '@colophon/domain'
import type { Database, Statement } from './database.ts'

const INSERT = `INSERT INTO cost_records (record_id, tenant_id, enrichment_job_id, document_id, collection_id, agent,
    tool, tier, provider, model, call_id, request_id, input, output, cache_read, cache_write_5m, cache_write_1h,
    duration_ms, price_id, amount_pico_usd, priced, state, day, hour, month, created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`

/** Appends to the ledger; a record that is there already is not counted twice. */
export class CostRows {
  readonly #insert: Statement

  constructor(db: Database) {
    this.#insert = db.prepare(INSERT)
  }

  insert(costs: readonly CostRecord[]): void {
    for (const cost of costs) {
      const { tokens } = cost
      this.#insert.run(
        cost.record_id,
        cost.tenant_id,
        cost.enrichment_job_id,
        cost.document_id,
        cost.collection_id,
        cost.agent,
        cost.tool,
        cost.tier,
        cost.provider,
        cost.model,
        cost.call_id,
        cost.request_id,
        tokens.input,
        tokens.output,
        tokens.cache_read,
        tokens.cache_write_5m,
        tokens.cache_write_1h,
        cost.duration_ms,
        cost.price_id,
        cost.amount_pico_usd,
        Number(cost.priced),
        cost.state,
        cost.day,
        cost.hour,
        cost.month,
        cost.created_at,
      )
    }
  }
}
