import type { CostRecord } from '@colophon/domain'
import type { Database, Statement } from '../database.ts'

const INSERT = `INSERT INTO cost_records (record_id, tenant_id, enrichment_job_id, document_id, collection_id, agent,
    tool, tier, provider, model, call_id, request_id, input, output, cache_read, cache_write_5m, cache_write_1h,
    duration_ms, price_id, amount_pico_usd, priced, state, day, hour, month, created_at, model_digest)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`

const ROLL_UP = `INSERT INTO cost_rollups (tenant_id, enrichment_job_id, day, tier, provider, model, agent, calls,
    unsettled, unpriced, input_tokens, output_tokens, amount_pico_usd)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET
    calls = calls + excluded.calls,
    unsettled = unsettled + excluded.unsettled,
    unpriced = unpriced + excluded.unpriced,
    input_tokens = input_tokens + excluded.input_tokens,
    output_tokens = output_tokens + excluded.output_tokens,
    amount_pico_usd = amount_pico_usd + excluded.amount_pico_usd`

interface Rollup {
  group: readonly string[]
  calls: number
  unsettled: number
  unpriced: number
  input: number
  output: number
  amount: bigint
}

/** Appends to the ledger and to its sums; a record that is there already is not counted twice. */
export class CostRows {
  readonly #insert: Statement
  readonly #rollUp: Statement
  readonly #rollups = new Map<string, Rollup>()

  constructor(db: Database) {
    this.#insert = db.prepare(INSERT)
    this.#rollUp = db.prepare(ROLL_UP)
  }

  /** Returns what the rows cost that were not there yet. */
  insert(costs: readonly CostRecord[]): bigint {
    let amount = 0n
    for (const cost of costs) {
      if (this.#insertOne(cost).changes !== 1) continue
      this.#add(cost)
      amount += cost.amount_pico_usd
    }
    return amount
  }

  /** Writes the sums of this transaction, one row each however many calls there were. Before its commit. */
  rollUp(): void {
    for (const {
      group,
      calls,
      unsettled,
      unpriced,
      input,
      output,
      amount,
    } of this.#rollups.values()) {
      this.#rollUp.run(...group, calls, unsettled, unpriced, input, output, amount)
    }
    this.#rollups.clear()
  }

  /** For a transaction that was rolled back. */
  forget(): void {
    this.#rollups.clear()
  }

  #add({ tokens, ...cost }: CostRecord): void {
    const { tenant_id, enrichment_job_id, day, tier, provider, model, agent } = cost
    const group = [tenant_id, enrichment_job_id, day, tier, provider, model, agent]
    const key = JSON.stringify(group)
    let rollup = this.#rollups.get(key)
    if (rollup === undefined) {
      rollup = { group, calls: 0, unsettled: 0, unpriced: 0, input: 0, output: 0, amount: 0n }
      this.#rollups.set(key, rollup)
    }
    rollup.calls += 1
    rollup.unsettled += Number(cost.state === 'unsettled')
    rollup.unpriced += Number(!cost.priced)
    rollup.input += tokens.input + tokens.cache_read + tokens.cache_write_5m + tokens.cache_write_1h
    rollup.output += tokens.output
    rollup.amount += cost.amount_pico_usd
  }

  #insertOne(cost: CostRecord): ReturnType<Statement['run']> {
    const { tokens } = cost
    return this.#insert.run(
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
      cost.model_digest,
    )
  }
}
