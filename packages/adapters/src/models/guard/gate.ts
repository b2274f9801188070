import { onAbort } from '@colophon/domain'
import { createPace } from './pace.ts'

export interface GateOptions {
  /** Calls under way at once. */
  concurrency: number
  perMinute?: number | undefined
  onChange?: (load: { waiting: number; inFlight: number }) => void
  now?: () => number
}

interface Waiter {
  enter: () => void
  reject: (reason: unknown) => void
}

/** Lets calls through one after the other, in the order they came, within a concurrency and a rate limit. */
export class Gate {
  readonly #options: GateOptions
  readonly #pace
  readonly #now
  #waiting: Waiter[] = []
  #inFlight = 0
  #timer: NodeJS.Timeout | undefined

  constructor(options: GateOptions) {
    this.#options = options
    this.#pace = createPace(options.perMinute)
    this.#now = options.now ?? (() => performance.now())
  }

  get inFlight(): number {
    return this.#inFlight
  }

  /**
   * Waits for a place; the caller gives it back by calling what it gets, once. `onWait` is told of it when there is none
   * at once, and when the waiting ends; of a place, always.
   */
  enter(signal: AbortSignal, onWait?: (waits: boolean) => void): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error)
        return
      }
      let waits = false
      const waiter: Waiter = {
        enter: () => {
          listening[Symbol.dispose]()
          onWait?.(false)
          resolve(this.#place())
        },
        reject: (reason) => {
          listening[Symbol.dispose]()
          if (waits) onWait?.(false)
          // Whatever the caller aborted with: it must come out as it went in.
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
          reject(reason)
        },
      }
      const listening = onAbort(signal, () => {
        this.#waiting = this.#waiting.filter((each) => each !== waiter)
        waiter.reject(signal.reason)
        // Those behind may have waited for the pace with it: the timer is theirs now, or nobody's.
        this.#admit()
      })
      this.#waiting.push(waiter)
      this.#admit()
      waits = this.#waiting.includes(waiter)
      if (waits) onWait?.(true)
    })
  }

  /** Sends all away that wait. */
  turnAway(reason: unknown): void {
    const away = this.#waiting
    this.#waiting = []
    for (const waiter of away) waiter.reject(reason)
    this.#admit()
  }

  #place(): () => void {
    this.#inFlight += 1
    let given = false
    return () => {
      if (given) return
      given = true
      this.#inFlight -= 1
      this.#admit()
    }
  }

  #admit(): void {
    clearTimeout(this.#timer)
    while (this.#waiting.length > 0 && this.#inFlight < this.#options.concurrency) {
      const now = this.#now()
      const waitMs = this.#pace.waitMs(now)
      if (waitMs > 0) {
        // A timer may fire a fraction early: rounded up, so that it is not set again for nothing.
        this.#timer = setTimeout(() => {
          this.#admit()
        }, Math.ceil(waitMs))
        break
      }
      this.#pace.take(now)
      this.#waiting.shift()?.enter()
    }
    this.#options.onChange?.({ waiting: this.#waiting.length, inFlight: this.#inFlight })
  }
}
