import type { CostRecord } from './cost.ts'
import { NO_TOKENS, TOKEN_KINDS, type Tokens } from './usage.ts'

/** What sums of the ledger can be told apart by: fields of its rows. Days and months are those of UTC. */
export const COST_FIELDS = [
  'day',
  'month',
  'tier',
  'provider',
  'model',
  'agent',
  'tool',
  'collection_id',
  'enrichment_job_id',
  'document_id',
  'state',
  'price_id',
] as const satisfies readonly (keyof CostRecord)[]
export type CostField = (typeof COST_FIELDS)[number]

export type CostKey = Partial<Record<CostField, string | null>>

/** Which rows; all where nothing is named. */
export interface CostFilter {
  jobId?: string | undefined
  documentId?: string | undefined
  collectionId?: string | undefined
  tier?: string | undefined
  provider?: string | undefined
  model?: string | undefined
  agent?: string | undefined
  state?: CostRecord['state'] | undefined
  /** First and last day, YYYY-MM-DD. */
  fromDay?: string | undefined
  toDay?: string | undefined
}

/** The field of a row that each part of a filter compares. */
const FILTERED_FIELDS = {
  jobId: 'enrichment_job_id',
  documentId: 'document_id',
  collectionId: 'collection_id',
  tier: 'tier',
  provider: 'provider',
  model: 'model',
  agent: 'agent',
  state: 'state',
} as const satisfies Record<Exclude<keyof CostFilter, 'fromDay' | 'toDay'>, CostField>

/** What a filter wants fields to be; days apart. */
export const wantedFields = (filter: CostFilter): (readonly [field: CostField, value: string])[] =>
  (Object.keys(FILTERED_FIELDS) as (keyof typeof FILTERED_FIELDS)[]).flatMap((part) => {
    const value = filter[part]
    return value === undefined ? [] : [[FILTERED_FIELDS[part], value] as const]
  })

export interface CostTotals {
  calls: number
  unsettled: number
  /** Calls that no row of the price list fits: the amount is too low by theirs. */
  unpriced: number
  tokens: Tokens
  /** How long the calls took, in whole milliseconds each: what a machine of one's own was busy for. */
  compute_ms: number
  amount_pico_usd: bigint
  /** The part of the amount that is charged at bounds, since answers were lost. */
  unsettled_pico_usd: bigint
}

/** Sums of the rows that have this key. */
export interface CostSums extends CostTotals {
  key: CostKey
}

export const computeMs = ({ duration_ms }: Pick<CostRecord, 'duration_ms'>): number =>
  Math.round(duration_ms)

export const noCosts = (): CostTotals => ({
  calls: 0,
  unsettled: 0,
  unpriced: 0,
  tokens: { ...NO_TOKENS },
  compute_ms: 0,
  amount_pico_usd: 0n,
  unsettled_pico_usd: 0n,
})

export const addTokens = (a: Tokens, b: Tokens): Tokens => {
  const sum = { ...a }
  for (const kind of TOKEN_KINDS) sum[kind] += b[kind]
  return sum
}

export const addCosts = (a: CostTotals, b: CostTotals): CostTotals => ({
  calls: a.calls + b.calls,
  unsettled: a.unsettled + b.unsettled,
  unpriced: a.unpriced + b.unpriced,
  tokens: addTokens(a.tokens, b.tokens),
  compute_ms: a.compute_ms + b.compute_ms,
  amount_pico_usd: a.amount_pico_usd + b.amount_pico_usd,
  unsettled_pico_usd: a.unsettled_pico_usd + b.unsettled_pico_usd,
})

/** What one row of the ledger adds. */
export const costsOf = (cost: CostRecord): CostTotals => ({
  calls: 1,
  unsettled: Number(cost.state === 'unsettled'),
  unpriced: Number(!cost.priced),
  tokens: cost.tokens,
  compute_ms: computeMs(cost),
  amount_pico_usd: cost.amount_pico_usd,
  unsettled_pico_usd: cost.state === 'unsettled' ? cost.amount_pico_usd : 0n,
})

export const totalCosts = (rows: readonly CostTotals[]): CostTotals =>
  rows.reduce(addCosts, noCosts())

/** Sums by some of the fields of their keys, in the order of the first of each. */
export function regroup(rows: readonly CostSums[], by: readonly CostField[]): CostSums[] {
  const groups = new Map<string, CostSums>()
  for (const row of rows) {
    const key: CostKey = Object.fromEntries(by.map((field) => [field, row.key[field] ?? null]))
    const name = JSON.stringify(by.map((field) => key[field]))
    const known = groups.get(name)
    groups.set(name, { key, ...addCosts(known ?? noCosts(), row) })
  }
  return [...groups.values()]
}

const compareKeys = (a: CostKey, b: CostKey, by: readonly CostField[]): number => {
  for (const field of by) {
    const [left, right] = [a[field] ?? '', b[field] ?? '']
    if (left !== right) return left < right ? -1 : 1
  }
  return 0
}

/** In the order of their keys, null first: the order in which every store answers. */
export const inKeyOrder = (rows: readonly CostSums[], by: readonly CostField[]): CostSums[] =>
  rows.toSorted((a, b) => compareKeys(a.key, b.key, by))

/** The dearest first. */
export const dearestFirst = <T extends Pick<CostTotals, 'amount_pico_usd'>>(
  rows: readonly T[],
): T[] =>
  rows.toSorted((a, b) =>
    a.amount_pico_usd < b.amount_pico_usd ? 1 : a.amount_pico_usd > b.amount_pico_usd ? -1 : 0,
  )
