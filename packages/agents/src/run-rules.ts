import type { Agent } from './agent.ts'
import type { Proposal } from './proposal.ts'
import { PartLeftOut, UNWATCHED, type PartWatch } from './parts.ts'
import type { RulesInput } from './rules-input.ts'

export interface Found {
  /** For the wanted paths. */
  proposals: Proposal[]
  /** Some of the rules were left out, or stand on what was. */
  leftOut: boolean
}

/**
 * All rules of an agent that may answer for what is wanted, one tool after the other, in the thread that calls it. A rule
 * that waits is waited for before the next begins.
 */
export async function runRules(
  agent: Agent,
  input: RulesInput,
  wanted: readonly string[],
  watch: PartWatch = UNWATCHED,
): Promise<Found> {
  const reading = agent.read(input, watch)
  const paths = new Set(wanted)
  const found: Found = { proposals: [], leftOut: false }
  for (const tool of agent.tools) {
    if (tool.rules === undefined || !tool.fields.some(({ path }) => paths.has(path))) continue
    try {
      const proposals = await watch.run(tool.name, () => tool.rules?.(reading) ?? [])
      found.proposals.push(...proposals.filter(({ path }) => paths.has(path)))
    } catch (thrown) {
      if (!(thrown instanceof PartLeftOut)) throw thrown
      found.leftOut = true
    }
  }
  return found
}
