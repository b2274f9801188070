import { onAbort } from '@colophon/domain'

/** What looks at all there is takes at most this part of the time: some stores read whatever they look through. */
const RARER = 20

/** How long to wait after a round that began at `from`. */
export const rarer = (everyMs: number, from: number): number =>
  Math.max(everyMs, (performance.now() - from) * RARER)

/** Waits, until woken or stopped; never rejects. */
export class Pause {
  #wake: (() => void) | undefined
  #woken = false

  wake(): void {
    this.#woken = true
    this.#wake?.()
  }

  async for(ms: number, stop: AbortSignal): Promise<void> {
    if (!this.#woken && !stop.aborted) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      const wake = (): void => this.#wake?.()
      const timer = setTimeout(wake, ms)
      using _listening = onAbort(stop, wake)
      await woken
      clearTimeout(timer)
    }
    this.#wake = undefined
    this.#woken = false
  }
}
