import type { Agent } from '@colophon/agents/define'
import { contentAgent } from './content-agent.ts'
import { contextAgent } from './context-agent.ts'
import { entityAgent } from './entity-agent.ts'
import { metadataAgent } from './metadata-agent.ts'
import { structureAgent } from './structure-agent.ts'

/** The agents of the letters profile. Adding one is a file and a line here. */
export const LETTER_AGENTS: readonly Agent[] = [
  metadataAgent,
  entityAgent,
  structureAgent,
  contentAgent,
  contextAgent,
]

/** The agents under the name that a thread for rules looks for in the module it is given. */
export { LETTER_AGENTS as agents }
