import type { Agent } from '@colophon/agents/define'
import { FOLDERS } from './folders.ts'

export type { ProfileFolder } from './profile-folder.ts'

/** Modules that a thread loads to run rules, by profile. */
export const AGENT_MODULES: Readonly<Record<string, URL>> = Object.fromEntries(
  FOLDERS.map(({ record, agentsModule }) => [record.name, agentsModule]),
)

/** The agents of all profiles, with their rules. */
export async function loadAgents(): Promise<readonly Agent[]> {
  const loaded = await Promise.all(FOLDERS.map((folder) => folder.loadAgents()))
  return loaded.flatMap(({ agents }) => agents)
}
