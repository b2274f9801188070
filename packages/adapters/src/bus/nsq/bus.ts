import { ColophonError, type Bus, type Channel, type SubscribeOptions } from '@colophon/domain'
import type { BusEvents, OpenBusOptions } from '../events.ts'
import { checkName, toBatches } from './batches.ts'
import { Discovery } from './discovery.ts'
import type { NsqdNode } from './node.ts'
import { Publisher } from './publisher.ts'
import { readNsqUrl, type NsqSettings } from './settings.ts'
import { NsqSubscription } from './subscription.ts'

class NsqBus implements Bus {
  readonly retention = 'broker'
  readonly #settings: NsqSettings
  readonly #onEvent: BusEvents
  readonly #publisher: Publisher
  readonly #discovery: Discovery
  readonly #subscriptions = new Set<NsqSubscription>()
  readonly #publishing = new Set<Promise<void>>()
  #nodes: readonly NsqdNode[] = []
  #closed: Promise<void> | null = null

  constructor(settings: NsqSettings, channels: readonly Channel[], onEvent: BusEvents) {
    this.#settings = settings
    this.#onEvent = onEvent
    this.#publisher = new Publisher({ settings, onEvent, channels })
    const onNodes = (nodes: readonly NsqdNode[]): void => {
      this.#nodes = nodes
      this.#publisher.update(nodes)
      for (const subscription of this.#subscriptions) subscription.update(nodes)
    }
    this.#discovery = new Discovery({ settings, onEvent, onNodes })
  }

  /** Resolves when what can be found at once is connected; the rest comes when it comes. */
  async start(): Promise<void> {
    await this.#discovery.start()
    await this.#publisher.settled()
  }

  ping(): Promise<void> {
    if (this.#closed !== null) return Promise.reject(closedError())
    if (this.#publisher.isConnected) return Promise.resolve()
    return Promise.reject(new ColophonError('bus.unavailable', 'No nsqd is connected'))
  }

  async publish(topic: string, bodies: readonly string[]): Promise<void> {
    if (this.#closed !== null) throw closedError()
    const publishing = this.#publish(topic, bodies)
    this.#publishing.add(publishing)
    try {
      await publishing
    } finally {
      this.#publishing.delete(publishing)
    }
  }

  subscribe(options: SubscribeOptions): NsqSubscription {
    if (this.#closed !== null) throw closedError()
    checkName('topic', options.topic)
    checkName('channel', options.channel)
    const subscription = new NsqSubscription(options, {
      settings: this.#settings,
      onEvent: this.#onEvent,
      onClosed: (closed) => {
        this.#subscriptions.delete(closed)
      },
    })
    this.#subscriptions.add(subscription)
    subscription.update(this.#nodes)
    return subscription
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #publish(topic: string, bodies: readonly string[]): Promise<void> {
    checkName('topic', topic)
    const batches = toBatches(bodies, this.#settings)
    // A channel gets what is published after it exists: one that was asked for before must exist by now.
    const waiting = [...this.#subscriptions].filter((each) => each.topic === topic)
    await Promise.all(waiting.map((subscription) => subscription.started()))
    for (const batch of batches) await this.#publisher.publish(topic, batch)
  }

  async #close(): Promise<void> {
    this.#discovery.stop()
    await Promise.all([...this.#subscriptions].map((each) => each[Symbol.asyncDispose]()))
    await Promise.allSettled(this.#publishing)
    this.#publisher.end()
  }
}

const closedError = (): ColophonError => new ColophonError('bus.unavailable', 'The bus is closed')

/**
 * Opens the bus even when no nsqd answers: a worker that starts before its broker waits for it, and `ping` says how
 * things are. Only a URL that cannot be read is refused.
 */
export async function openNsqBus(url: string, options: OpenBusOptions): Promise<Bus> {
  const { channels = [], onEvent = () => undefined } = options
  const bus = new NsqBus(readNsqUrl(url), channels, onEvent)
  await bus.start()
  return bus
}
