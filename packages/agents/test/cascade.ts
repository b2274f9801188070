import assert from 'node:assert/strict'
import type { EnrichRequest, EnrichResponse, ModelClient } from '@colophon/domain'
import type { Agent } from '../src/agent.ts'
import { runAgent } from '../src/run-agent.ts'
import { aRequest } from './letter.ts'
import { measured, right } from './measured.ts'
import { anAgent, aTool, proposed } from './small-agent.ts'

const signal = new AbortController().signal
export const TEXT = 'Mary came from Boston on Tuesday with all her books. '.repeat(4)

export const run = (
  agent: Agent,
  models: ModelClient,
  overrides: Partial<EnrichRequest> = {},
): Promise<EnrichResponse> =>
  runAgent(agent, aRequest(agent, { text: TEXT, ...overrides }), { models, signal })

export const valueOf = (response: EnrichResponse, path: string): unknown =>
  response.fields.find((field) => field.path === path)?.value
export const provenanceOf = (response: EnrichResponse, path: string) => {
  const found = response.fields.find((field) => field.path === path)?.provenance
  assert.ok(found, path)
  return found
}

export const TWO = [
  { path: 'a.name', key: 'name' },
  { path: 'a.place', key: 'place' },
]
/** Sure of the name, unsure of the place. */
export const half = anAgent(
  aTool(TWO, [proposed('a.name', 'Mary', 0.95), proposed('a.place', 'Salem', 0.4, [5, 9])]),
)
export const noRules = anAgent(aTool(TWO))

/** The same with a model that was right on every place it was asked for. */
export const trusting = measured(half, {
  'a.place': { replace_plain: right(), agreed: right(), denied: right() },
})
