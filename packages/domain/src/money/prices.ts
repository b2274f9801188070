import { computeMs } from './cost-sums.ts'
import { formatUsd, picoPerToken, type PicoUsd } from './pico-usd.ts'
import type { Tokens } from './usage.ts'

/** One dated row of the price list, USD per million tokens as listed by the provider. */
export interface PriceRow {
  id: string
  provider: string
  model: string
  /** First day (UTC) the row holds; the newest row not after the day of the call is used. */
  from: string
  /** The row holds from this many prompt tokens on (input + cache reads + cache writes); 0 is the base tier. */
  fromPromptTokens: number
  input: string
  output: string
  cacheWrite5m: string
  cacheWrite1h: string
  cacheRead: string
  /** Where the figures stand, and when somebody looked. */
  source: string
  checked: string
}

/** Prices as providers declare them. */
export interface PriceList {
  rows: readonly PriceRow[]
  /** Providers that send no bill, such as models on our own machines. */
  unbilled: readonly string[]
  /** What a millisecond of a model is charged at that nobody bills. @default nothing */
  computePicoPerMs?: PicoUsd
}

export interface Priced {
  amount: PicoUsd
  priceId: string | null
  /** False: no row fits. Such a call is an error that alerts, never a free call. */
  priced: boolean
}

/** All that a model read, from a cache or not. */
export const promptTokens = (tokens: Tokens): number =>
  tokens.input + tokens.cache_read + tokens.cache_write_5m + tokens.cache_write_1h

/** Rules are no provider's; their runs are on the ledger under this name. */
const RULES = 'rules'

const isUnbilled = ({ unbilled }: PriceList, provider: string): boolean =>
  provider === RULES || unbilled.includes(provider)

/** Whether calls of this model are billed: it stands on the price list. */
export const isPaid = ({ rows }: PriceList, model: string): boolean =>
  rows.some((row) => row.model === model)

/** Whether calls of this model cost anything: a provider's bill, or the time of machines of one's own. */
export const mayCost = (prices: PriceList, model: string): boolean =>
  isPaid(prices, model) || (prices.computePicoPerMs ?? 0n) > 0n

const COMPUTE = 'compute:'
/** Whether a call was charged for its time, which is measured here whatever the provider leaves out. */
export const isComputePrice = (priceId: string | null): boolean =>
  priceId?.startsWith(COMPUTE) === true

const MS_PER_SECOND = 1000n

function computePrice(prices: PriceList, { provider, duration_ms = 0 }: PricedCall): Priced {
  if (!isUnbilled(prices, provider)) return { amount: 0n, priceId: null, priced: false }
  const rate = provider === RULES ? 0n : (prices.computePicoPerMs ?? 0n)
  if (rate === 0n) return { amount: 0n, priceId: `free:${provider}`, priced: true }
  const amount = BigInt(computeMs({ duration_ms })) * rate
  return { amount, priceId: `${COMPUTE}${formatUsd(rate * MS_PER_SECOND)}`, priced: true }
}

export function findPrice(
  { rows }: PriceList,
  model: string,
  day: string,
  prompt: number,
): PriceRow | undefined {
  return rows
    .filter((row) => row.model === model && row.from <= day && row.fromPromptTokens <= prompt)
    .sort((a, b) => b.from.localeCompare(a.from) || b.fromPromptTokens - a.fromPromptTokens)[0]
}

export interface PricedCall {
  provider: string
  model: string
  tokens: Tokens
  /** @default none */
  duration_ms?: number
  /** YYYY-MM-DD in UTC. */
  day: string
}

/**
 * Cost of one call, exact in pico-USD: the sum of tokens × price by kind; where nobody sends a bill, milliseconds × what
 * they are charged at.
 */
export function priceOf(prices: PriceList, call: PricedCall): Priced {
  const { model, tokens, day } = call
  const row = findPrice(prices, model, day, promptTokens(tokens))
  if (row === undefined) return computePrice(prices, call)
  const kinds: readonly (readonly [number, string])[] = [
    [tokens.input, row.input],
    [tokens.output, row.output],
    [tokens.cache_read, row.cacheRead],
    [tokens.cache_write_5m, row.cacheWrite5m],
    [tokens.cache_write_1h, row.cacheWrite1h],
  ]
  const amount = kinds.reduce((sum, [count, usd]) => sum + BigInt(count) * picoPerToken(usd), 0n)
  return { amount, priceId: row.id, priced: true }
}
