import { agentsThatRead, textOf, type Proposal, type Tool } from '@colophon/agents/define'
import { lettersProfile } from '../profile.ts'
import { readLetter, READINGS, type Reading } from '../reading.ts'
import { VERSION } from '../version.ts'

/** The one thing every tool needs. */
export const text = textOf(lettersProfile.unit.one)

const letters = agentsThatRead<Reading>({
  profile: lettersProfile.name,
  unit: lettersProfile.unit.one,
  version: VERSION,
  readings: READINGS,
  read: readLetter,
})

/** Rules read the repaired text; what they found points into the text as it was received. */
function inReceived({ received }: Reading, proposals: Proposal[]): Proposal[] {
  const moved = <T extends Proposal['finding']>(finding: T): T =>
    finding.evidence ? { ...finding, evidence: received(finding.evidence) } : finding
  return proposals.map((proposal) => ({
    ...proposal,
    finding: moved(proposal.finding),
    ...(proposal.items && { items: proposal.items.map(moved) }),
  }))
}

/** Defines an agent that reads letters. */
export const { defineAgent } = letters

/** Defines a tool that reads letters. */
export function defineTool(tool: Tool<Reading>): Tool<Reading> {
  return letters.defineTool({
    ...tool,
    ...(tool.rules && {
      rules: async (reading) => inReceived(reading, (await tool.rules?.(reading)) ?? []),
    }),
  })
}
