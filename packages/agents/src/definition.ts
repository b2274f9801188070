import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Agent } from './agent.ts'
import { RULES_VERSION } from './rules/version.ts'

const hashes = new WeakMap<Agent, string>()

const jsonSchema = (schema: z.ZodType): unknown =>
  z.toJSONSchema(schema, { unrepresentable: 'any' })

/** Changes when anything changes that could change an answer: names, prompts, schemas, tiers, rules. */
export function definitionHash(agent: Agent): string {
  const known = hashes.get(agent)
  if (known !== undefined) return known
  const definition = {
    name: agent.name,
    instructions: agent.instructions,
    tiers: agent.tiers,
    maxAnswerTokens: agent.maxAnswerTokens,
    rules: RULES_VERSION,
    tools: agent.tools.map((tool) => ({
      name: tool.name,
      output: jsonSchema(tool.output),
      fields: tool.fields.map(({ path, ask }) => ({
        path,
        ask: ask && { ...ask, value: jsonSchema(ask.value) },
      })),
    })),
  }
  const hash = createHash('sha256').update(JSON.stringify(definition)).digest('hex').slice(0, 16)
  hashes.set(agent, hash)
  return hash
}
