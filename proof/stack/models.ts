import { ModelTier } from '@colophon/domain'

/** Where models are, as the processes that ask them are told. */
export interface ModelSettings {
  MODEL_LOCAL?: string
  MODEL_FAST?: string
  MODEL_DEEP?: string
  ANTHROPIC_API_KEY?: string
}

const NAMES = ['MODEL_LOCAL', 'MODEL_FAST', 'MODEL_DEEP', 'ANTHROPIC_API_KEY'] as const

/** The models somebody has configured; null when there are none. */
export function configuredModels(env: NodeJS.ProcessEnv): ModelSettings | null {
  const found = NAMES.flatMap((name) => {
    const value = env[name]?.trim() ?? ''
    return value === '' ? [] : [[name, value] as const]
  })
  const settings: ModelSettings = Object.fromEntries(found)
  return NAMES.some((name) => name !== 'ANTHROPIC_API_KEY' && settings[name] !== undefined)
    ? settings
    : null
}

/** The tiers that have a model. */
export const tiersWithModels = (settings: ModelSettings): ModelTier[] =>
  ModelTier.options.filter(
    (tier) => settings[`MODEL_${tier.toUpperCase() as Uppercase<ModelTier>}`] !== undefined,
  )

/** Calls at once per model: simulated providers have no reason to be asked one by one. */
const CONCURRENCY = 64

/** Models of every tier at simulated providers, under the names the agents ask for. */
export function simulatedModels(
  ollama: string,
  anthropic: string,
  parameters: Readonly<Record<string, number>> = {},
): Required<ModelSettings> {
  const host = new URL(ollama).host
  const tuned = Object.entries({ concurrency: CONCURRENCY, ...parameters })
    .map(([name, value]) => `&${name}=${value}`)
    .join('')
  const claude = (model: string): string => `anthropic:${model}?base_url=${anthropic}${tuned}`
  return {
    MODEL_LOCAL: `ollama://${host}/llama3.2?model.structure-agent=mixtral${tuned}`,
    MODEL_FAST: claude('claude-sonnet-5-5'),
    MODEL_DEEP: claude('claude-opus-5-5'),
    // A form that stands nowhere else: the key must be found when it leaks.
    ANTHROPIC_API_KEY: 'sk-ant-simulated-key',
  }
}
