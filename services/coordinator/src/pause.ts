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
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, ms)
        const signal = stop
        function done(): void {
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          resolve()
        }
        stop.addEventListener('abort', done, { once: true })
        this.#wake = done
      })
    }
    this.#wake = undefined
    this.#woken = false
  }
}
