import { ColophonError, isPaid, type ModelClient, type ModelTier } from '@colophon/domain'
import type { ModelEvents } from '../events.ts'
import { PRICE_LIST } from '../price-list.ts'
import type { Provider } from '../provider.ts'
import { Guard, type GuardLimits } from './guard.ts'

interface Shared {
  guard: Guard
  limits: GuardLimits
  tier: ModelTier
}

/** Puts a guard before every model of every provider: tiers that use the same one share it. */
export class GuardedModels {
  readonly #events: ModelEvents
  readonly #guards = new Map<string, Shared>()

  constructor(events: ModelEvents = {}) {
    this.#events = events
  }

  open(tier: ModelTier, provider: Provider): ModelClient {
    const guards = new Map(
      provider.models.map((model) => [model, this.#guardOf(tier, provider, model)]),
    )
    const closed = new AbortController()
    return {
      modelFor: (_tier, agent) => provider.modelFor(agent),
      isPaid: (model) => isPaid(PRICE_LIST, model),
      ping: (agent) => provider.ping(agent),
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
