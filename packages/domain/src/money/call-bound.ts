import { z } from 'zod'
import type { EnrichRequest } from '../work/enrich.ts'
import { picoPerToken, type PicoUsd } from './pico-usd.ts'
import { jsonOf } from '../record/path.ts'
import { isPaid, type PriceList } from './prices.ts'

/** The largest call of a model that an agent makes, as it says itself. */
export const CallSize = z.object({
  /** UTF-8 of all it sends around the document: instructions, fields, answer schema, the complaint of a repair. */
  prompt_bytes: z.int().min(0),
  /** Bytes of JSON up to which models are told what was found before; when it is longer, they are told none of it. */
  found_bytes: z.int().min(0),
  /** Longest answer it asks for, thinking included. */
  answer_tokens: z.int().min(1),
})
export type CallSize = z.infer<typeof CallSize>

/** Taken for an agent that does not say: more than any known one needs, with all that was found before. */
export const STATIC_PROMPT_TOKENS = 12_288
export const MAX_ANSWER_TOKENS = 6_144

/**
 * Tokens that a provider puts around what it was sent: roles, its own words about the answer's form, limits of the
 * schema that it takes as words only.
 */
export const FRAMING_TOKENS = 1_024

/**
 * No token is shorter than a byte. Some tokenizers normalise what they read, and that may make it longer: by a byte for
 * an accent that stands alone, by three for ¼.
 */
export function mostTokens(text: string): number {
  const bytes = Buffer.byteLength(text)
  // Plain ASCII has one form only.
  if (bytes === text.length) return bytes
  const forms = [text.normalize('NFC'), text.normalize('NFKC')]
  return Math.max(bytes, ...forms.map((form) => Buffer.byteLength(form)))
}

/** More than what is said around the hints of a person. */
export const HINTS_BYTES = 1_024

/** The most tokens one call can have. */
export interface CallTokens {
  prompt: number
  answer: number
}

/** The most that one call for this document can have, of an agent of this size. */
export function largestCall(
  size: CallSize | undefined,
  { text, found, hints }: Pick<EnrichRequest, 'text' | 'found' | 'hints'>,
): CallTokens {
  const document = mostTokens(text) + (hints === undefined ? 0 : mostTokens(hints) + HINTS_BYTES)
  if (size === undefined)
    return { prompt: document + STATIC_PROMPT_TOKENS, answer: MAX_ANSWER_TOKENS }
  const json = jsonOf(found)
  const told = Buffer.byteLength(json) > size.found_bytes ? 0 : mostTokens(json)
  return {
    prompt: document + told + size.prompt_bytes + FRAMING_TOKENS,
    answer: size.answer_tokens,
  }
}

/**
 * The most that one call of this model can cost: every token at the dearest rate it may get. Caches are written for five
 * minutes at most.
 */
export function callBound(
  { rows }: PriceList,
  model: string,
  { prompt, answer }: CallTokens,
): PicoUsd {
  let [input, output] = [0n, 0n]
  for (const row of rows) {
    // Rows of other times too: which one holds is a matter of clocks, and a bound must not be.
    if (row.model !== model || row.fromPromptTokens > prompt) continue
    for (const rate of [row.input, row.cacheWrite5m, row.cacheRead].map(picoPerToken)) {
      if (rate > input) input = rate
    }
    const rate = picoPerToken(row.output)
    if (rate > output) output = rate
  }
  return BigInt(prompt) * input + BigInt(answer) * output
}

/** The longest that all models of one run work: a call of an agent that works longer is given up. */
export const LONGEST_RUN_MS = 600_000
/** Timers end late, and milliseconds are rounded. */
const TIMER_MS = 1_000

/** The most that the time of models nobody bills can cost in one run, whichever of these it asks, and how often. */
export function computeBound(prices: PriceList, models: readonly string[]): PicoUsd {
  const { computePicoPerMs = 0n } = prices
  const charged = models.some((model) => !isPaid(prices, model))
  return charged ? BigInt(LONGEST_RUN_MS + TIMER_MS) * computePicoPerMs : 0n
}
