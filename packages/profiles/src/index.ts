import type { Agent } from '@colophon/agents/define'
import * as folders from './list.ts'
import type { ProfileFolder } from './profile-folder.ts'

export type { ProfileFolder } from './profile-folder.ts'

const byName = new Map(
  Object.values(folders).map((folder): [string, ProfileFolder] => [folder.record.name, folder]),
)

/** What a thread that runs rules loads, by profile. */
export const AGENT_MODULES: Readonly<Record<string, URL>> = Object.fromEntries(
  [...byName].map(([name, { agentsModule }]) => [name, agentsModule]),
)

/** The agents of all profiles, with their rules. */
export async function loadAgents(): Promise<readonly Agent[]> {
  const loaded = await Promise.all([...byName.values()].map((folder) => folder.loadAgents()))
  return loaded.flatMap(({ agents }) => agents)
}
