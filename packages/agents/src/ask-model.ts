import {
  ColophonError,
  repairOf,
  type EnrichRequest,
  type ModelAnswer,
  type ModelClient,
  type ModelTier,
  type Usage,
} from '@colophon/domain'
import type { Agent, AskedField } from './agent.ts'
import { promptFor, readAnswer, schemaFor, type ModelField } from './question.ts'

/** Larger answers cost accuracy: models fail on wide schemas (design: at most 15 fields a call). */
export const MAX_FIELDS = 15
const MAX_TOKENS = 4_096

export interface ModelAnswers {
  fields: Map<string, ModelField>
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
  /** Filled as calls are answered, so that a later failure does not lose what was spent. */
  spent: Usage[]
}

/**
 * Asks one model for all fields at once. An answer that does not fit the schema gets one repair attempt; after that it
 * is `model.invalid_answer`.
 */
export async function askModel(call: ModelCall): Promise<ModelAnswers> {
  const { agent, models, tier, request, signal, spent } = call
  const fields = call.fields.slice(0, MAX_FIELDS)
  const schema = schemaFor(agent, fields)
  const ask = async (prompt: string, callId: string): Promise<ModelAnswer> => {
    const answer = await models.complete({
      tier,
      call_id: callId,
      system: agent.instructions,
      prompt,
      schema,
      max_tokens: MAX_TOKENS,
      signal,
      agent: agent.name,
    })
    spent.push(answer.usage)
    return answer
  }
  const prompt = promptFor(request, fields)
  const callId = `${request.run_id}:${tier}`
  let answer = await ask(prompt, callId)
  let read = readAnswer(answer.json, fields)
  if ('problems' in read) {
    const complaint = `Your last answer did not fit the schema (${read.problems}). Answer again.`
    answer = await ask(`${prompt}\n\n${complaint}`, repairOf(callId))
    read = readAnswer(answer.json, fields)
    if ('problems' in read)
      throw new ColophonError('model.invalid_answer', `${answer.model}: ${read.problems}`)
  }
  return { fields: read.found, model: answer.model, usage: spent }
}
