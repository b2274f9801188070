import { picoPerToken, type PicoUsd } from './pico-usd.ts'
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
}

export interface Priced {
  amount: PicoUsd
  priceId: string | null
  /** False: no row fits. Such a call is an error that alerts, never a free call. */
  priced: boolean
}

const promptTokens = (tokens: Tokens): number =>
  tokens.input + tokens.cache_read + tokens.cache_write_5m + tokens.cache_write_1h

/** Rules are no provider's; their runs are on the ledger under this name. */
const RULES = 'rules'

const isUnbilled = ({ unbilled }: PriceList, provider: string): boolean =>
  provider === RULES || unbilled.includes(provider)

/** Whether calls of this model are billed: it stands on the price list. */
export const isPaid = ({ rows }: PriceList, model: string): boolean =>
  rows.some((row) => row.model === model)

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

/** Cost of one call: the sum of tokens × price by kind, exact in pico-USD. `day` is YYYY-MM-DD in UTC. */
export function priceOf(
  prices: PriceList,
  call: { provider: string; model: string; tokens: Tokens; day: string },
): Priced {
  const { provider, model, tokens, day } = call
  const row = findPrice(prices, model, day, promptTokens(tokens))
  if (row === undefined) {
    const free = isUnbilled(prices, provider)
    return { amount: 0n, priceId: free ? `free:${provider}` : null, priced: free }
  }
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
