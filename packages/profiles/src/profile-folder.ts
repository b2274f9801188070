import type { Agent } from '@colophon/agents/define'
import type { Profile } from '@colophon/domain'
import type { EvaluationSpec } from '@colophon/domain/evaluation'

/** The folder of a profile. Its record is there at once; its agents, and the rules they have, when asked for. */
export interface ProfileFolder {
  record: Profile
  /** Where the first of its agents listens as a service; the others follow, in the order of the phases. */
  firstPort: number
  /** The module that exports the agents as `agents`: threads that run rules load it themselves. */
  agentsModule: URL
  loadAgents(): Promise<{ agents: readonly Agent[] }>
  /** How its records are held against what is known. @default each value by its very characters */
  loadEvaluation?(): Promise<EvaluationSpec>
}
