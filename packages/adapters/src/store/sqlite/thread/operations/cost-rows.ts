import type { CostRecord } from '@colophon/domain'
import type { Database, Statement } from '../database.ts'

const INSERT = `INSERT INTO cost_records (record_id, tenant_id, enrichment_job_id, document_id, collection_id, agent,
    tool, tier, provider, model, call_id, request_id, input, output, cache_read, cache_write_5m, cache_write_1h,
    duration_ms, price_id, amount_pico_usd, priced, state, day, hour, month, created_at, model_digest)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`

const MEASURES = [
  'calls',
  'unpriced',
  'input',
  'output',
  'cache_read',
  'cache_write_5m',
  'cache_write_1h',
  'compute_ms',
  'amount_pico_usd',
] as const

/** Sums of the ledger by these fields, in the table of this name. */
const rollUpInto = (table: string, fields: readonly string[]): string =>
  `INSERT INTO ${table} (${[...fields, ...MEASURES].join(', ')})
  VALUES (${[...fields, ...MEASURES].map(() => '?').join(', ')})
  ON CONFLICT DO UPDATE SET
    ${MEASURES.map((measure) => `${measure} = ${measure} + excluded.${measure}`).join(',\n    ')}`

const DAY_FIELDS = [
  'tenant_id',
  'day',
  'collection_id',
  'tier',
  'provider',
  'model',
  'agent',
  'state',
] as const
const JOB_FIELDS = ['enrichment_job_id', ...DAY_FIELDS] as const

interface Rollup {
  /** Values of `JOB_FIELDS`. */
  group: readonly string[]
  /** Of `MEASURES`, but for the amount. */
  counts: number[]
  amount: bigint
}

/** What one row adds to the measures. */
const countsOf = ({ priced, tokens, duration_ms }: CostRecord): number[] => [
  1,
  Number(!priced),
  tokens.input,
  tokens.output,
  tokens.cache_read,
  tokens.cache_write_5m,
  tokens.cache_write_1h,
  Math.round(duration_ms),
]

/** Appends to the ledger and to its sums; a record that is there already is not counted twice. */
export class CostRows {
  readonly #insert: Statement
  readonly #byDay: Statement
  readonly #byJob: Statement
  readonly #rollups = new Map<string, Rollup>()

  constructor(db: Database) {
    this.#insert = db.prepare(INSERT)
    this.#byDay = db.prepare(rollUpInto('cost_days', DAY_FIELDS))
    this.#byJob = db.prepare(rollUpInto('cost_jobs', JOB_FIELDS))
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

  /** Writes the sums of this transaction, two rows each however many calls there were. Before its commit. */
  rollUp(): void {
    for (const { group, counts, amount } of this.#rollups.values()) {
      this.#byJob.run(...group, ...counts, amount)
      this.#byDay.run(...group.slice(1), ...counts, amount)
    }
    this.#rollups.clear()
  }

  /** For a transaction that was rolled back. */
  forget(): void {
    this.#rollups.clear()
  }

  #add(cost: CostRecord): void {
    const group = JOB_FIELDS.map((field) => cost[field])
    const key = JSON.stringify(group)
    const counts = countsOf(cost)
    const known = this.#rollups.get(key)
    this.#rollups.set(key, {
      group,
      counts: counts.map((count, index) => count + (known?.counts[index] ?? 0)),
      amount: cost.amount_pico_usd + (known?.amount ?? 0n),
    })
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
