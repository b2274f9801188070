import { calibrated, questionHash, type Cells } from '../src/index.ts'
import type { Agent } from '../src/agent.ts'

export const SCRIPTED = 'scripted:scripted-1'

/** A hundred that were all right, or this many of a hundred. */
export const right = (share = 1) => ({ n: 100, right: Math.round(share * 100) })

/** The agent when this was counted of the scripted model. */
export function measured(agent: Agent, fields: Record<string, Cells>, digest?: string): Agent {
  const counted = { question: questionHash(agent), fields }
  const { agents } = calibrated([agent], {
    version: 1,
    made_at: '2026-01-15T12:00:00Z',
    documents: 100,
    models: {
      [SCRIPTED]: { ...(digest !== undefined && { digest }), agents: { [agent.name]: counted } },
    },
  })
  return agents[0] ?? agent
}
