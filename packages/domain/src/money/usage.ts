import { z } from 'zod'

/** Price classes of the cascade, cheapest first. `rules` costs nothing and needs no model. */
export const Tier = z.enum(['rules', 'local', 'fast', 'deep'])
export type Tier = z.infer<typeof Tier>
export const TIERS = Tier.options
export const ModelTier = z.enum(['local', 'fast', 'deep'])
export type ModelTier = z.infer<typeof ModelTier>

/** Token counts by kind; `input` never includes cached tokens, `output` includes thinking. */
export const Tokens = z.object({
  input: z.int().min(0),
  output: z.int().min(0),
  cache_read: z.int().min(0),
  cache_write_5m: z.int().min(0),
  cache_write_1h: z.int().min(0),
})
export type Tokens = z.infer<typeof Tokens>

export const TOKEN_KINDS = Object.keys(Tokens.shape) as readonly (keyof Tokens)[]

export const NO_TOKENS: Tokens = {
  input: 0,
  output: 0,
  cache_read: 0,
  cache_write_5m: 0,
  cache_write_1h: 0,
}

/** Usage of one model call, or of one run of the rules (provider `rules`, no tokens). */
export const Usage = z.object({
  call_id: z.string(),
  tier: Tier,
  provider: z.string(),
  model: z.string(),
  tool: z.string().nullable(),
  tokens: Tokens,
  duration_ms: z.number().min(0),
  request_id: z.string().optional(),
  /** Which weights answered, where the provider says so: a name can stand for others tomorrow. */
  model_digest: z.string().optional(),
  /** False when the provider left counts out: the cost is then a lower bound. */
  usage_complete: z.boolean(),
})
export type Usage = z.infer<typeof Usage>

const REPAIR = ':repair'
/** The call id of the one repair attempt that follows an answer that does not fit its schema. */
export const repairOf = (callId: string): string => `${callId}${REPAIR}`
export const isRepair = (callId: string): boolean => callId.endsWith(REPAIR)
