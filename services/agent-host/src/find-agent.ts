import type { Agent } from '@colophon/agents'
import { agentsOf, ColophonError } from '@colophon/domain'
import { loadAgents, PROFILES, type ProfileFolder } from '@colophon/profiles'

const shortOf = (name: string): string => name.replace(/-agent$/, '')

/** Names of the agents of all these profiles, as people give them. */
export const agentNames = (profiles: readonly ProfileFolder[] = PROFILES): string =>
  agentsOf(profiles.map(({ record }) => record))
    .map(shortOf)
    .join(', ')

/** `metadata` or `metadata-agent`. Throws `config.invalid`, with the names that there are, for any other. */
export async function findAgent(
  name = '',
  profiles: readonly ProfileFolder[] = PROFILES,
): Promise<Agent> {
  const agents = await loadAgents(profiles)
  const agent = agents.find((each) => shortOf(each.name) === shortOf(name))
  if (agent !== undefined) return agent
  const wrong = name === '' ? 'Name the agent to run' : `No agent is called ${name}`
  throw new ColophonError('config.invalid', `${wrong}; there are ${agentNames(profiles)}`)
}
