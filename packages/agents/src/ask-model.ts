import {
  ModelCallError,
  repairOf,
  type EnrichRequest,
  type ModelClient,
  type ModelTier,
  type Usage,
} from '@colophon/domain'
import type { Agent, AskedField } from './agent.ts'
import { complaintAbout, promptFor } from './prompt.ts'
import { readAnswer, schemaFor, type ModelField } from './question.ts'

/** Larger answers cost accuracy: models fail on wide schemas (design: at most 15 fields a call). */
export const MAX_FIELDS = 15

export interface ModelAnswers {
  fields: Map<string, ModelField>
  /** Fields that did not have the form asked for, and confidences outside 0–1. */
  malformed: number
  clamped: number
  model: string
  usage: Usage[]
}

export interface ModelCall {
  agent: Agent
  models: ModelClient
  tier: ModelTier
  request: EnrichRequest
  /** In the order of the agent's tools; those beyond the fifteenth are not asked for. */
  fields: readonly AskedField[]
  signal: AbortSignal
  /** Filled as calls end, answered or not, so that a failure does not lose what was spent. */
  spent: Usage[]
}

/**
 * Asks one model for all fields at once. A field that does not fit the schema costs that field; only an answer of which
 * nothing can be read, since a repair costs a whole call, gets one repair attempt, unless the request forbids it; after that
 * it is `model.invalid_answer`.
 */
export async function askModel(call: ModelCall): Promise<ModelAnswers> {
  const { request, tier } = call
  const fields = call.fields.slice(0, MAX_FIELDS)
  const prompt = promptFor(request, fields)
  const callId = `${request.run_id}:${tier}`
  let read = await askOnce(call, fields, { prompt, callId })
  if ('problems' in read && request.repairs !== 0) {
    read = await askOnce(call, fields, {
      prompt: prompt + complaintAbout(read.problems),
      callId: repairOf(callId),
    })
  }
  // What the calls used has been told already: this failure itself was not billed.
  if ('problems' in read)
    throw new ModelCallError('model.invalid_answer', `${read.model}: ${read.problems}`, null)
  const { found, malformed, clamped, model } = read
  return { fields: found, malformed, clamped, model, usage: call.spent }
}

type Read = { model: string } & ReturnType<typeof readAnswer>

async function askOnce(
  { agent, models, tier, signal, spent }: ModelCall,
  fields: readonly AskedField[],
  { prompt, callId }: { prompt: string; callId: string },
): Promise<Read> {
  try {
    const { json, model, usage } = await models.complete({
      tier,
      call_id: callId,
      system: agent.instructions,
      prompt,
      schema: schemaFor(agent, fields),
      max_tokens: agent.maxAnswerTokens,
      signal,
      agent: agent.name,
    })
    spent.push(usage)
    return { model, ...readAnswer(json, fields) }
  } catch (thrown) {
    if (!(thrown instanceof ModelCallError)) throw thrown
    if (thrown.usage !== null) spent.push(thrown.usage)
    if (thrown.code !== 'model.invalid_answer') throw thrown
    const model = thrown.usage?.model ?? models.modelFor(tier, agent.name) ?? tier
    return { model, problems: 'the answer is not valid JSON' }
  }
}
