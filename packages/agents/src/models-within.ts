import { maySee, ModelCallError, type ModelClient, type Reach } from '@colophon/domain'

/**
 * The models that a text of this reach may be shown to. The others look as if there were none, and are refused all the
 * same when somebody asks them: nothing has been sent then.
 */
export function modelsWithin(models: ModelClient, reach: Reach | undefined): ModelClient {
  if (reach === undefined || reach === 'cloud') return models
  const modelFor: ModelClient['modelFor'] = (tier, agent) => {
    const model = models.modelFor(tier, agent)
    if (model === undefined) return undefined
    return maySee(reach, tier, models.isOutside(tier, agent)) ? model : undefined
  }
  return {
    modelFor,
    isPaid: (model) => models.isPaid(model),
    costs: (model) => models.costs(model),
    isOutside: (tier, agent) => models.isOutside(tier, agent),
    ping: (agent, tier) => models.ping(agent, tier),
    async complete(request) {
      if (modelFor(request.tier, request.agent) !== undefined) return await models.complete(request)
      const what = `The text may not go to a model of ${request.tier}: its reach is ${reach}`
      throw new ModelCallError('model.missing', what, null)
    },
    [Symbol.asyncDispose]: () => models[Symbol.asyncDispose](),
  }
}
