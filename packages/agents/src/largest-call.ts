import type { CallSize } from '@colophon/domain'
import { askedFieldsOf, type Agent } from './agent.ts'
import { schemaFor } from './answer-schema.ts'
import { MAX_COMPLAINT_BYTES, MAX_FOUND_BYTES, promptFor } from './prompt.ts'

/** The largest call of a model this agent makes: for all its fields, and with the complaint of a repair. */
export function largestCallOf(agent: Agent): CallSize {
  const fields = askedFieldsOf(agent)
  const around = promptFor(agent, { text: '', found: {} }, fields)
  const schema = JSON.stringify(schemaFor(agent, fields))
  return {
    prompt_bytes: Buffer.byteLength(agent.instructions + around + schema) + MAX_COMPLAINT_BYTES,
    found_bytes: MAX_FOUND_BYTES,
    answer_tokens: agent.maxAnswerTokens,
  }
}
