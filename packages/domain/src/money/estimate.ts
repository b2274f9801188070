import { z } from 'zod'
import { addCosts, noCosts, type CostSums, type CostTotals } from './cost-sums.ts'
import { Usd } from './cost-contract.ts'
import { formatUsd, picoUsd, type PicoUsd } from './pico-usd.ts'
import { promptTokens } from './prices.ts'

/** The documents that are asked about: those that would be enriched. */
export interface Asked {
  documents: number
  /** Of their texts, in UTF-8. */
  bytes: number
}

/** An estimate that was kept with its job, and what the job cost. */
export interface PastEstimate extends Asked {
  job_id: string
  made_at: string
  likely: PicoUsd
  low: PicoUsd
  high: PicoUsd
  actual: PicoUsd
}

/** What estimates are made of. */
export interface CostHistory {
  /** Of the last days, by agent, tier and model. */
  rows: readonly CostSums[]
  /** Of jobs that have ended, the newest first. */
  past: readonly PastEstimate[]
  /** The most that one document may cost. */
  perDocument: PicoUsd
}

/**
 * `history`: what calls cost in the last days, for as many documents, larger or smaller by a token for each three bytes.
 * `limit`: nothing was enriched in these days, so only the limit of a document is known. `no_model`: nothing can cost.
 */
export const EstimateRule = z.enum(['history', 'limit', 'no_model'])
export type EstimateRule = z.infer<typeof EstimateRule>

const Count = z.int().min(0)

/** What calls of one agent on one tier are expected. */
export const EstimatedCalls = z.object({
  agent: z.string(),
  tier: z.string(),
  model: z.string(),
  calls_per_document: z.number().describe('As observed: how often the model was asked'),
  calls: z.number(),
  prompt_tokens: Count,
  output_tokens: Count,
  cost_usd: Usd,
})

export const Estimate = z.object({
  documents: Count,
  bytes: Count,
  unchanged: Count.describe(
    'Known already with the same text: they cost nothing, and are not among the others',
  ),
  likely_usd: Usd.nullable().describe('Null: there is nothing to go by'),
  low_usd: Usd,
  high_usd: Usd.describe('Four of five jobs cost between these two'),
  rule: EstimateRule,
  basis: z.string().describe('What it was reckoned with'),
  correction: z
    .number()
    .describe('What past estimates were wrong by, which this one is multiplied with'),
  by_call: z.array(EstimatedCalls),
})
export type Estimate = z.infer<typeof Estimate>

/** Days that are looked back on. */
export const ESTIMATE_DAYS = 28
const BYTES_PER_TOKEN = 3
/** Of all prices that are listed, a token of an answer costs what five of a prompt do. */
const OUTPUT_WEIGHT = 5
/** Estimates that have to be known before they correct others. */
const FEWEST_PAST = 3
const CORRECTION = { least: 0.25, most: 4 }
/** What an estimate is taken to be wrong by, while too few are known. */
const UNKNOWN_ERROR = 0.5
const FOUR_FIFTHS = 1.2816

/** Every run of an agent begins with its rules: as many documents as the busiest agent has run. */
function documentsOf(rows: readonly CostSums[]): number {
  const runs = rows.filter(({ key }) => key.tier === 'rules').map(({ calls }) => calls)
  return Math.max(0, ...runs)
}

const meanBytes = (past: readonly PastEstimate[]): number | null => {
  const documents = past.reduce((sum, each) => sum + each.documents, 0)
  const bytes = past.reduce((sum, each) => sum + each.bytes, 0)
  return documents === 0 ? null : bytes / documents
}

const ratiosOf = (past: readonly PastEstimate[]): number[] =>
  past.flatMap(({ likely, actual }) => (likely > 0n ? [Number(actual) / Number(likely)] : []))

/** Real usage corrects the rule: by what the sum of past estimates was wrong by. */
export function correctionOf(past: readonly PastEstimate[]): number {
  const known = past.filter(({ likely }) => likely > 0n)
  if (known.length < FEWEST_PAST) return 1
  const actual = known.reduce((sum, each) => sum + Number(each.actual), 0)
  const likely = known.reduce((sum, each) => sum + Number(each.likely), 0)
  return Math.min(CORRECTION.most, Math.max(CORRECTION.least, actual / likely))
}

/** The part by which estimates are wrong by themselves, beside chance. */
function errorOf(past: readonly PastEstimate[]): number {
  const ratios = ratiosOf(past)
  if (ratios.length < FEWEST_PAST) return UNKNOWN_ERROR
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
  return Math.sqrt(ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / ratios.length)
}

interface Expected {
  key: CostSums['key']
  rate: number
  calls: number
  prompt: number
  output: number
  cost: number
  variance: number
}

function expectedCalls(
  { key, calls, tokens, amount_pico_usd }: CostSums,
  { documents, bytes }: Asked,
  known: { documents: number; meanBytes: number | null },
): Expected {
  const rate = calls / known.documents
  const [prompt, output] = [promptTokens(tokens) / calls, tokens.output / calls]
  const longer = known.meanBytes === null ? 0 : bytes / documents - known.meanBytes
  const scaled = Math.max(0, prompt + longer / BYTES_PER_TOKEN)
  const weight = prompt + OUTPUT_WEIGHT * output
  const each =
    (Number(amount_pico_usd) / calls) *
    (weight === 0 ? 1 : (scaled + OUTPUT_WEIGHT * output) / weight)
  const share = Math.min(rate, 1)
  // Chance among these documents, and that the rate itself was seen on so many only.
  const spread = Math.max(share * (1 - share), 1 / (known.documents + 1))
  return {
    key,
    rate,
    calls: rate * documents,
    prompt: scaled * rate * documents,
    output: output * rate * documents,
    cost: each * rate * documents,
    variance: each ** 2 * spread * (documents + documents ** 2 / known.documents),
  }
}

const pico = (amount: number): PicoUsd => BigInt(Math.max(0, Math.round(amount)))

const inWords = ({ key, rate, calls, prompt, output, cost }: Expected) => ({
  agent: key.agent ?? '',
  tier: key.tier ?? '',
  model: key.model ?? '',
  calls_per_document: Math.round(rate * 1e4) / 1e4,
  calls: Math.round(calls * 10) / 10,
  prompt_tokens: Math.round(prompt),
  output_tokens: Math.round(output),
  cost_usd: formatUsd(pico(cost)),
})

const nothing = {
  likely_usd: '0.00',
  low_usd: '0.00',
  high_usd: '0.00',
  correction: 1,
  by_call: [],
}

export interface EstimateAsk extends Asked {
  /** Known already with the same text. @default none */
  unchanged?: number
  /** Whether there is any model that could be asked; undefined where that is not known. */
  hasModels?: boolean | undefined
}

/** What enriching these documents will cost. */
export function estimateOf(ask: EstimateAsk, history: CostHistory): Estimate {
  const { documents, bytes, unchanged = 0, hasModels } = ask
  const same = { documents, bytes, unchanged }
  if (hasModels === false)
    return {
      ...same,
      ...nothing,
      rule: 'no_model',
      basis: 'no model is configured: rules cost nothing',
    }
  const most = history.perDocument * BigInt(documents)
  const seen = documentsOf(history.rows)
  if (documents === 0) return { ...same, ...nothing, rule: 'history', basis: 'nothing is new' }
  if (seen === 0) {
    const basis = `nothing was enriched in the last ${ESTIMATE_DAYS} days: only the limit of a document is known`
    const bound = { likely_usd: null, low_usd: '0.00', high_usd: formatUsd(most) }
    return { ...same, ...bound, rule: 'limit', basis, correction: 1, by_call: [] }
  }
  const known = { documents: seen, meanBytes: meanBytes(history.past) }
  const asked = history.rows.filter(({ key, calls }) => key.tier !== 'rules' && calls > 0)
  const expected = asked.map((row) => expectedCalls(row, ask, known))
  const correction = correctionOf(history.past)
  const likely = correction * expected.reduce((sum, { cost }) => sum + cost, 0)
  const chance = correction ** 2 * expected.reduce((sum, { variance }) => sum + variance, 0)
  const spread = FOUR_FIFTHS * Math.sqrt(chance + (likely * errorOf(history.past)) ** 2)
  const within = (amount: number): PicoUsd => (pico(amount) > most ? most : pico(amount))
  return {
    ...same,
    likely_usd: formatUsd(within(likely)),
    low_usd: formatUsd(within(likely - spread)),
    high_usd: formatUsd(within(likely + spread)),
    rule: 'history',
    basis: basisOf(known, history.past.length),
    correction: Math.round(correction * 1e4) / 1e4,
    by_call: expected.map(inWords),
  }
}

function basisOf(known: { documents: number; meanBytes: number | null }, past: number): string {
  const size =
    known.meanBytes === null
      ? 'as if these were of the same length'
      : `with a token more or less for each ${BYTES_PER_TOKEN} bytes beyond ${Math.round(known.meanBytes)} a document`
  return `what models were asked for ${known.documents} documents of the last ${ESTIMATE_DAYS} days, ${size}; ${past} past estimates`
}

/** The part of an estimate that is kept with its job, to be held against what the job costs. */
export const KeptEstimate = z.object({
  documents: Count,
  bytes: Count,
  likely_usd: Usd.nullable(),
  low_usd: Usd,
  high_usd: Usd,
  rule: EstimateRule,
  made_at: z.string(),
})
export type KeptEstimate = z.infer<typeof KeptEstimate>

export const keptOf = (estimate: Estimate, madeAt: Date): KeptEstimate =>
  KeptEstimate.parse({ ...estimate, made_at: madeAt.toISOString() })

/** The estimate that a job was submitted with; undefined where there was none. */
export const estimateIn = (options: Record<string, unknown>): KeptEstimate | undefined =>
  KeptEstimate.safeParse(options['estimate']).data

/** A kept estimate beside what its job has cost; undefined where it said nothing. */
export function pastEstimate(
  jobId: string,
  kept: KeptEstimate | undefined,
  costs: readonly CostTotals[],
): PastEstimate | undefined {
  if (kept?.likely_usd == null || kept.documents === 0) return undefined
  return {
    job_id: jobId,
    documents: kept.documents,
    bytes: kept.bytes,
    made_at: kept.made_at,
    likely: picoUsd(kept.likely_usd),
    low: picoUsd(kept.low_usd),
    high: picoUsd(kept.high_usd),
    actual: costs.reduce(addCosts, noCosts()).amount_pico_usd,
  }
}
