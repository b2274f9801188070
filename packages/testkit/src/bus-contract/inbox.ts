import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bus, Delivery, Subscription } from '@colophon/domain'

const PATIENCE_MS = 10_000

/** A consumer that keeps what it gets; `answer` runs for each delivery, by default finishing it. */
export interface Inbox extends Subscription {
  readonly deliveries: readonly Delivery[]
  bodies(): string[]
  /** Waits for that many deliveries in all. */
  received(count: number): Promise<readonly Delivery[]>
}

export interface InboxOptions {
  channel?: string
  maxInFlight?: number
  answer?: (delivery: Delivery) => void
}

let topics = 0
export const aTopic = (): string => `contract.${String(process.pid)}.${String(++topics)}`

export function openInbox(bus: Bus, topic: string, options: InboxOptions = {}): Inbox {
  const deliveries: Delivery[] = []
  const answer =
    options.answer ??
    ((delivery: Delivery) => {
      delivery.finish()
    })
  const subscription = bus.subscribe({
    topic,
    channel: options.channel ?? 'channel',
    maxInFlight: options.maxInFlight ?? 10,
    handler: (delivery) => {
      deliveries.push(delivery)
      answer(delivery)
    },
  })
  return {
    deliveries,
    bodies: () => deliveries.map((delivery) => delivery.body),
    received: async (count) => {
      await eventually(() => deliveries.length >= count, `${String(count)} deliveries`)
      return deliveries
    },
    pause: () => {
      subscription.pause()
    },
    [Symbol.asyncDispose]: () => subscription[Symbol.asyncDispose](),
  }
}

export async function eventually(condition: () => boolean, what: string): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  while (!condition()) {
    assert.ok(performance.now() < until, `waited for ${what}`)
    await sleep(5)
  }
}
