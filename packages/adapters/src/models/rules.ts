import type { ModelTier } from '@colophon/domain'
import { PROVIDER_KEYS, type ProviderKeys } from './declaration.ts'
import { openModels, type ModelUrls } from './open.ts'

/** Where a program is told of its models. */
export interface ModelVariables extends ProviderKeys {
  MODEL_LOCAL?: string | undefined
  MODEL_FAST?: string | undefined
  MODEL_DEEP?: string | undefined
}

type UrlVariable = Exclude<keyof ModelVariables, keyof ProviderKeys>

const TIER_OF: Readonly<Record<UrlVariable, ModelTier>> = {
  MODEL_LOCAL: 'local',
  MODEL_FAST: 'fast',
  MODEL_DEEP: 'deep',
}

function ruleOf(names: readonly UrlVariable[]) {
  return {
    of: [...names, ...PROVIDER_KEYS] as const,
    // Opening models asks nobody anything.
    check: async (settings: ModelVariables): Promise<void> => {
      const urls: ModelUrls = Object.fromEntries(
        names.map((name) => [TIER_OF[name], settings[name]]),
      )
      const models = await openModels(urls, { keys: settings })
      await models[Symbol.asyncDispose]()
    },
  }
}

/** For what a program holds against its settings: each model by itself, and that all go together. */
export const MODEL_RULES = [
  ruleOf(['MODEL_LOCAL']),
  ruleOf(['MODEL_FAST']),
  ruleOf(['MODEL_DEEP']),
  ruleOf(['MODEL_LOCAL', 'MODEL_FAST', 'MODEL_DEEP']),
]
