import type { Agent } from '@colophon/agents/define'
import { FOLDERS } from './folders.ts'
import type { ProfileFolder } from './profile-folder.ts'

export type { ProfileFolder } from './profile-folder.ts'

/** The profiles of the product. A process takes these, unless it is given others where it is composed. */
export const PROFILES: readonly ProfileFolder[] = FOLDERS

/** Modules that a thread loads to run rules, by profile. */
export const modulesOf = (profiles: readonly ProfileFolder[]): Readonly<Record<string, URL>> =>
  Object.fromEntries(profiles.map(({ record, agentsModule }) => [record.name, agentsModule]))

/** The agents of all these profiles, with their rules. */
export async function loadAgents(
  profiles: readonly ProfileFolder[] = PROFILES,
): Promise<readonly Agent[]> {
  const loaded = await Promise.all(profiles.map((folder) => folder.loadAgents()))
  return loaded.flatMap(({ agents }) => agents)
}
