import { ColophonError, type ColophonErrorOptions, type ErrorCode } from '../errors/errors.ts'
import type { ModelTier, Usage } from '../money/usage.ts'

export type JsonSchema = Record<string, unknown>

export interface ModelRequest {
  tier: ModelTier
  /** Identifies the call: the same on the provider's bill (where it has a place for it), in usage and in the ledger. */
  call_id: string
  /** The static part, the same for every document: providers cache it. */
  system: string
  /** The part of this document; its text is delimited as data. */
  prompt: string
  /** JSON Schema of the answer. */
  schema: JsonSchema
  /** The most that may be billed as output, thinking included: no adapter asks for more. */
  max_tokens: number
  /** Tokens that the answer alone can need, for models that do not think before it. */
  answer_tokens?: number
  /** Aborts the call at whatever point it waits. */
  signal: AbortSignal
  /** Told when the call begins, and ceases, to wait for a place among those that are asked at once; of a place, always. */
  onWait?: (waits: boolean) => void
  /** Which agent asks, for metrics and for answers from a script. */
  agent: string
}

/** `json` has been parsed and is the finished answer; the caller validates it. */
export interface ModelAnswer {
  json: unknown
  model: string
  /** How provenance names the model. */
  source: string
  usage: Usage
}

/**
 * A model call that failed. It may have been billed all the same (a refusal, an answer that was cut or is no JSON), so
 * it carries what the provider said it used. Where the provider could not say so, because the connection broke or the
 * time was up, `usage` is a bound with `usage_complete: false`: the counts that had arrived, else an estimate of the
 * input and all the output that was allowed. Null: the provider did not take the call, so nothing was billed.
 */
export class ModelCallError extends ColophonError {
  readonly usage: Usage | null

  constructor(
    code: ErrorCode,
    message: string,
    usage: Usage | null,
    options?: ColophonErrorOptions,
  ) {
    super(code, message, options)
    this.name = 'ModelCallError'
    this.usage = usage
  }
}

/**
 * Asks a model for one structured answer. Never retries by itself: it rejects with a `ModelCallError` of the `model.*`
 * codes, with `retryAfterMs` where the provider said so. An abort rejects with the signal's reason: whoever aborts a run
 * keeps the bound it reserved, since nobody knows what was billed until then.
 */
export interface ModelClient extends AsyncDisposable {
  /** The model that answers this agent on this tier; undefined when none is configured. */
  modelFor(tier: ModelTier, agent: string): string | undefined
  /** Whether calls of this model are billed. */
  isPaid(model: string): boolean
  /** Whether they cost anything, be it the time of machines of our own that is charged for. */
  costs(model: string): boolean
  /** Whether what this agent asks on this tier is sent to a machine that is not ours. */
  isOutside(tier: ModelTier, agent: string): boolean
  /** Resolves when every configured model can be asked; with an agent, those that answer it; with a tier, of those its own. */
  ping(agent?: string, tier?: ModelTier): Promise<void>
  complete(request: ModelRequest): Promise<ModelAnswer>
}

/** Running without a model is a normal way to run. */
export const noModels: ModelClient = {
  modelFor: () => undefined,
  isPaid: () => false,
  costs: () => false,
  isOutside: () => false,
  ping: () => Promise.resolve(),
  complete: () => Promise.reject(new Error('no model is configured')),
  [Symbol.asyncDispose]: () => Promise.resolve(),
}
