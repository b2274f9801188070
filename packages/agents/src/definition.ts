import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Agent, ToolField } from './agent.ts'
import { fieldSchema } from './answer-schema.ts'

const hashes = new WeakMap<Agent, string>()

const jsonSchema = (schema: z.ZodType): unknown =>
  z.toJSONSchema(schema, { unrepresentable: 'any' })

const hashOf = (definition: unknown): string =>
  createHash('sha256').update(JSON.stringify(definition)).digest('hex').slice(0, 16)

const asked = ({ path, ask }: ToolField) => ({
  path,
  ask: ask && { ...ask, value: jsonSchema(ask.value) },
})

/** Changes when anything changes that could change an answer: names, prompts, schemas, tiers, rules, calibration. */
export function definitionHash(agent: Agent): string {
  const known = hashes.get(agent)
  if (known !== undefined) return known
  const hash = hashOf({
    name: agent.name,
    unit: agent.unit,
    instructions: agent.instructions,
    tiers: agent.tiers,
    maxAnswerTokens: agent.maxAnswerTokens,
    decisive: agent.decisive,
    rules: agent.version.answers,
    calibration: agent.calibration?.hash,
    tools: agent.tools.map((tool) => ({
      name: tool.name,
      output: jsonSchema(tool.output),
      fields: tool.fields.map((field) => ({
        ...asked(field),
        answer: field.ask && fieldSchema(agent.unit, field.ask),
      })),
    })),
  })
  hashes.set(agent, hash)
  return hash
}

/**
 * Changes when a model is asked something else, or what it says is judged otherwise: what was measured of its answers
 * before then says nothing of those after. Other rules do not change it, those neither that signs and dates are read with.
 */
export const questionHash = ({ unit, instructions, version, tools }: Agent): string =>
  hashOf({
    unit,
    instructions,
    support: version.questions,
    fields: tools.flatMap((tool) => tool.fields.filter(({ ask }) => ask !== undefined).map(asked)),
  })
