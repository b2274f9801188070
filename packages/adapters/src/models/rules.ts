import { ColophonError, type ModelTier, type PriceList } from '@colophon/domain'
import { PROVIDER_KEYS, type ProviderKeys } from './declaration.ts'
import { openModels, type ModelUrls } from './open.ts'
import { PRICE_LIST, PRICES_RULE, readPrices, type PriceVariables } from './price-list.ts'

/** Where a program is told of its models. */
export interface ModelVariables extends ProviderKeys, PriceVariables {
  MODEL_LOCAL?: string | undefined
  MODEL_FAST?: string | undefined
  MODEL_DEEP?: string | undefined
}

type UrlVariable = Exclude<keyof ModelVariables, keyof ProviderKeys | keyof PriceVariables>

const TIER_OF: Readonly<Record<UrlVariable, ModelTier>> = {
  MODEL_LOCAL: 'local',
  MODEL_FAST: 'fast',
  MODEL_DEEP: 'deep',
}

/** A file that cannot be read has a rule of its own, which must not hide what is wrong with the models. */
function pricesOf(settings: PriceVariables): PriceList {
  try {
    return readPrices(settings)
  } catch (thrown) {
    if (thrown instanceof ColophonError) return PRICE_LIST
    throw thrown
  }
}

function ruleOf(names: readonly UrlVariable[]) {
  return {
    of: [...names, ...PROVIDER_KEYS, 'PRICES_FILE', 'COMPUTE_SECOND_USD'] as const,
    // Opening models asks nobody anything.
    check: async (settings: ModelVariables): Promise<void> => {
      const urls: ModelUrls = Object.fromEntries(
        names.map((name) => [TIER_OF[name], settings[name]]),
      )
      const prices = pricesOf(settings)
      const models = await openModels(urls, { keys: settings, prices })
      await models[Symbol.asyncDispose]()
    },
  }
}

/** For what a program holds against its settings: each model by itself, and that all go together. */
export const MODEL_RULES = [
  PRICES_RULE,
  ruleOf(['MODEL_LOCAL']),
  ruleOf(['MODEL_FAST']),
  ruleOf(['MODEL_DEEP']),
  ruleOf(['MODEL_LOCAL', 'MODEL_FAST', 'MODEL_DEEP']),
]
