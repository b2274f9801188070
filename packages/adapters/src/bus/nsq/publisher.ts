import { ColophonError, type Channel } from '@colophon/domain'
import type { BusEvents } from '../events.ts'
import { LinkPool } from './link-pool.ts'
import { addressOf, reasonOf, type NsqdNode } from './node.ts'
import { createChannels } from './nsqd-http.ts'
import { openWriter, type WriterConnection } from './nsqjs.ts'
import type { NsqSettings } from './settings.ts'

/** A command with fewer messages is not worth dividing. */
const MIN_PART = 10

export interface PublisherDeps {
  settings: NsqSettings
  onEvent: BusEvents
  /** Made on each nsqd before anything is published there. */
  channels: readonly Channel[]
}

/** Publishes to any nsqd that is connected, in turn; to the next one when the outcome is unknown. */
export class Publisher {
  readonly #pool: LinkPool<WriterConnection>
  readonly #onEvent: BusEvents
  readonly #channels: readonly Channel[]
  readonly #closing = new AbortController()
  #turn = 0

  constructor({ settings, onEvent, channels }: PublisherDeps) {
    this.#onEvent = onEvent
    this.#channels = channels
    this.#pool = new LinkPool({
      role: 'publisher',
      open: (node, events) => openWriter({ node, settings, events }),
      reconnectMaxMs: settings.reconnectMaxMs,
      // With each connection anew: an nsqd that lost its data directory has lost its channels.
      prepare: (node) => this.#createChannels(node),
      onEvent,
    })
  }

  get isConnected(): boolean {
    return this.#pool.connections.length > 0
  }

  update(nodes: readonly NsqdNode[]): void {
    this.#pool.update(nodes)
  }

  settled(): Promise<void> {
    return this.#pool.settled()
  }

  /**
   * Divides what is many among the nsqds: each worker takes only a share of its messages from each of them, so that a
   * backlog on a single one would leave workers idle.
   */
  async publish(topic: string, batch: Buffer[]): Promise<void> {
    const wanted = Math.min(this.#pool.connections.length, Math.floor(batch.length / MIN_PART))
    const size = Math.ceil(batch.length / Math.max(1, wanted))
    const parts: Promise<void>[] = []
    for (let from = 0; from < batch.length; from += size) {
      parts.push(this.#publishPart(topic, batch.slice(from, from + size)))
    }
    await Promise.all(parts)
  }

  end(): void {
    this.#closing.abort()
    this.#pool.end()
  }

  async #publishPart(topic: string, batch: Buffer[]): Promise<void> {
    const writers = this.#pool.connections
    const first = this.#turn++
    let cause: unknown
    for (let n = 0; n < writers.length; n++) {
      const writer = writers[(first + n) % writers.length]
      if (writer === undefined || writer.ended) continue
      try {
        await writer.publish(topic, batch)
        return
      } catch (thrown) {
        cause = thrown
        this.#onEvent({
          kind: 'publish_uncertain',
          address: writer.address,
          reason: reasonOf(thrown),
        })
      }
    }
    throw new ColophonError(
      'bus.unavailable',
      cause === undefined ? 'No nsqd is connected' : 'No nsqd confirmed the messages',
      { cause },
    )
  }

  async #createChannels(node: NsqdNode): Promise<void> {
    try {
      await createChannels(node, this.#channels, this.#closing.signal)
    } catch (thrown) {
      if (this.#closing.signal.aborted) return
      this.#onEvent({ kind: 'create_failed', address: addressOf(node), reason: reasonOf(thrown) })
    }
  }
}
