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
  /** How long in a row it may be in trouble before documents lose attempts to it. @default 7 200 000 */
  breakerPatienceMs?: number | undefined
}

const PATIENCE_MS = 7_200_000

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
  readonly #patienceMs: number
  /** Since when no call has been answered, and why the last was not; null: the last one was. */
  #trouble: { sinceMs: number; code: ErrorCode } | null = null

  constructor(name: ModelName, limits: GuardLimits, events: ModelEvents = {}) {
    this.#name = name
    this.#events = events
    this.#gate = new Gate({
      concurrency: limits.concurrency,
      perMinute: limits.perMinute,
      onChange: (load) => events.load?.({ ...name, ...load }),
    })
    this.#patienceMs = limits.breakerPatienceMs ?? PATIENCE_MS
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
      const answer = await this.#admitted(request, call)
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

  /**
   * Who was not let through has not been asked, and what waits loses nothing by it: a model that is there and does not
   * get to an answer may be busy for long. Where nobody is there, or patience has ended, attempts are used up.
   */
  #refusal(): ModelCallError | null {
    const retryAfterMs = this.#breaker.refusedForMs()
    if (retryAfterMs === null) return null
    const { provider, model } = this.#name
    const isThere =
      this.#trouble !== null &&
      this.#trouble.code !== 'model.unavailable' &&
      performance.now() - this.#trouble.sinceMs < this.#patienceMs
    const message = `${provider} ${model} did not answer several times in a row; it is left alone for a while`
    const code = isThere ? 'model.resting' : 'model.overloaded'
    return new ModelCallError(code, message, null, { retryAfterMs })
  }

  /** Noted before the breaker is told, which may then send away those that wait. */
  #failed(verdict: BreakerCall, code: ErrorCode): void {
    this.#trouble = { sinceMs: this.#trouble?.sinceMs ?? performance.now(), code }
    verdict.failed()
  }

  /** An answer to a call from before the breaker opened ends no trouble: it is still open. */
  #answered(verdict: BreakerCall): void {
    verdict.answered()
    if (this.#breaker.state === 'closed') this.#trouble = null
  }

  async #admitted(
    { signal, onWait }: ModelRequest,
    call: () => Promise<ModelAnswer>,
  ): Promise<ModelAnswer> {
    // Before the queue too: nobody should wait for a place at a provider that is left alone.
    const refused = this.#refusal()
    if (refused !== null) throw refused
    const leave = await this.#gate.enter(signal, onWait)
    try {
      signal.throwIfAborted()
      const refusedNow = this.#refusal()
      if (refusedNow !== null) throw refusedNow
      return await this.#judged(this.#breaker.begin(), signal, call)
    } finally {
      leave()
    }
  }

  async #judged<T>(verdict: BreakerCall, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    try {
      const answer = await call()
      this.#answered(verdict)
      return answer
    } catch (thrown) {
      if (signal.aborted || !(thrown instanceof ColophonError)) verdict.abandoned()
      else if (TROUBLE.has(thrown.code)) this.#failed(verdict, thrown.code)
      else this.#answered(verdict)
      throw thrown
    }
  }
}
