import { openModels, type ModelUrls } from './open.ts'

/** Where a program is told of its models. */
export interface ModelVariables {
  MODEL_LOCAL?: string | undefined
  MODEL_FAST?: string | undefined
  MODEL_DEEP?: string | undefined
  ANTHROPIC_API_KEY?: string | undefined
}

type Variable = keyof ModelVariables

function ruleOf(names: readonly Exclude<Variable, 'ANTHROPIC_API_KEY'>[]) {
  return {
    of: [...names, 'ANTHROPIC_API_KEY'] as const,
    // Opening models asks nobody anything.
    check: async (settings: ModelVariables): Promise<void> => {
      const urls: ModelUrls = {
        local: names.includes('MODEL_LOCAL') ? settings.MODEL_LOCAL : undefined,
        fast: names.includes('MODEL_FAST') ? settings.MODEL_FAST : undefined,
        deep: names.includes('MODEL_DEEP') ? settings.MODEL_DEEP : undefined,
      }
      const models = await openModels(urls, { anthropicApiKey: settings.ANTHROPIC_API_KEY })
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
