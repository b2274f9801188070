import type { Delivery, SubscribeOptions, Subscription } from '@colophon/domain'

interface Message {
  body: string
  attempts: number
}

interface Consumer {
  options: SubscribeOptions
  inFlight: number
  paused: boolean
  onIdle: (() => void)[]
}

/** One delivery out of the queue; answered once, by its handler or by its timeout. */
interface Flight {
  message: Message
  consumer: Consumer
  deadline: number
  answered: boolean
}

/** The messages of one channel: each goes to one of its consumers, in the order they came. */
export class Channel {
  readonly #topic: string
  readonly #timeoutMs: number
  #queue: Message[] = []
  /** Start of the queue in its array: taking the first is no copy of the rest. */
  #head = 0
  readonly #consumers: Consumer[] = []
  readonly #flights = new Set<Flight>()
  readonly #delayed = new Set<NodeJS.Timeout>()
  #scheduled = false
  #closed = false
  #watch: NodeJS.Timeout | null = null

  constructor(topic: string, timeoutMs: number) {
    this.#topic = topic
    this.#timeoutMs = timeoutMs
  }

  add(bodies: readonly string[]): void {
    for (const body of bodies) this.#queue.push({ body, attempts: 0 })
    this.#schedule()
  }

  subscribe(options: SubscribeOptions): Subscription {
    const consumer: Consumer = { options, inFlight: 0, paused: false, onIdle: [] }
    this.#consumers.push(consumer)
    this.#schedule()
    const pause = (): void => {
      consumer.paused = true
    }
    return {
      pause,
      [Symbol.asyncDispose]: async () => {
        pause()
        if (consumer.inFlight > 0) {
          await new Promise<void>((resolve) => consumer.onIdle.push(resolve))
        }
        const index = this.#consumers.indexOf(consumer)
        if (index >= 0) this.#consumers.splice(index, 1)
      },
    }
  }

  close(): void {
    this.#closed = true
    for (const timer of this.#delayed) clearTimeout(timer)
    if (this.#watch !== null) clearInterval(this.#watch)
    this.#queue = []
    this.#head = 0
  }

  /** Never within `publish` or an answer: a handler starts on an empty stack. */
  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#deliver()
    })
  }

  #deliver(): void {
    for (;;) {
      let handed = false
      for (const consumer of this.#consumers) {
        if (consumer.paused || consumer.inFlight >= consumer.options.maxInFlight) continue
        const message = this.#next()
        if (message === undefined) return
        this.#hand(message, consumer)
        handed = true
      }
      if (!handed) return
    }
  }

  #next(): Message | undefined {
    const message = this.#queue[this.#head]
    if (message === undefined) return undefined
    this.#head += 1
    if (this.#head === this.#queue.length || this.#head > 10_000) {
      this.#queue = this.#queue.slice(this.#head)
      this.#head = 0
    }
    return message
  }

  #hand(message: Message, consumer: Consumer): void {
    message.attempts += 1
    consumer.inFlight += 1
    const deadline = performance.now() + this.#timeoutMs
    const flight: Flight = { message, consumer, deadline, answered: false }
    this.#flights.add(flight)
    this.#watch ??= setInterval(
      () => {
        this.#expire()
      },
      Math.max(5, this.#timeoutMs / 10),
    )
    consumer.options.handler(this.#delivery(flight))
  }

  #delivery(flight: Flight): Delivery {
    const { message } = flight
    return {
      topic: this.#topic,
      body: message.body,
      attempts: message.attempts,
      touch: () => {
        flight.deadline = performance.now() + this.#timeoutMs
      },
      finish: () => {
        this.#answer(flight)
      },
      requeue: (delayMs) => {
        if (this.#answer(flight)) this.#requeue(message, delayMs)
      },
    }
  }

  /** False when it was answered before, or timed out. */
  #answer(flight: Flight): boolean {
    if (flight.answered) return false
    flight.answered = true
    this.#flights.delete(flight)
    const { consumer } = flight
    consumer.inFlight -= 1
    if (consumer.inFlight === 0) for (const resolve of consumer.onIdle.splice(0)) resolve()
    this.#schedule()
    return true
  }

  #requeue(message: Message, delayMs: number): void {
    if (this.#closed) return
    if (delayMs <= 0) {
      this.#queue.push(message)
      return
    }
    const timer = setTimeout(() => {
      this.#delayed.delete(timer)
      this.#queue.push(message)
      this.#schedule()
    }, delayMs)
    this.#delayed.add(timer)
  }

  #expire(): void {
    const now = performance.now()
    for (const flight of this.#flights) {
      if (flight.deadline <= now && this.#answer(flight)) this.#requeue(flight.message, 0)
    }
    if (this.#flights.size === 0 && this.#watch !== null) {
      clearInterval(this.#watch)
      this.#watch = null
    }
  }
}
