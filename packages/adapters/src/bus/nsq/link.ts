import { reasonOf } from './node.ts'
import type { Connection, ConnectionEvents } from './supervision.ts'

export interface LinkOptions<C extends Connection> {
  open: (events: ConnectionEvents) => C
  reconnectMaxMs: number
  /** Called before a new connection counts as up. */
  prepare: (connection: C) => Promise<void> | undefined
  onUp: (connection: C) => void
  onDown: (reason: string) => void
  onRefused: (reason: string) => void
}

const FIRST_PAUSE_MS = 250

/** Keeps a connection to one nsqd: a new one for each that ends, after a pause that grows and is never quite the same. */
export class Link<C extends Connection> {
  readonly #options: LinkOptions<C>
  readonly #settled = Promise.withResolvers<undefined>()
  #current: C | null = null
  #isUp = false
  #failures = 0
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(options: LinkOptions<C>) {
    this.#options = options
    this.#open()
  }

  /** The connection while it can be used. */
  get up(): C | null {
    return this.#isUp ? this.#current : null
  }

  /** Resolves when the first attempt has come to an end, good or bad. */
  get settled(): Promise<undefined> {
    return this.#settled.promise
  }

  /** No new connection from now on; one that is up stays. */
  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    if (!this.#isUp) this.#current?.end('closing')
    this.#settled.resolve(undefined)
  }

  end(): void {
    this.stop()
    this.#current?.end('closing')
  }

  #open(): void {
    const { open, onRefused } = this.#options
    // An event of a connection that was given up must not touch the one that came after it.
    const mine: { connection: C | null } = { connection: null }
    const isCurrent = (): boolean => mine.connection !== null && mine.connection === this.#current
    try {
      mine.connection = open({
        onReady: () => {
          if (isCurrent()) void this.#ready(this.#current)
        },
        onClosed: (reason) => {
          if (isCurrent()) this.#down(reason)
        },
        onRefused,
      })
      this.#current = mine.connection
    } catch (thrown) {
      this.#down(reasonOf(thrown))
    }
  }

  async #ready(connection: C | null): Promise<void> {
    if (connection === null) return
    await this.#options.prepare(connection)
    if (connection !== this.#current || connection.ended || this.#stopped) return
    this.#failures = 0
    this.#isUp = true
    this.#options.onUp(connection)
    this.#settled.resolve(undefined)
  }

  #down(reason: string): void {
    this.#current = null
    this.#isUp = false
    this.#options.onDown(reason)
    this.#settled.resolve(undefined)
    if (this.#stopped) return
    const ceiling = Math.min(this.#options.reconnectMaxMs, FIRST_PAUSE_MS * 2 ** this.#failures)
    this.#failures = Math.min(this.#failures + 1, 16)
    this.#timer = setTimeout(
      () => {
        this.#open()
      },
      ceiling * (0.5 + 0.5 * Math.random()),
    )
  }
}
