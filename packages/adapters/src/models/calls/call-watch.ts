import { onAbort } from '@colophon/domain'

export interface CallTimes {
  /** The whole call, from its start to its last word. */
  deadlineMs: number
  /** From the start to the first sign of an answer; loading the model and queueing at the provider are part of it. */
  firstTokenMs: number
  /** Between two signs of life after that. */
  idleMs: number
}

export type Expired = 'deadline' | 'first token' | 'idle'

/** Made once: without a reason of its own every abort makes an error with its stack. */
const OVER = new DOMException('the call is over', 'AbortError')

/** Ends a call that takes too long or whose caller gives up, by one signal. Disposing it ends what still runs. */
export class CallWatch {
  readonly #controller = new AbortController()
  readonly #times: CallTimes
  readonly #listening: Disposable
  readonly #deadline: NodeJS.Timeout
  #silence: NodeJS.Timeout
  #answering = false
  #expired: Expired | null = null

  constructor(caller: AbortSignal, times: CallTimes) {
    this.#times = times
    this.#deadline = this.#timer('deadline', times.deadlineMs)
    this.#silence = this.#timer('first token', times.firstTokenMs)
    this.#listening = onAbort(caller, () => {
      this.#controller.abort(caller.reason)
    })
  }

  /** Aborts with the call, whatever ended it. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Which time was up, if that is what ended the call. */
  get expired(): Expired | null {
    return this.#expired
  }

  /** A sign of life has come. */
  touch(): void {
    if (this.#answering) {
      this.#silence.refresh()
      return
    }
    this.#answering = true
    clearTimeout(this.#silence)
    if (!this.signal.aborted) this.#silence = this.#timer('idle', this.#times.idleMs)
  }

  #timer(kind: Expired, ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      if (this.signal.aborted) return
      this.#expired = kind
      this.#controller.abort(new DOMException(`${kind} time is up`, 'TimeoutError'))
    }, ms)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#deadline)
    clearTimeout(this.#silence)
    this.#listening[Symbol.dispose]()
    // The connection of a call that was not read to its end must not stay open; on one that was this does nothing.
    this.#controller.abort(OVER)
  }
}
