import { setTimeout as delay } from 'node:timers/promises'
import type { SubscribeOptions, Subscription } from '@colophon/domain'
import type { BusEvents } from '../events.ts'
import { Flights } from './flights.ts'
import { LinkPool } from './link-pool.ts'
import { addressOf, type NsqdNode } from './node.ts'
import { openReader, type NsqMessage, type ReaderConnection } from './nsqjs.ts'
import type { NsqSettings } from './settings.ts'
import type { ConnectionEvents } from './supervision.ts'

/** nsqjs destroys the socket on closing; what was answered just before needs time to leave it. */
const LAST_ANSWERS_MS = 250

export interface SubscriptionDeps {
  settings: NsqSettings
  onEvent: BusEvents
  onClosed: (subscription: NsqSubscription) => void
}

/** Takes messages of one channel from every nsqd, by one reader each. */
export class NsqSubscription implements Subscription {
  readonly topic: string
  readonly #options: SubscribeOptions
  readonly #settings: NsqSettings
  readonly #flights: Flights
  readonly #pool: LinkPool<ReaderConnection>
  readonly #onClosed: (subscription: NsqSubscription) => void
  #closed: Promise<void> | null = null

  constructor(options: SubscribeOptions, { settings, onEvent, onClosed }: SubscriptionDeps) {
    this.topic = options.topic
    this.#options = options
    this.#settings = settings
    this.#onClosed = onClosed
    const { messageTimeoutMs, reconnectMaxMs } = settings
    this.#flights = new Flights({ subscription: options, messageTimeoutMs, onEvent })
    this.#pool = new LinkPool({
      role: 'consumer',
      open: (node, events) => this.#open(node, events),
      reconnectMaxMs,
      onChange: () => {
        this.#share()
      },
      onEvent,
    })
  }

  update(nodes: readonly NsqdNode[]): void {
    this.#pool.update(nodes)
  }

  /** Resolves when each known nsqd has the channel, or could not be reached. */
  started(): Promise<void> {
    return this.#pool.settled()
  }

  pause(): void {
    this.#flights.drain()
    for (const reader of this.#pool.connections) reader.pause()
    this.#pool.stop()
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    this.pause()
    await this.#flights.idle()
    if (this.#pool.connections.length > 0) await delay(LAST_ANSWERS_MS)
    this.#pool.end()
    this.#onClosed(this)
  }

  #open(node: NsqdNode, events: ConnectionEvents): ReaderConnection {
    const { topic, channel } = this.#options
    const address = addressOf(node)
    const onMessage = (message: NsqMessage): void => {
      this.#flights.accept(message, reader, address)
    }
    const settings = this.#settings
    const reader = openReader({ node, topic, channel, settings, events, onMessage })
    return reader
  }

  /** Divides what may be in flight among the nsqds that are there; none gets nothing, or its messages would wait forever. */
  #share(): void {
    const readers = this.#pool.connections
    const { maxInFlight } = this.#options
    const each = Math.floor(maxInFlight / readers.length)
    const rest = maxInFlight % readers.length
    readers.forEach((reader, index) => {
      reader.setMaxInFlight(Math.max(1, each + (index < rest ? 1 : 0)))
    })
  }
}
