import type { CallSize } from '../money/call-bound.ts'
import type { EnrichRequest, EnrichResponse } from '../work/enrich.ts'
import type { ModelTier, Usage } from '../money/usage.ts'
import { ColophonError, type ColophonErrorOptions, type ErrorCode } from '../errors/errors.ts'

/** An agent call that failed; `usage` is what it spent before it did. */
export class AgentCallError extends ColophonError {
  readonly usage: readonly Usage[]

  constructor(
    code: ErrorCode,
    message: string,
    usage: readonly Usage[],
    options?: ColophonErrorOptions,
  ) {
    super(code, message, options)
    this.name = 'AgentCallError'
    this.usage = usage
  }
}

export interface AgentDescription {
  agent: string
  /** Changes whenever tools, prompts, schemas or rules change: stored answers of another definition are not reused. */
  definition_hash: string
  /** Model per tier the agent would use, cheapest first, as "tier:model". */
  models: string[]
  /** Tiers whose models are on machines that are not ours. @default those that are billed */
  outside?: ModelTier[]
  /** The largest call of a model it makes. Who says so also honours `repairs`; an agent of another make may not say. */
  largest_call?: CallSize
}

/** The caller's hold on a run: how it ends it, and hears of it. */
export interface Course {
  signal: AbortSignal
  /**
   * Told when the run begins, and ceases, to wait for its turn at a model: that is no part of its time. Told `true` without
   * a `false` before it, no model has been asked yet.
   */
  onWait?: ((waits: boolean) => void) | undefined
  /** The span it is a part of, in W3C form. */
  traceparent?: string | undefined
}

/** The agents as the worker sees them, wherever they run. Rejects with `AgentCallError`. */
export interface AgentCaller extends AsyncDisposable {
  describe(agent: string): Promise<AgentDescription>
  /** The course goes through as it is: who wraps a caller passes it on whole. */
  enrich(agent: string, request: EnrichRequest, course: Course): Promise<EnrichResponse>
}
