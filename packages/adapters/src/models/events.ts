import type { ErrorCode, ModelTier, Usage } from '@colophon/domain'
import type { BreakerState } from './guard/breaker.ts'

/** Which model of which provider an event is about. */
export interface ModelName {
  provider: string
  model: string
}

export interface CallEvent extends ModelName {
  tier: ModelTier
  agent: string
  /** `aborted`: the caller gave up; what was billed until then is unknown. */
  outcome: 'answered' | 'aborted' | 'failed' | ErrorCode
  durationMs: number
  usage: Usage | null
}

export type HeadroomKind = 'requests' | 'tokens' | 'input-tokens' | 'output-tokens'

/** Events at the models, for metrics. All of them may be left out; nothing here carries text of documents. */
export interface ModelEvents {
  /** A call ended; one that had to wait for its turn counts from the time it was made. */
  call?(event: CallEvent): void
  breaker?(event: ModelName & { state: BreakerState }): void
  /** How many calls wait for a place and how many are under way, whenever that changes. */
  load?(event: ModelName & { waiting: number; inFlight: number }): void
  /** How long the provider took to load the model, where it says so: a cold start. */
  loaded?(event: ModelName & { loadMs: number }): void
  /** Whether the provider has the model; null where it does not say so. */
  looked?(event: ModelName & { present: boolean | null }): void
  /** Headroom: how much is left of the provider's own rate limit. */
  headroom?(event: ModelName & { kind: HeadroomKind; limit: number; remaining: number }): void
  /** The provider read far fewer tokens than were sent: it may have cut the text without saying so. */
  suspectedTruncation?(event: ModelName & { agent: string }): void
}
