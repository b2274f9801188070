import {
  ColophonError,
  isPaid,
  mayCost,
  ModelCallError,
  ModelTier,
  type ModelAnswer,
  type ModelClient,
  type ModelRequest,
  type PriceList,
} from '@colophon/domain'
import type { ProviderKeys } from './declaration.ts'
import type { ModelEvents } from './events.ts'
import { GuardedModels } from './guard/guarded-models.ts'
import { ModelUrl } from './model-url.ts'
import { PRICE_LIST } from './price-list.ts'
import { PROVIDERS, type ProviderName } from './providers.ts'

/** Where each tier's model is reached; a tier without a URL has none. */
export type ModelUrls = Partial<Record<ModelTier, string | undefined>>

export interface OpenModelsOptions {
  /** Keys that providers need beside the URLs, by the names of the settings. */
  keys?: ProviderKeys | undefined
  /** Told of what happens, for metrics. */
  events?: ModelEvents | undefined
  /** What models cost, and which are billed. @default as their providers list it */
  prices?: PriceList | undefined
}

interface Opening {
  tier: ModelTier
  url: URL
  guarded: GuardedModels
  keys: ProviderKeys
  events: ModelEvents
  prices: PriceList
}

/** With a dynamic import each: a driver is loaded only when it is chosen. */
const OPENERS: Readonly<Record<ProviderName, (opening: Opening) => Promise<ModelClient>>> = {
  async scripted({ url, prices }) {
    const { openScripted } = await import('./scripted/scripted.ts')
    return openScripted(url, prices)
  },
  async ollama({ tier, url, guarded, events }) {
    const { openOllama } = await import('./ollama/ollama.ts')
    return guarded.open(tier, openOllama(new ModelUrl(tier, url), events))
  },
  async anthropic({ tier, url, guarded, keys, events, prices }) {
    const { openAnthropic } = await import('./anthropic/anthropic.ts')
    const address = new ModelUrl(tier, url)
    const opening = { apiKey: keys.ANTHROPIC_API_KEY, events, prices }
    return guarded.open(tier, openAnthropic(address, opening))
  },
}

async function openOne(
  tier: ModelTier,
  text: string,
  guarded: GuardedModels,
  { keys = {}, events = {}, prices = PRICE_LIST }: OpenModelsOptions,
): Promise<ModelClient> {
  // The message does not repeat what was given: it may be a key in the wrong place.
  if (!URL.canParse(text))
    throw new ColophonError('config.invalid', `MODEL_${tier.toUpperCase()} is not a URL`)
  const url = new URL(text)
  const provider = PROVIDERS.find(({ scheme }) => scheme === url.protocol)
  if (provider !== undefined)
    return await OPENERS[provider.name]({ tier, url, guarded, keys, events, prices })
  const allowed = PROVIDERS.map(({ scheme }) => scheme).join(', ')
  throw new ColophonError(
    'config.unknown_scheme',
    `MODEL_${tier.toUpperCase()}: no adapter for ${url.protocol}; allowed: ${allowed}`,
  )
}

/** Opens the models of all tiers behind one port. No URL at all is a normal way to run. */
export async function openModels(
  urls: ModelUrls,
  options: OpenModelsOptions = {},
): Promise<ModelClient> {
  const clients = new Map<ModelTier, ModelClient>()
  const { prices = PRICE_LIST } = options
  const guarded = new GuardedModels(prices, options.events)
  for (const tier of ModelTier.options) {
    const url = urls[tier]
    if (url !== undefined) clients.set(tier, await openOne(tier, url, guarded, options))
  }
  return {
    modelFor: (tier, agent) => clients.get(tier)?.modelFor(tier, agent),
    isPaid: (model) => isPaid(prices, model),
    costs: (model) => mayCost(prices, model),
    isOutside: (tier, agent) => clients.get(tier)?.isOutside(tier, agent) === true,
    async ping(agent, of) {
      const asked = [...clients].filter(([tier]) => of === undefined || tier === of)
      await Promise.all(asked.map(([, client]) => client.ping(agent)))
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
