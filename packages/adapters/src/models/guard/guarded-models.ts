import {
  ColophonError,
  isPaid,
  mayCost,
  type ModelClient,
  type ModelTier,
  type PriceList,
} from '@colophon/domain'
import type { ModelEvents } from '../events.ts'
import type { Provider } from '../provider.ts'
import { Guard, type GuardLimits } from './guard.ts'

interface Shared {
  guard: Guard
  limits: GuardLimits
  tier: ModelTier
}

/** Puts a guard before every model of every provider: tiers that use the same one share it. */
export class GuardedModels {
  readonly #prices: PriceList
  readonly #events: ModelEvents
  readonly #guards = new Map<string, Shared>()

  constructor(prices: PriceList, events: ModelEvents = {}) {
    this.#prices = prices
    this.#events = events
  }

  open(tier: ModelTier, provider: Provider): ModelClient {
    const guards = new Map(
      provider.models.map((model) => [model, this.#guardOf(tier, provider, model)]),
    )
    const closed = new AbortController()
    return {
      modelFor: (_tier, agent) => provider.modelFor(agent),
      isPaid: (model) => isPaid(this.#prices, model),
      costs: (model) => mayCost(this.#prices, model),
      isOutside: (_tier, agent) =>
        provider.isOutside || isPaid(this.#prices, provider.modelFor(agent)),
      ping: (agent) => this.#ping(provider, agent),
      complete(request) {
        closed.signal.throwIfAborted()
        const model = provider.modelFor(request.agent)
        const guard = guards.get(model)
        if (guard === undefined) throw new Error('a model without a guard')
        return guard.run(request, () => provider.ask(request, model))
      },
      [Symbol.asyncDispose]: () => {
        closed.abort(new ColophonError('model.unavailable', 'The models are closed'))
        return Promise.resolve()
      },
    }
  }

  async #ping(provider: Provider, agent: string | undefined): Promise<void> {
    const models = agent === undefined ? provider.models : [provider.modelFor(agent)]
    const told = (present: boolean | null): void => {
      for (const model of models) this.#events.looked?.({ provider: provider.name, model, present })
    }
    try {
      await provider.ping(agent)
      told(true)
    } catch (thrown) {
      const isMissing = thrown instanceof ColophonError && thrown.code === 'model.missing'
      // Of several, one is missing: nobody says which.
      told(isMissing && models.length === 1 ? false : null)
      throw thrown
    }
  }

  #guardOf(tier: ModelTier, provider: Provider, model: string): Guard {
    const { name, address, limits } = provider
    const key = `${name} ${address} ${model}`
    const known = this.#guards.get(key)
    if (known === undefined) {
      const guard = new Guard({ provider: name, model }, limits, this.#events)
      this.#guards.set(key, { guard, limits, tier })
      return guard
    }
    if (JSON.stringify(known.limits) !== JSON.stringify(limits)) {
      throw new ColophonError(
        'config.invalid',
        `The ${known.tier} and the ${tier} model are both ${model}: give both the same limits (concurrency, rpm, breaker_*)`,
      )
    }
    return known.guard
  }
}
