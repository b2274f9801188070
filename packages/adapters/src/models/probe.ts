import {
  ColophonError,
  ModelCallError,
  ModelTier,
  findPrice,
  priceOf,
  type ErrorCode,
  type ModelClient,
  type PriceList,
  type Usage,
} from '@colophon/domain'

export interface ProbeOptions {
  prices: PriceList
  /** Agents whose models are asked; those that share a model share a call. */
  agents: readonly string[]
  signal: AbortSignal
  /** Makes each call's id; the ids stand on the provider's bill. */
  newCallId: () => string
  now?: () => number
}

/** The outcome of looking at one model. */
export interface ProbeResult {
  tier: ModelTier
  /** Null when the call failed before a provider was heard of. */
  provider: string | null
  model: string
  agents: string[]
  ok: boolean
  /** Whether it was asked a question; else only whether it can be. */
  asked: boolean
  latencyMs: number
  usage: Usage | null
  error: ErrorCode | null
  /** Null when nothing says what the model costs, which in use is an error that alerts. */
  priceId: string | null
}

// Room for models that think before they answer.
const MAX_TOKENS = 512
const SCHEMA = {
  type: 'object',
  properties: { ready: { type: 'boolean' } },
  required: ['ready'],
  additionalProperties: false,
}

async function probeOne(
  models: ModelClient,
  { tier, model, agents }: Pick<ProbeResult, 'tier' | 'model' | 'agents'>,
  options: ProbeOptions,
): Promise<ProbeResult> {
  const startedAt = performance.now()
  const costs = models.costs(model)
  const result = (usage: Usage | null, error: ErrorCode | null): ProbeResult => {
    const day = new Date(options.now?.() ?? Date.now()).toISOString().slice(0, 10)
    const call = usage && { ...usage, model, day }
    const price = call && priceOf(options.prices, call)
    return {
      tier,
      provider: usage?.provider ?? null,
      model,
      agents,
      ok: error === null,
      asked: !costs,
      latencyMs: performance.now() - startedAt,
      usage,
      error,
      priceId: price?.priceId ?? findPrice(options.prices, model, day, 0)?.id ?? null,
    }
  }
  try {
    if (costs) {
      await models.ping(agents[0], tier)
      return result(null, null)
    }
    const { usage } = await models.complete({
      tier,
      call_id: options.newCallId(),
      system: 'You check that you can be reached.',
      prompt: 'Answer that you are ready.',
      schema: SCHEMA,
      max_tokens: MAX_TOKENS,
      signal: options.signal,
      agent: agents[0] ?? '',
    })
    return result(usage, null)
  } catch (thrown) {
    options.signal.throwIfAborted()
    if (!(thrown instanceof ColophonError)) throw thrown
    return result(thrown instanceof ModelCallError ? thrown.usage : null, thrown.code)
  }
}

/**
 * Asks each configured model one tiny question: whether it can be asked, how long it takes. A model whose calls cost
 * something is only looked up, with the key that it would be asked with: nobody books what is spent here.
 */
export async function probeModels(
  models: ModelClient,
  options: ProbeOptions,
): Promise<ProbeResult[]> {
  const asked = new Map<string, Pick<ProbeResult, 'tier' | 'model' | 'agents'>>()
  for (const tier of ModelTier.options) {
    for (const agent of options.agents) {
      const model = models.modelFor(tier, agent)
      if (model === undefined) continue
      const key = `${tier} ${model}`
      const known = asked.get(key)
      if (known === undefined) asked.set(key, { tier, model, agents: [agent] })
      else known.agents.push(agent)
    }
  }
  return await Promise.all([...asked.values()].map((each) => probeOne(models, each, options)))
}
