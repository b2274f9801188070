import { TIERS, type Tier } from '@colophon/domain'
import { z } from 'zod'

const onOff = z.enum(['on', 'off'])

/** Which tiers may answer. */
export const TIER_SETTINGS = {
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
