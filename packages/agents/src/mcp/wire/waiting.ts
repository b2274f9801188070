import { z } from 'zod'

/** Whether a call waits for its turn at a model, and how long it has: nobody's work, and so no part of its time. */
export interface Waiting {
  now: boolean
  ms: number
  /** Whether it has had a turn. Agents of another make do not say: they may have. */
  asked: boolean
}

/** Where a progress notification tells it, beside the words any client can show. */
export const WAITING_META = 'colophon/waiting'
export const WAITING_MESSAGE = 'waits for its turn at the model'

const Turns = z.object({
  now: z.boolean(),
  ms: z.number().min(0),
  asked: z.boolean().default(true),
})
const Told = z.object({
  _meta: z.object({ [WAITING_META]: Turns }),
})

/** The waiting that a progress notification tells of; undefined: none. */
export const waitingIn = (progress: unknown): Waiting | undefined =>
  Told.safeParse(progress).data?._meta[WAITING_META]

/** Adds up the time of one call in which it waited. */
export class WaitClock {
  readonly #onChange: () => void
  #since: number | null = null
  #ms = 0
  #asked = false

  constructor(onChange: () => void = () => undefined) {
    this.#onChange = onChange
  }

  readonly wait = (waits: boolean): void => {
    if (!waits) this.#asked = true
    if (waits === (this.#since !== null)) return
    this.#ms = this.read().ms
    this.#since = waits ? performance.now() : null
    this.#onChange()
  }

  read(): Waiting {
    const running = this.#since === null ? 0 : performance.now() - this.#since
    return { now: this.#since !== null, ms: this.#ms + running, asked: this.#asked }
  }
}

/** Ends a call that has worked for too long. What it is told to have waited is added to its time. */
export class WorkDeadline implements Disposable {
  readonly #startedAt = performance.now()
  readonly #ms: number
  readonly #expire: () => void
  #waited: Waiting = { now: false, ms: 0, asked: false }
  #timer: NodeJS.Timeout | undefined

  constructor(ms: number, expire: () => void) {
    this.#ms = ms
    this.#expire = expire
    this.#arm()
  }

  told(waited: Waiting): void {
    this.#waited = waited
    this.#arm()
  }

  /** While the call waits nothing runs out: its silence would end it, and the next word of it starts the clock anew. */
  #arm(): void {
    clearTimeout(this.#timer)
    if (this.#waited.now) return
    const left = this.#ms + this.#waited.ms - (performance.now() - this.#startedAt)
    this.#timer = setTimeout(this.#expire, Math.max(0, left))
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
  }
}
