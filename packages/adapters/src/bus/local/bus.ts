import { ColophonError, type Bus, type SubscribeOptions, type Subscription } from '@colophon/domain'
import { Channel } from './channel.ts'
import { readLocalUrl } from './settings.ts'

interface Topic {
  channels: Map<string, Channel>
  /** Messages that were published before there was a channel; the first one gets them. */
  waiting: string[]
}

/**
 * A bus inside this process, with the habits of NSQ: each channel of a topic gets each message, the consumers of a
 * channel share them. What waits is kept in memory without a bound: messages are ids, and whoever publishes decides how
 * many may be out.
 */
class LocalBus implements Bus {
  readonly retention = 'process'
  readonly #messageTimeoutMs: number
  readonly #topics = new Map<string, Topic>()
  readonly #subscriptions = new Set<Subscription>()
  #closed = false

  constructor(messageTimeoutMs: number) {
    this.#messageTimeoutMs = messageTimeoutMs
  }

  ping(): Promise<void> {
    return this.#closed ? Promise.reject(closedError()) : Promise.resolve()
  }

  publish(topicName: string, bodies: readonly string[]): Promise<void> {
    if (this.#closed) return Promise.reject(closedError())
    const topic = this.#topic(topicName)
    if (topic.channels.size === 0) for (const body of bodies) topic.waiting.push(body)
    for (const channel of topic.channels.values()) channel.add(bodies)
    return Promise.resolve()
  }

  subscribe(options: SubscribeOptions): Subscription {
    if (this.#closed) throw closedError()
    const subscription = this.#channel(options).subscribe(options)
    this.#subscriptions.add(subscription)
    return subscription
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    const open = [...this.#subscriptions]
    this.#subscriptions.clear()
    await Promise.all(open.map((subscription) => subscription[Symbol.asyncDispose]()))
    for (const topic of this.#topics.values()) {
      for (const channel of topic.channels.values()) channel.close()
    }
  }

  #topic(name: string): Topic {
    let topic = this.#topics.get(name)
    if (topic === undefined) {
      topic = { channels: new Map(), waiting: [] }
      this.#topics.set(name, topic)
    }
    return topic
  }

  #channel({ topic: topicName, channel: name }: SubscribeOptions): Channel {
    const topic = this.#topic(topicName)
    let channel = topic.channels.get(name)
    if (channel === undefined) {
      channel = new Channel(topicName, this.#messageTimeoutMs)
      topic.channels.set(name, channel)
      channel.add(topic.waiting)
      topic.waiting = []
    }
    return channel
  }
}

const closedError = (): ColophonError => new ColophonError('bus.unavailable', 'The bus is closed')

export const openLocalBus = (url: string): Bus => new LocalBus(readLocalUrl(url))
