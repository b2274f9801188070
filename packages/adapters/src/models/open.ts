import {
  ColophonError,
  ModelCallError,
  ModelTier,
  type ModelAnswer,
  type ModelClient,
  type ModelRequest,
} from '@colophon/domain'
import type { ModelEvents } from './events.ts'
import { GuardedModels } from './guard/guarded-models.ts'
import { ModelUrl } from './settings.ts'

/** Where each tier's model is reached; a tier without a URL has none. */
export type ModelUrls = Partial<Record<ModelTier, string | undefined>>

export interface OpenModelsOptions {
  /** Key of the Anthropic API; never part of a URL. */
  anthropicApiKey?: string | undefined
  /** Told of what happens, for metrics. */
  events?: ModelEvents | undefined
}

const SCHEMES = 'scripted:, ollama:, anthropic:'

async function openOne(
  tier: ModelTier,
  text: string,
  guarded: GuardedModels,
  { anthropicApiKey, events = {} }: OpenModelsOptions,
): Promise<ModelClient> {
  // What was given is not repeated: it may be a key in the wrong place.
  if (!URL.canParse(text))
    throw new ColophonError('config.invalid', `MODEL_${tier.toUpperCase()} is not a URL`)
  const url = new URL(text)
  switch (url.protocol) {
    case 'scripted:': {
      const { openScripted } = await import('./scripted.ts')
      return openScripted(url)
    }
    case 'ollama:': {
      const { openOllama } = await import('./ollama/ollama.ts')
      return guarded.open(tier, openOllama(new ModelUrl(tier, url), events))
    }
    case 'anthropic:': {
      const { openAnthropic } = await import('./anthropic/anthropic.ts')
      return guarded.open(tier, openAnthropic(new ModelUrl(tier, url), anthropicApiKey, events))
    }
    default:
      throw new ColophonError(
        'config.unknown_scheme',
        `MODEL_${tier.toUpperCase()}: no adapter for ${url.protocol}; allowed: ${SCHEMES}`,
      )
  }
}

/** Opens the models of all tiers behind one port. No URL at all is a normal way to run. */
export async function openModels(
  urls: ModelUrls,
  options: OpenModelsOptions = {},
): Promise<ModelClient> {
  const clients = new Map<ModelTier, ModelClient>()
  const guarded = new GuardedModels(options.events)
  for (const tier of ModelTier.options) {
    const url = urls[tier]
    if (url !== undefined) clients.set(tier, await openOne(tier, url, guarded, options))
  }
  return {
    modelFor: (tier, agent) => clients.get(tier)?.modelFor(tier, agent),
    async ping(agent) {
      await Promise.all([...clients.values()].map((client) => client.ping(agent)))
    },
    async complete(request: ModelRequest): Promise<ModelAnswer> {
      const client = clients.get(request.tier)
      if (client === undefined)
        throw new ModelCallError(
          'model.not_configured',
          `No model for the tier ${request.tier}`,
          null,
        )
      return await client.complete(request)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...clients.values()].map((client) => client[Symbol.asyncDispose]()))
    },
  }
}
