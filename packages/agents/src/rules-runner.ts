import type { Agent } from './agent.ts'
import type { Proposal } from './proposal.ts'
import type { RulesInput } from './rules-input.ts'
import { runRules } from './run-rules.ts'

/** Why rules of a document were ended before they came to their end. */
export type RulesEnd = 'rules.timeout' | 'rules.crashed'

export interface RulesCall {
  agent: Agent
  request: RulesInput
  /** Paths that may be proposed. */
  wanted: readonly string[]
  signal: AbortSignal
}

export interface RulesResult {
  proposals: Proposal[]
  /** Why some of the rules are not in it; null: all of them answered. */
  why: RulesEnd | null
  /** How long they ran, waiting not included. */
  ms: number
}

/**
 * Where the rules of the agents run. Rejects with the reason of the signal, with `rules.unavailable` when there is no
 * place to run them, and with what a rule threw.
 */
export interface RulesRunner {
  run(call: RulesCall): Promise<RulesResult>
}

/** In the thread that asks: for single calls and tests. A rule that never ends stops everything else there. */
export const rulesInThisThread: RulesRunner = {
  async run({ agent, request, wanted, signal }) {
    signal.throwIfAborted()
    const startedAt = performance.now()
    const { proposals } = await runRules(agent, request, wanted)
    return { proposals, why: null, ms: performance.now() - startedAt }
  },
}
