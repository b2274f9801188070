import {
  ColophonError,
  ModelCallError,
  type ErrorCode,
  type ModelAnswer,
  type ModelRequest,
  type Usage,
} from '@colophon/domain'
import type { CallEvent, ModelEvents, ModelName } from '../events.ts'
import { Breaker, type BreakerCall } from './breaker.ts'
import { Gate } from './gate.ts'

/** Limits of one model at one provider; the same for all tiers and agents that use it. */
export interface GuardLimits {
  concurrency: number
  perMinute?: number | undefined
  breakerFailures?: number | undefined
  breakerOpenMs?: number | undefined
}

/** Errors that say the provider is in trouble, not the call. A rate limit is not one of them: it is alive and well. */
const TROUBLE: ReadonlySet<ErrorCode> = new Set([
  'model.overloaded',
  'model.unavailable',
  'model.timeout',
])

/** Stands before one model of one provider: a place in its concurrency and rate limits, and the circuit breaker. */
export class Guard {
  readonly #name: ModelName
  readonly #events: ModelEvents
  readonly #gate: Gate
  readonly #breaker: Breaker

  constructor(name: ModelName, limits: GuardLimits, events: ModelEvents = {}) {
    this.#name = name
    this.#events = events
    this.#gate = new Gate({
      concurrency: limits.concurrency,
      perMinute: limits.perMinute,
      onChange: (load) => events.load?.({ ...name, ...load }),
    })
    this.#breaker = new Breaker({
      failures: limits.breakerFailures,
      openMs: limits.breakerOpenMs,
      onChange: (state) => {
        events.breaker?.({ ...name, state })
        const refused = this.#refusal()
        if (state === 'open' && refused !== null) this.#gate.turnAway(refused)
      },
    })
  }

  /** Makes the call when there is a place for it; waiting ends with the request's signal. */
  async run(request: ModelRequest, call: () => Promise<ModelAnswer>): Promise<ModelAnswer> {
    const startedAt = performance.now()
    const told = (outcome: CallEvent['outcome'], usage: Usage | null): void => {
      const { tier, agent } = request
      const durationMs = performance.now() - startedAt
      this.#events.call?.({ ...this.#name, tier, agent, outcome, durationMs, usage })
    }
    try {
      const answer = await this.#admitted(request.signal, call)
      told('answered', answer.usage)
      return answer
    } catch (thrown) {
      if (request.signal.aborted) told('aborted', null)
      else if (thrown instanceof ColophonError)
        told(thrown.code, thrown instanceof ModelCallError ? thrown.usage : null)
      else told('failed', null)
      throw thrown
    }
  }

  #refusal(): ModelCallError | null {
    const retryAfterMs = this.#breaker.refusedForMs()
    if (retryAfterMs === null) return null
    const { provider, model } = this.#name
    const message = `${provider} ${model} did not answer several times in a row; it is left alone for a while`
    return new ModelCallError('model.overloaded', message, null, { retryAfterMs })
  }

  async #admitted(signal: AbortSignal, call: () => Promise<ModelAnswer>): Promise<ModelAnswer> {
    // Before the queue too: nobody should wait for a place at a provider that is left alone.
    const refused = this.#refusal()
    if (refused !== null) throw refused
    const leave = await this.#gate.enter(signal)
    try {
      signal.throwIfAborted()
      const refusedNow = this.#refusal()
      if (refusedNow !== null) throw refusedNow
      return await judged(this.#breaker.begin(), signal, call)
    } finally {
      leave()
    }
  }
}

async function judged<T>(
  verdict: BreakerCall,
  signal: AbortSignal,
  call: () => Promise<T>,
): Promise<T> {
  try {
    const answer = await call()
    verdict.answered()
    return answer
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof ColophonError)) verdict.abandoned()
    else if (TROUBLE.has(thrown.code)) verdict.failed()
    else verdict.answered()
    throw thrown
  }
}
