import {
  AgentCallError,
  agentsOf,
  type AgentCaller,
  type ErrorCode,
  type Profile,
} from '@colophon/domain'
import type { Metrics } from '@colophon/runtime'

/** Errors of a caller that was not heard, or not let in. */
const UNREACHED = new Set<ErrorCode>([
  'agent.unavailable',
  'agent.lost',
  'agent.timeout',
  'agent.refused',
])

export const reached = (metrics: Metrics, agent: string): void => {
  metrics.agentAvailable.set({ agent }, 1)
}

/** An agent that answers with an error of its own is there. */
export function notReached(metrics: Metrics, agent: string, thrown: unknown): void {
  if (!(thrown instanceof AgentCallError)) return
  metrics.agentAvailable.set({ agent }, Number(!UNREACHED.has(thrown.code)))
}

interface WatchDeps {
  agents: AgentCaller
  profiles: readonly Profile[]
  metrics: Metrics
}

/** Looks at the agents while there is no work either: one that is away should be known before there is. */
export function watchAgents({ agents, profiles, metrics }: WatchDeps, everyMs: number): Disposable {
  const names = agentsOf(profiles)
  const look = (): void => {
    for (const agent of names) {
      agents.describe(agent).then(
        () => {
          reached(metrics, agent)
        },
        (thrown: unknown) => {
          notReached(metrics, agent, thrown)
        },
      )
    }
  }
  const timer = setInterval(look, everyMs).unref()
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer)
    },
  }
}
