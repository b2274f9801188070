/**
 * The bus says "look at document X". It may lose, repeat and reorder messages; the store owns the work, so a lost
 * message costs time only.
 */
export interface Bus extends AsyncDisposable {
  /** `process`: messages die with this process and are dispatched again by the next one. */
  readonly retention: 'process' | 'broker'
  ping(): Promise<void>
  /** Resolves when the bus has all of them. Rejects with `bus.unavailable` when the outcome is unknown: publish again. */
  publish(topic: string, bodies: readonly string[]): Promise<void>
  subscribe(subscription: SubscribeOptions): Subscription
}

/** Those who read a topic together: each message goes to one of them. */
export interface Channel {
  topic: string
  channel: string
}

export interface SubscribeOptions extends Channel {
  /** Deliveries handed out and not yet finished or requeued. */
  maxInFlight: number
  /** Called for each delivery; must answer it in the end by `finish` or `requeue`. Must not throw. */
  handler: (delivery: Delivery) => void
}

export interface Delivery {
  readonly topic: string
  readonly body: string
  /** How often it was handed out, from 1. */
  readonly attempts: number
  /** Keeps the message ours for another message timeout. */
  touch(): void
  finish(): void
  requeue(delayMs: number): void
}

export interface Subscription extends AsyncDisposable {
  /** No new deliveries from now on; those in flight can still be answered. */
  pause(): void
}
