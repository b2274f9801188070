import { ModelCallError, type ModelClient } from '@colophon/domain'

/**
 * The models without those that are billed. Who asks a single tool has reserved nothing, and nobody books what it would
 * cost: only the pipeline spends money.
 */
export function unpaidModels(models: ModelClient): ModelClient {
  const modelFor: ModelClient['modelFor'] = (tier, agent) => {
    const model = models.modelFor(tier, agent)
    return model === undefined || models.isPaid(model) ? undefined : model
  }
  return {
    modelFor,
    isPaid: () => false,
    ping: (agent) => models.ping(agent),
    async complete(request) {
      if (modelFor(request.tier, request.agent) !== undefined) return await models.complete(request)
      throw new ModelCallError('model.missing', `No model is free to use on ${request.tier}`, null)
    },
    [Symbol.asyncDispose]: () => models[Symbol.asyncDispose](),
  }
}
