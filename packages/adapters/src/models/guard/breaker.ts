export type BreakerState = 'closed' | 'open' | 'half_open'

export interface BreakerOptions {
  /** Consecutive failures after which calls are refused. @default 5 */
  failures?: number | undefined
  /** How long they are refused before one is let through as a probe. @default 30 000 */
  openMs?: number | undefined
  onChange?: (state: BreakerState) => void
  now?: () => number
}

/** The end of a call, told to the breaker once. */
export interface BreakerCall {
  /** The provider answered, be it with a refusal. */
  answered(): void
  failed(): void
  /** The caller gave up: it says nothing about the provider. */
  abandoned(): void
}

/**
 * Stops asking a provider that does not answer. After `openMs` one call is let through: when it is answered all are
 * again, when it fails the wait starts anew.
 */
export class Breaker {
  readonly #failures
  readonly #openMs
  readonly #now
  readonly #onChange
  #state: BreakerState = 'closed'
  #consecutive = 0
  #openUntilMs = 0
  #probing = false

  constructor(options: BreakerOptions = {}) {
    this.#failures = options.failures ?? 5
    this.#openMs = options.openMs ?? 30_000
    this.#now = options.now ?? (() => performance.now())
    this.#onChange = options.onChange
  }

  get state(): BreakerState {
    return this.#state
  }

  /** How long a call should stay away; null: it may be made. */
  refusedForMs(): number | null {
    if (this.#state === 'closed') return null
    const leftMs = this.#openUntilMs - this.#now()
    if (leftMs > 0) return leftMs
    // While the probe is under way nobody knows how long the others have to wait.
    return this.#probing ? this.#openMs : null
  }

  /** A call is made; check `refusedForMs` right before. */
  begin(): BreakerCall {
    const isProbe = this.#state !== 'closed'
    if (isProbe) {
      this.#probing = true
      this.#become('half_open')
    }
    const end = (change: () => void) => () => {
      if (isProbe) this.#probing = false
      change()
    }
    return {
      answered: end(() => {
        // A call from before the breaker opened says nothing about now.
        if (this.#state === 'closed' || isProbe) {
          this.#consecutive = 0
          this.#become('closed')
        }
      }),
      failed: end(() => {
        this.#consecutive += 1
        if (isProbe || (this.#state === 'closed' && this.#consecutive >= this.#failures)) {
          this.#openUntilMs = this.#now() + this.#openMs
          this.#become('open')
        }
      }),
      abandoned: end(() => {
        if (isProbe) this.#become('open')
      }),
    }
  }

  #become(state: BreakerState): void {
    if (state === this.#state) return
    this.#state = state
    this.#onChange?.(state)
  }
}
