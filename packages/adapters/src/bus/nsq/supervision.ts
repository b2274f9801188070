export interface ConnectionEvents {
  /** Handshake done: commands may be sent. */
  onReady: () => void
  /** Once, however it ended. */
  onClosed: (reason: string) => void
  /** nsqd refused an answer to a message; the connection lives on. */
  onRefused: (reason: string) => void
}

/** One connection to one nsqd. Made once: whoever wants it back makes another. */
export interface Connection {
  readonly ended: boolean
  /** Closes it at once; may be called at any time, any number of times. */
  end: (reason: string) => void
}

export interface SupervisionOptions {
  connectTimeoutMs: number
  idleMs: number
  events: ConnectionEvents
  /** Changes whenever something was received. */
  lastReceived: () => unknown
  destroy: () => void
}

const HARMLESS = /^E_(?:FIN|REQ|TOUCH)_FAILED\b/
const LOOKS_PER_IDLE_TIME = 10

/** Watches what nsqjs does not: how long connecting takes, and whether nsqd is still there. */
export class Supervision implements Connection {
  readonly #options: SupervisionOptions
  readonly #connecting: NodeJS.Timeout
  #silence: NodeJS.Timeout | undefined
  #state: 'connecting' | 'ready' | 'ended' = 'connecting'
  #reason: string | undefined

  constructor(options: SupervisionOptions) {
    this.#options = options
    this.#connecting = setTimeout(() => {
      this.end(`no connection within ${options.connectTimeoutMs} ms`)
    }, options.connectTimeoutMs)
  }

  get ended(): boolean {
    return this.#state === 'ended'
  }

  ready(): void {
    if (this.#state !== 'connecting') return
    this.#state = 'ready'
    clearTimeout(this.#connecting)
    this.#watchSilence()
    this.#options.events.onReady()
  }

  failed(error: Error): void {
    if (HARMLESS.test(error.message)) this.#options.events.onRefused(error.message)
    // Each failure is reported twice, and closing it adds its own; the first says why.
    else this.#reason ??= error.message || String((error as NodeJS.ErrnoException).code)
  }

  end(reason: string): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    clearTimeout(this.#connecting)
    clearInterval(this.#silence)
    this.#options.destroy()
    this.#options.events.onClosed(this.#reason ?? reason)
  }

  /** The socket's own idle timer is no help: it starts anew with each touch that is written into the void. */
  #watchSilence(): void {
    const { idleMs, lastReceived } = this.#options
    let seen = lastReceived()
    let at = performance.now()
    this.#silence = setInterval(() => {
      const last = lastReceived()
      const now = performance.now()
      if (last !== seen) {
        seen = last
        at = now
      } else if (now - at > idleMs) this.end(`nothing heard for ${idleMs} ms`)
    }, idleMs / LOOKS_PER_IDLE_TIME)
    this.#silence.unref()
  }
}
