import { onAbort } from '@colophon/domain'

/** Who works at once, and who waits: in the order they came. */
export class Turns {
  #working = 0
  readonly #waiting: (() => void)[] = []

  /** Waits for a turn among `atOnce`; false when the caller went away before it came. */
  async take(atOnce: number | null, gone: AbortSignal): Promise<boolean> {
    if (this.#working < (atOnce ?? Infinity)) {
      this.#working += 1
      return true
    }
    // Whoever ends hands the turn over, so the number of those that work stays as it is.
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const enter = (): void => {
      resolve(true)
    }
    this.#waiting.push(enter)
    const leave = (): void => {
      const place = this.#waiting.indexOf(enter)
      if (place < 0) return
      this.#waiting.splice(place, 1)
      resolve(false)
    }
    using _listening = onAbort(gone, leave)
    return await promise
  }

  end(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#working -= 1
    else next()
  }
}
