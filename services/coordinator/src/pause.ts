import { onAbort } from '@colophon/domain'

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
