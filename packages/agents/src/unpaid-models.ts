import { ModelCallError, type ModelClient } from '@colophon/domain'

/**
 * The models without those whose calls cost something. Who asks a single tool has reserved nothing, and nobody books what it would
 * cost: only the pipeline spends money.
 */
export function unpaidModels(models: ModelClient): ModelClient {
  const modelFor: ModelClient['modelFor'] = (tier, agent) => {
    const model = models.modelFor(tier, agent)
    return model === undefined || models.costs(model) ? undefined : model
  }
  return {
    modelFor,
    isPaid: () => false,
    costs: () => false,
    isOutside: (tier, agent) => models.isOutside(tier, agent),
    ping: (agent, tier) => models.ping(agent, tier),
    async complete(request) {
      if (modelFor(request.tier, request.agent) !== undefined) return await models.complete(request)
      throw new ModelCallError('model.missing', `No model is free to use on ${request.tier}`, null)
    },
    [Symbol.asyncDispose]: () => models[Symbol.asyncDispose](),
  }
}
