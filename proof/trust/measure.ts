import {
  questionHash,
  type Agent,
  type Calibration,
  type Count,
  type Model,
} from '@colophon/agents'
import type { ModelClient, ModelTier } from '@colophon/domain'
import { enrichLetters } from './pipeline.ts'
import { isRight } from './right.ts'
import type { Letter } from './letters.ts'

export interface Measured {
  agents: readonly Agent[]
  models: ModelClient
  letters: readonly Letter[]
  /** How many fields a model is asked for at once. @default as where no setting says it */
  maxFields?: Readonly<Record<ModelTier, number>> | undefined
}

type Models = Calibration['models']

/** The count of a cell, made where there is none. */
function countAt(
  models: Models,
  { source, digest }: Model,
  agent: Agent,
  [path, cell]: [string, string],
): Count {
  const model = (models[source] ??= { ...(digest !== undefined && { digest }), agents: {} })
  const own = (model.agents[agent.name] ??= { question: questionHash(agent), fields: {} })
  const cells: Record<string, Count> = (own.fields[path] ??= {})
  return (cells[cell] ??= { n: 0, right: 0 })
}

/**
 * How often the models are right, by field and by where a value was met, on letters whose truth is known. They are asked as
 * in production, after the rules and only for what these leave unsure, and nothing that was measured before weighs in.
 */
export async function measure({
  agents,
  models,
  letters,
  maxFields,
}: Measured): Promise<Calibration> {
  const byText = new Map(letters.map((letter) => [letter.text, letter]))
  const counted: Models = {}
  const uncalibrated = agents.map(({ calibration: _, ...agent }): Agent => agent)
  const producers = new Map(
    uncalibrated.flatMap((agent) =>
      agent.tools.flatMap((tool) => tool.fields.map(({ path }) => [path, agent] as const)),
    ),
  )
  await enrichLetters(letters, {
    agents: uncalibrated,
    models,
    maxFields,
    observe({ model: answering, path, cell, value }, request) {
      const [letter, agent] = [byText.get(request.text), producers.get(path)]
      if (letter === undefined || agent === undefined) return
      const verdict = isRight(path, value, letter)
      if (verdict === null) return
      const count = countAt(counted, answering, agent, [path, cell])
      count.n += 1
      if (verdict) count.right += 1
    },
  })
  return {
    version: 1,
    made_at: new Date().toISOString(),
    documents: letters.length,
    models: counted,
  }
}
