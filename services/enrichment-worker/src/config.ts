import { LETTER_AGENTS } from '@colophon/agents'
import { BudgetConfig, TIERS, type Tier } from '@colophon/domain'
import {
  AUTH_SETTINGS,
  BUS_SETTINGS,
  LOG_SETTINGS,
  opsSettings,
  STORE_SETTINGS,
} from '@colophon/runtime/settings'
import { z } from 'zod'

/** In this process, or the address of each. */
export type AgentPlaces = 'memory' | Readonly<Record<string, string>>

const FIRST_AGENT_PORT = 8_001
const agentNames = LETTER_AGENTS.map(({ name }) => name)
const DEFAULT_AGENT_URLS = agentNames
  .map((name, index) => `${name}=http://127.0.0.1:${FIRST_AGENT_PORT + index}`)
  .join(',')

function readAgentPlaces(text: string): AgentPlaces {
  if (text === 'memory:') return 'memory'
  const pairs = text.split(',').map((pair) => pair.trim().split('=', 2))
  return Object.fromEntries(pairs.map(([name = '', url = '']) => [name, url]))
}

const isComplete = (places: AgentPlaces): boolean =>
  places === 'memory' || agentNames.every((name) => URL.canParse(places[name] ?? ''))

const onOff = z.enum(['on', 'off'])

export const Config = z.object({
  ...STORE_SETTINGS,
  ...BUS_SETTINGS,
  ...opsSettings(8_010),
  AGENT_URLS: z
    .string()
    .default(DEFAULT_AGENT_URLS)
    .transform(readAgentPlaces)
    .refine(isComplete, {
      error: `expected ${agentNames.map((name) => `${name}=URL`).join(',')}, or memory:`,
    })
    .describe('Where the agents are; `memory:` runs them inside the worker'),
  MODEL_LOCAL: z.string().optional().describe('URL of the local model, for agents in the worker'),
  MODEL_FAST: z.string().optional().describe('URL of the fast model, for agents in the worker'),
  MODEL_DEEP: z.string().optional().describe('URL of the deep model, for agents in the worker'),
  ANTHROPIC_API_KEY: z
    .string()
    .optional()
    .describe('Key for `anthropic:` models, for agents in the worker'),
  RULES: onOff.default('on').describe('Whether rules answer before models are asked'),
  CONTEXT_LOCAL: onOff
    .default('off')
    .describe('Whether the local model may answer for the context agent when there is no deep one'),
  ...BudgetConfig.shape,
  WORKER_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(16)
    .describe('Documents in work at once'),
  ...AUTH_SETTINGS,
  ...LOG_SETTINGS,
})
export type Config = z.infer<typeof Config>

/** Tiers an agent may use. The context agent adds knowledge from elsewhere: a small local model only when asked for. */
export function tiersOf(
  config: Pick<Config, 'RULES' | 'CONTEXT_LOCAL'>,
): (agent: string) => Tier[] {
  const allowed = TIERS.filter((tier) => tier !== 'rules' || config.RULES === 'on')
  const contextual = allowed.filter((tier) => tier !== 'local' || config.CONTEXT_LOCAL === 'on')
  return (agent) => (agent === 'context-agent' ? contextual : allowed)
}
