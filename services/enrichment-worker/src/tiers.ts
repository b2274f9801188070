import { TIERS, type ModelTier, type Profile, type Tier } from '@colophon/domain'
import { z } from 'zod'

const onOff = z.enum(['on', 'off'])
type OnOff = z.infer<typeof onOff>

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
  MODEL_LOCAL_FOR_ALL: onOff
    .default('off')
    .describe(
      'Whether the local model may answer, where there is no deep one, for agents too that tell what does not stand in a document',
    ),
  CONTEXT_LOCAL: onOff.optional().describe('Earlier name of MODEL_LOCAL_FOR_ALL: `on` counts'),
}

/** Tiers an agent may use, by its name: no two of these profiles have one in common. */
export function tiersOf(
  config: { RULES: OnOff; MODEL_LOCAL_FOR_ALL: OnOff; CONTEXT_LOCAL?: OnOff | undefined },
  profiles: readonly Pick<Profile, 'traits'>[],
): (agent: string) => Tier[] {
  const allowed = TIERS.filter((tier) => tier !== 'rules' || config.RULES === 'on')
  if (config.MODEL_LOCAL_FOR_ALL === 'on' || config.CONTEXT_LOCAL === 'on') return () => allowed
  const withoutLocal = allowed.filter((tier) => tier !== 'local')
  const traits = profiles.flatMap((profile) => Object.entries(profile.traits))
  const onRequest = new Set(traits.flatMap(([agent, each]) => (each.localOnRequest ? agent : [])))
  return (agent) => (onRequest.has(agent) ? withoutLocal : allowed)
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
