/** Clocks are trimmed all the time; from here on somebody has set it, or the machine has slept. */
const JUMP_MS = 5_000

/** Notices that the clock was set: it and the time of the process have not gone on alike. */
export class ClockWatch {
  readonly #now: () => number
  readonly #elapsedMs: () => number
  #offset: number

  constructor(now: () => number, elapsedMs: () => number = () => performance.now()) {
    this.#now = now
    this.#elapsedMs = elapsedMs
    this.#offset = now() - elapsedMs()
  }

  /** By how many milliseconds the clock has jumped since the last jump that was told, below 0 for back; else 0. */
  jump(): number {
    const offset = this.#now() - this.#elapsedMs()
    const jumped = offset - this.#offset
    if (Math.abs(jumped) < JUMP_MS) return 0
    this.#offset = offset
    return jumped
  }
}
