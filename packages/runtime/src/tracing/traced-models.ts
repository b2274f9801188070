import type { ModelClient, ModelRequest, Usage } from '@colophon/domain'
import type { SpanAttributes, Tracer } from './tracer.ts'

interface Asked {
  request: ModelRequest
  model: string
}

/** What spans of model calls say: with names of our own, or with those of OpenTelemetry, which are not stable yet. */
export interface ModelSpanNames {
  spanName(asked: Asked): string
  asked(asked: Asked): SpanAttributes
  answered(usage: Usage, model: string): SpanAttributes
}

const inputOf = ({ tokens }: Usage): number =>
  tokens.input + tokens.cache_read + tokens.cache_write_5m + tokens.cache_write_1h

const OWN: ModelSpanNames = {
  spanName: ({ request }) => `ask ${request.tier} model`,
  asked: ({ request, model }) => ({
    'colophon.agent': request.agent,
    'colophon.model.tier': request.tier,
    'colophon.model.name': model,
    'colophon.model.max_tokens': request.max_tokens,
    'colophon.model.call_id': request.call_id,
  }),
  answered: (usage) => ({
    'colophon.model.provider': usage.provider,
    'colophon.model.tokens.input': inputOf(usage),
    'colophon.model.tokens.output': usage.tokens.output,
    'colophon.model.tokens.cache_read': usage.tokens.cache_read,
    'colophon.model.request_id': usage.request_id,
  }),
}

const GEN_AI: ModelSpanNames = {
  spanName: ({ model }) => `chat ${model}`,
  asked: ({ request, model }) => ({
    'gen_ai.operation.name': 'chat',
    'gen_ai.agent.name': request.agent,
    'gen_ai.request.model': model,
    'gen_ai.request.max_tokens': request.max_tokens,
    'gen_ai.output.type': 'json',
    // OpenTelemetry has no names for these.
    'colophon.model.tier': request.tier,
    'colophon.model.call_id': request.call_id,
  }),
  answered: (usage, model) => ({
    'gen_ai.provider.name': usage.provider,
    'gen_ai.response.model': model,
    'gen_ai.response.id': usage.request_id,
    'gen_ai.usage.input_tokens': inputOf(usage),
    'gen_ai.usage.output_tokens': usage.tokens.output,
    'gen_ai.usage.cache_read.input_tokens': usage.tokens.cache_read,
  }),
}

const OPT_IN = 'gen_ai_latest_experimental'

/** The names that `OTEL_SEMCONV_STABILITY_OPT_IN` asks for; other words in it are for others. */
export const modelSpanNames = (optIn = ''): ModelSpanNames =>
  optIn.split(',').some((word) => word.trim() === OPT_IN) ? GEN_AI : OWN

/** Models whose calls are spans: with model, tokens and ids, without a word of question or answer. */
export function tracedModels(
  tracer: Tracer,
  models: ModelClient,
  names: ModelSpanNames,
): ModelClient {
  if (!tracer.on) return models
  return {
    modelFor: (tier, agent) => models.modelFor(tier, agent),
    isPaid: (model) => models.isPaid(model),
    costs: (model) => models.costs(model),
    isOutside: (tier, agent) => models.isOutside(tier, agent),
    ping: (agent, tier) => models.ping(agent, tier),
    complete(request) {
      const model = models.modelFor(request.tier, request.agent) ?? request.tier
      const asked = { request, model }
      const options = { kind: 'client', attributes: names.asked(asked) } as const
      return tracer.span(names.spanName(asked), options, async (span) => {
        const answer = await models.complete(request)
        span.set(names.answered(answer.usage, answer.model))
        return answer
      })
    },
    [Symbol.asyncDispose]: () => models[Symbol.asyncDispose](),
  }
}
