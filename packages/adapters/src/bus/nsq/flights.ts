import type { Delivery, SubscribeOptions } from '@colophon/domain'
import type { BusEvents } from '../events.ts'
import type { NsqMessage, ReaderConnection } from './nsqjs.ts'

/** A message nsqd counts as in flight here. */
interface Flight {
  message: NsqMessage
  from: ReaderConnection
  address: string
  state: 'held' | 'handed' | 'expired' | 'answered'
}

export interface FlightsOptions {
  subscription: SubscribeOptions
  messageTimeoutMs: number
  onEvent: BusEvents
}

const LOOKS_PER_TIMEOUT = 10

/** Over, for nsqd: it hands the message out again, to whomever. */
const isExpired = ({ message }: Flight): boolean =>
  message.timeUntilTimeout() === null || message.timeUntilTimeout(true) === null

/**
 * The messages between nsqd and the handler. Several nsqds may together send more than was asked for (each of them at
 * least one); what is too much is held here, and kept from timing out.
 */
export class Flights {
  readonly #options: FlightsOptions
  readonly #handed = new Set<Flight>()
  #held: Flight[] = []
  #onIdle: (() => void)[] = []
  #draining = false
  #watch: NodeJS.Timeout | null = null

  constructor(options: FlightsOptions) {
    this.#options = options
  }

  accept(message: NsqMessage, from: ReaderConnection, address: string): void {
    // A reader may still send after RDY 0, and after a reconnect of its own it has forgotten that it was paused.
    if (this.#draining) {
      message.requeue(0, false)
      return
    }
    this.#held.push({ message, from, address, state: 'held' })
    this.#watch ??= setInterval(() => {
      this.#look()
    }, this.#options.messageTimeoutMs / LOOKS_PER_TIMEOUT)
    this.#hand()
  }

  /** Hands out nothing more and sends back what was not handed out. */
  drain(): void {
    this.#draining = true
    for (const flight of this.#held.splice(0)) {
      flight.state = 'answered'
      flight.message.requeue(0, false)
    }
  }

  /** Resolves when everything handed out was answered, or has timed out. */
  async idle(): Promise<void> {
    if (this.#handed.size > 0) await new Promise<void>((resolve) => this.#onIdle.push(resolve))
    if (this.#watch !== null) clearInterval(this.#watch)
    this.#watch = null
  }

  #hand(): void {
    const { handler, maxInFlight } = this.#options.subscription
    while (!this.#draining && this.#handed.size < maxInFlight) {
      const flight = this.#held.shift()
      if (flight === undefined) return
      if (flight.from.ended || isExpired(flight)) continue
      flight.state = 'handed'
      this.#handed.add(flight)
      handler(this.#delivery(flight))
    }
  }

  #delivery(flight: Flight): Delivery {
    const { message } = flight
    return {
      topic: this.#options.subscription.topic,
      body: message.body.toString(),
      attempts: message.attempts,
      touch: () => {
        // Into a dead connection it would only hide that the message times out.
        if (flight.state === 'handed' && !flight.from.ended && !isExpired(flight)) message.touch()
      },
      finish: () => {
        if (this.#answer(flight)) message.finish()
      },
      requeue: (delayMs) => {
        // Never with nsqjs' backoff, which pauses the whole reader for one message.
        if (this.#answer(flight)) message.requeue(Math.max(0, Math.round(delayMs)), false)
      },
    }
  }

  /**
   * Whether the answer is to be sent. One that is too late must not be: the message has the same id in its next
   * flight, which the answer would end.
   */
  #answer(flight: Flight): boolean {
    if (flight.state === 'answered') return false
    const late = flight.state === 'expired' || isExpired(flight)
    const reason = late ? 'the message timed out' : 'the connection is gone'
    const lost = late || flight.from.ended
    flight.state = 'answered'
    this.#release(flight)
    if (lost) this.#options.onEvent({ kind: 'answer_late', address: flight.address, reason })
    return !lost
  }

  #release(flight: Flight): void {
    if (!this.#handed.delete(flight)) return
    if (this.#handed.size === 0) for (const resolve of this.#onIdle.splice(0)) resolve()
    // Not now: a handler never runs within an answer.
    if (this.#held.length > 0) {
      setImmediate(() => {
        this.#hand()
      })
    }
  }

  #look(): void {
    for (const flight of this.#handed) {
      if (!isExpired(flight)) continue
      flight.state = 'expired'
      this.#release(flight)
    }
    this.#held = this.#held.filter((flight) => !flight.from.ended && !isExpired(flight))
    for (const { message } of this.#held) {
      const leftMs = message.timeUntilTimeout() ?? 0
      if (leftMs < this.#options.messageTimeoutMs / 2) message.touch()
    }
    if (this.#handed.size === 0 && this.#held.length === 0 && this.#watch !== null) {
      clearInterval(this.#watch)
      this.#watch = null
    }
  }
}
