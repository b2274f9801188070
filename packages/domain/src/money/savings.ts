import { regroup, totalCosts, type CostSums } from './cost-sums.ts'
import { picoPerToken, type PicoUsd } from './pico-usd.ts'
import { findPrice, promptTokens, type PriceList, type PriceRow } from './prices.ts'
import type { Tokens } from './usage.ts'

export type SavingKind = 'local_models' | 'prompt_cache' | 'rules' | 'cheaper_tier'

/** What was not spent. Never added to what was. */
export interface Saving {
  kind: SavingKind
  agent: string
  model: string
  calls: number
  amount_pico_usd: PicoUsd
  /** What it was reckoned with, in words. */
  basis: string
}

/** What calls with these tokens cost, each at the rate of a row, as if none was read from a cache. */
const uncached = (row: PriceRow, tokens: Tokens): PicoUsd =>
  BigInt(promptTokens(tokens)) * picoPerToken(row.input) +
  BigInt(tokens.output) * picoPerToken(row.output)

/** Rows of the ledger by agent, tier, provider, model and price; `day` is the day whose prices are compared with. */
export interface SavingsAsk {
  rows: readonly CostSums[]
  prices: PriceList
  day: string
}

/** The paid model that was asked most in the period; else the cheapest that there is. */
export function comparedModel({ rows, prices, day }: SavingsAsk): string | null {
  const paid = regroup(rows, ['model', 'tier']).filter(({ key }) => key.tier === 'fast')
  const most = paid.toSorted((a, b) => b.calls - a.calls)[0]?.key.model
  if (most !== null && most !== undefined) return most
  const models = [...new Set(prices.rows.map(({ model }) => model))]
  const priced = models.flatMap((model) => findPrice(prices, model, day, 0) ?? [])
  const cheapest = priced.toSorted((a, b) =>
    Number(picoPerToken(a.input) - picoPerToken(b.input)),
  )[0]
  return cheapest?.model ?? null
}

/** Tokens that a local model read and wrote, at the price of a paid one; less what its machine is charged at. */
function byLocalModels(ask: SavingsAsk): Saving[] {
  const model = comparedModel(ask)
  const row = model === null ? undefined : findPrice(ask.prices, model, ask.day, 0)
  if (row === undefined) return []
  return regroup(ask.rows, ['tier', 'agent', 'model'])
    .filter(({ key }) => key.tier === 'local')
    .map(({ key, calls, tokens, amount_pico_usd }) => ({
      kind: 'local_models' as const,
      agent: key.agent ?? '',
      model: key.model ?? '',
      calls,
      amount_pico_usd: uncached(row, tokens) - amount_pico_usd,
      basis: `the same tokens at the price of ${row.model} (${row.id})`,
    }))
}

/** Prompt tokens that were read from a provider's cache, less what writing them there cost. */
function byPromptCache({ rows, prices }: SavingsAsk): Saving[] {
  return regroup(rows, ['agent', 'model', 'price_id']).flatMap(({ key, calls, tokens }) => {
    const row = prices.rows.find(({ id }) => id === key.price_id)
    const cached = tokens.cache_read + tokens.cache_write_5m + tokens.cache_write_1h
    if (row === undefined || cached === 0) return []
    const input = picoPerToken(row.input)
    const amount =
      BigInt(tokens.cache_read) * (input - picoPerToken(row.cacheRead)) +
      BigInt(tokens.cache_write_5m) * (input - picoPerToken(row.cacheWrite5m)) +
      BigInt(tokens.cache_write_1h) * (input - picoPerToken(row.cacheWrite1h))
    const basis = `cached tokens at the full input price of ${row.id}`
    const [agent, model] = [key.agent ?? '', key.model ?? '']
    return [{ kind: 'prompt_cache' as const, agent, model, calls, amount_pico_usd: amount, basis }]
  })
}

/** Runs that the rules alone answered, at what a run of the same agent with a paid model cost in the period. */
function byRules({ rows }: SavingsAsk): Saving[] {
  return regroup(rows, ['agent']).flatMap(({ key }) => {
    const own = rows.filter((row) => row.key.agent === key.agent)
    const rules = totalCosts(own.filter((row) => row.key.tier === 'rules'))
    const paid = totalCosts(own.filter((row) => row.amount_pico_usd > 0n))
    const alone = rules.calls - paid.calls
    if (alone <= 0 || paid.calls === 0) return []
    const each = paid.amount_pico_usd / BigInt(paid.calls)
    return [
      {
        kind: 'rules' as const,
        agent: key.agent ?? '',
        model: 'rules',
        calls: alone,
        amount_pico_usd: each * BigInt(alone),
        basis: 'what a paid call of the same agent cost on average in the period',
      },
    ]
  })
}

/** What rules, local models and the cache of the provider have saved, each by agent and model. */
export const savingsOf = (ask: SavingsAsk): Saving[] => [
  ...byRules(ask),
  ...byLocalModels(ask),
  ...byPromptCache(ask),
]

/** What calls of the dearest tier would have cost with the model of the tier below; only where that is less. */
export function cheaperTier(ask: SavingsAsk): Saving[] {
  const model = comparedModel(ask)
  const row = model === null ? undefined : findPrice(ask.prices, model, ask.day, 0)
  if (row === undefined) return []
  return regroup(ask.rows, ['tier', 'agent', 'model']).flatMap(({ key, calls, ...sums }) => {
    const saved = sums.amount_pico_usd - uncached(row, sums.tokens)
    if (key.tier !== 'deep' || saved <= 0n) return []
    const [agent, dear] = [key.agent ?? '', key.model ?? '']
    const basis = `the same tokens at the price of ${row.model} (${row.id})`
    return [
      { kind: 'cheaper_tier' as const, agent, model: dear, calls, amount_pico_usd: saved, basis },
    ]
  })
}
