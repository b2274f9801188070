import { toColophonError, type Bus, type Delivery, type SubscribeOptions } from '@colophon/domain'

/** What became of messages. `unknown`: the bus may have them or not. */
export interface MessageEvent {
  topic: string
  outcome: 'confirmed' | 'unknown' | 'failed' | 'finished' | 'requeued'
  messages: number
}

type Told = (event: MessageEvent) => void

class WatchedDelivery implements Delivery {
  readonly #delivery: Delivery
  readonly #told: Told

  constructor(delivery: Delivery, told: Told) {
    this.#delivery = delivery
    this.#told = told
  }

  get topic(): string {
    return this.#delivery.topic
  }

  get body(): string {
    return this.#delivery.body
  }

  get attempts(): number {
    return this.#delivery.attempts
  }

  touch(): void {
    this.#delivery.touch()
  }

  finish(): void {
    this.#delivery.finish()
    this.#told({ topic: this.topic, outcome: 'finished', messages: 1 })
  }

  requeue(delayMs: number): void {
    this.#delivery.requeue(delayMs)
    this.#told({ topic: this.topic, outcome: 'requeued', messages: 1 })
  }
}

/** The same bus, of which is told what became of the messages that were given to it and taken from it. */
export function watchedBus(bus: Bus, told: Told): Bus {
  return {
    retention: bus.retention,
    ping: () => bus.ping(),
    async publish(topic, bodies) {
      const messages = bodies.length
      try {
        await bus.publish(topic, bodies)
        told({ topic, outcome: 'confirmed', messages })
      } catch (thrown) {
        const { code, cause } = toColophonError(thrown)
        // Without a cause there was nobody to give them to: no bus has them.
        const isUnknown = code === 'bus.unavailable' && cause !== undefined
        told({ topic, outcome: isUnknown ? 'unknown' : 'failed', messages })
        throw thrown
      }
    },
    subscribe: (asked: SubscribeOptions) =>
      bus.subscribe({
        ...asked,
        handler: (delivery) => {
          asked.handler(new WatchedDelivery(delivery, told))
        },
      }),
    [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose](),
  }
}
