import type { ModelAnswer, ModelRequest } from '@colophon/domain'
import type { GuardLimits } from './guard/guard.ts'

/** A provider as one tier is configured to use it. */
export interface Provider {
  readonly name: string
  /** Tells servers apart: two tiers that use the same model of the same server share its limits. */
  readonly address: string
  /** Whether that server is another's: what it is sent leaves the house. */
  readonly isOutside: boolean
  readonly limits: GuardLimits
  modelFor(agent: string): string
  /** Every model any agent may be answered by. */
  readonly models: readonly string[]
  /** Rejects when one of the models, or the one of this agent, cannot be asked. Costs nothing. */
  ping(agent?: string): Promise<void>
  ask(request: ModelRequest, model: string): Promise<ModelAnswer>
}

/** How failures of any provider are worded: what, which model, what the provider's own records say of it. */
export function failureText(
  provider: string,
  model: string,
  what: string,
  requestId?: string,
): string {
  const id = requestId === undefined ? '' : ` (request ${requestId})`
  return `${provider} ${model}: ${what}${id}`
}
