import { ColophonError, ModelTier, type ModelClient, type ModelRequest } from '@colophon/domain'

export { createScriptedModels, type BillLine, type ScriptedOptions } from './scripted.ts'

/** Where each tier's model is reached; a tier without a URL has none. */
export type ModelUrls = Partial<Record<ModelTier, string | undefined>>

async function openOne(tier: ModelTier, url: string): Promise<ModelClient> {
  if (!URL.canParse(url))
    throw new ColophonError('config.invalid', `The ${tier} model is not a URL: ${url}`)
  const parsed = new URL(url)
  switch (parsed.protocol) {
    case 'scripted:': {
      const { openScripted } = await import('./scripted.ts')
      return openScripted(parsed)
    }
    default:
      throw new ColophonError(
        'config.unknown_scheme',
        `No adapter for ${parsed.protocol} as the ${tier} model; allowed: scripted:`,
      )
  }
}

/** Opens the models of all tiers behind one port. No URL at all is a normal way to run. */
export async function openModels(urls: ModelUrls): Promise<ModelClient> {
  const clients = new Map<ModelTier, ModelClient>()
  for (const tier of ModelTier.options) {
    const url = urls[tier]
    if (url !== undefined) clients.set(tier, await openOne(tier, url))
  }
  return {
    modelFor: (tier, agent) => clients.get(tier)?.modelFor(tier, agent),
    async ping() {
      await Promise.all([...clients.values()].map((client) => client.ping()))
    },
    complete(request: ModelRequest) {
      const client = clients.get(request.tier)
      if (client === undefined) {
        return Promise.reject(
          new ColophonError('model.not_configured', `No model for the tier ${request.tier}`),
        )
      }
      return client.complete(request)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...clients.values()].map((client) => client[Symbol.asyncDispose]()))
    },
  }
}
