import type { Agent } from '@colophon/agents'
import { ColophonError } from '@colophon/domain'
import { loadAgents } from '@colophon/profiles'
import { RECORDS } from '@colophon/profiles/records'

const shortOf = (name: string): string => name.replace(/-agent$/, '')

/** Names of the agents of all profiles, as people give them. */
export const AGENT_NAMES: readonly string[] = RECORDS.flatMap(({ phases }) => phases.flat()).map(
  shortOf,
)

/** `metadata` or `metadata-agent`. Throws `config.invalid`, with the names that there are, for any other. */
export async function findAgent(name = ''): Promise<Agent> {
  const agents = await loadAgents()
  const agent = agents.find((each) => shortOf(each.name) === shortOf(name))
  if (agent !== undefined) return agent
  const wrong = name === '' ? 'Name the agent to run' : `No agent is called ${name}`
  throw new ColophonError('config.invalid', `${wrong}; there are ${AGENT_NAMES.join(', ')}`)
}
