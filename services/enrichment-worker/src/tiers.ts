import { TIERS, type ModelTier, type Tier } from '@colophon/domain'
import { z } from 'zod'

const onOff = z.enum(['on', 'off'])

/** Enough for any agent: none asks for more. */
const ALL_FIELDS = 15

const maxFields = (tier: string, most: number) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(ALL_FIELDS)
    .default(most)
    .describe(
      `Fields a ${tier} model is asked for at once, required ones first; rules answer the rest`,
    )

/** Which tiers may answer, and for how much. */
export const TIER_SETTINGS = {
  MODEL_LOCAL_MAX_FIELDS: maxFields('local', 6),
  MODEL_FAST_MAX_FIELDS: maxFields('fast', ALL_FIELDS),
  MODEL_DEEP_MAX_FIELDS: maxFields('deep', ALL_FIELDS),
  RULES: onOff.default('on').describe('Whether rules answer before models are asked'),
  CONTEXT_LOCAL: onOff
    .default('off')
    .describe('Whether the local model may answer for the context agent when there is no deep one'),
}

/** Tiers an agent may use. The context agent adds knowledge from elsewhere: a small local model only when asked for. */
export function tiersOf(config: {
  RULES: 'on' | 'off'
  CONTEXT_LOCAL: 'on' | 'off'
}): (agent: string) => Tier[] {
  const allowed = TIERS.filter((tier) => tier !== 'rules' || config.RULES === 'on')
  const contextual = allowed.filter((tier) => tier !== 'local' || config.CONTEXT_LOCAL === 'on')
  return (agent) => (agent === 'context-agent' ? contextual : allowed)
}

/** How many fields a model of each tier is asked for at once. */
export const maxFieldsOf = (config: {
  MODEL_LOCAL_MAX_FIELDS: number
  MODEL_FAST_MAX_FIELDS: number
  MODEL_DEEP_MAX_FIELDS: number
}): Record<ModelTier, number> => ({
  local: config.MODEL_LOCAL_MAX_FIELDS,
  fast: config.MODEL_FAST_MAX_FIELDS,
  deep: config.MODEL_DEEP_MAX_FIELDS,
})
