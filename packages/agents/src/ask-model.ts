import {
  ModelCallError,
  repairOf,
  type EnrichRequest,
  type ModelClient,
  type ModelTier,
  type Usage,
} from '@colophon/domain'
import type { Agent, AskedField } from './agent.ts'
import { answerTokensFor, schemaFor } from './answer-schema.ts'
import { complaintAbout, promptFor } from './prompt.ts'
import { readAnswer, type ModelField, type ReadAnswer } from './question.ts'

/** Larger answers cost accuracy: models fail on wide schemas (design: at most 15 fields a call). */
export const MAX_FIELDS = 15

/**
 * One question a tier, and in it what is wanted most: the request names its paths in that order. What is left over stays
 * with the rules. Small models fail on wide schemas, and on the machines they run on a second question of the same
 * document takes as long as the first of another.
 */
function mostWanted({ fields, request, tier }: ModelCall): readonly AskedField[] {
  const most = Math.min(MAX_FIELDS, request.max_fields?.[tier] ?? MAX_FIELDS)
  if (fields.length <= most) return fields
  const order = new Map(request.wanted.map((path, index) => [path, index]))
  const rank = ({ path }: AskedField): number => order.get(path) ?? Infinity
  const chosen = new Set(fields.toSorted((a, b) => rank(a) - rank(b)).slice(0, most))
  return fields.filter((field) => chosen.has(field))
}

export interface ModelAnswers {
  fields: Map<string, ModelField>
  /** Fields that did not have the form asked for, and confidences outside 0–1. */
  malformed: number
  clamped: number
  /** The model, as provenance names it. */
  source: string
  usage: Usage[]
}

export interface ModelCall {
  agent: Agent
  models: ModelClient
  tier: ModelTier
  request: EnrichRequest
  /** In the order of the agent's tools; never more than fit into a question. */
  fields: readonly AskedField[]
  signal: AbortSignal
  onWait?: ((waits: boolean) => void) | undefined
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
  const fields = mostWanted(call)
  const prompt = promptFor(call.agent, request, fields)
  const callId = `${request.run_id}:${tier}`
  let read = await askOnce(call, fields, { prompt, callId })
  if ('problems' in read && request.repairs !== 0) {
    read = await askOnce(call, fields, {
      prompt: prompt + complaintAbout(read.problems),
      callId: repairOf(callId),
    })
  }
  // No usage: that of the calls has been told already, and this failure itself was not billed.
  if ('problems' in read)
    throw new ModelCallError('model.invalid_answer', `${read.model}: ${read.problems}`, null)
  const { found, malformed, clamped, source } = read
  return { fields: found, malformed, clamped, source, usage: call.spent }
}

type Read = (ReadAnswer & { source: string }) | { model: string; problems: string }

async function askOnce(
  { agent, models, tier, signal, onWait, spent }: ModelCall,
  fields: readonly AskedField[],
  { prompt, callId }: { prompt: string; callId: string },
): Promise<Read> {
  try {
    const { json, model, source, usage } = await models.complete({
      tier,
      call_id: callId,
      system: agent.instructions,
      prompt,
      schema: schemaFor(agent, fields),
      max_tokens: agent.maxAnswerTokens,
      answer_tokens: answerTokensFor(fields),
      signal,
      ...(onWait !== undefined && { onWait }),
      agent: agent.name,
    })
    spent.push(usage)
    const answer = readAnswer(json, fields)
    return 'problems' in answer ? { model, ...answer } : { source, ...answer }
  } catch (thrown) {
    if (!(thrown instanceof ModelCallError)) throw thrown
    if (thrown.usage !== null) spent.push(thrown.usage)
    if (thrown.code !== 'model.invalid_answer') throw thrown
    const model = thrown.usage?.model ?? models.modelFor(tier, agent.name) ?? tier
    return { model, problems: 'the answer is not valid JSON' }
  }
}
