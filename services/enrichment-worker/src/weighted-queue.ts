import { PRIORITIES, PRIORITY_WEIGHTS, type Delivery, type Priority } from '@colophon/domain'
import { WORKER_DEFAULTS } from './settings.ts'

interface Waiting {
  delivery: Delivery
  since: number
}

export interface WeightedQueueSettings {
  /** How often what waits is touched: well inside the bus' message timeout. */
  renewMs: number
  /**
   * A delivery that waits longer is sent back. A broker ends touching after some 15 minutes; work needs time of its
   * own.
   */
  giveBackMs: number
}

const DEFAULTS: WeightedQueueSettings = { renewMs: WORKER_DEFAULTS.renewMs, giveBackMs: 300_000 }

/**
 * Picks the next delivery of the three priorities by smooth weighted round robin (as nginx balances upstreams): 6:3:1
 * while all have work, and whoever has work takes the turns of those that have none, so that nobody starves.
 *
 * Deliveries that wait here are in flight for the bus. They are touched, or the bus would hand them to somebody else as
 * well; and sent back after a while, to whoever is less busy.
 */
export class WeightedQueue {
  readonly #settings: WeightedQueueSettings
  readonly #waiting = new Map<Priority, Waiting[]>(PRIORITIES.map((priority) => [priority, []]))
  readonly #credit = new Map<Priority, number>(PRIORITIES.map((priority) => [priority, 0]))
  #timer: NodeJS.Timeout | null = null

  constructor(settings: Partial<WeightedQueueSettings> = {}) {
    this.#settings = { ...DEFAULTS, ...settings }
  }

  add(priority: Priority, delivery: Delivery): void {
    this.#waiting.get(priority)?.push({ delivery, since: performance.now() })
    this.#timer ??= setInterval(() => {
      this.#keep()
    }, this.#settings.renewMs).unref()
  }

  take(): Delivery | undefined {
    const ready = PRIORITIES.filter((priority) => (this.#waiting.get(priority)?.length ?? 0) > 0)
    let chosen: Priority | undefined
    let total = 0
    for (const priority of ready) {
      const weight = PRIORITY_WEIGHTS[priority]
      total += weight
      const credit = (this.#credit.get(priority) ?? 0) + weight
      this.#credit.set(priority, credit)
      if (chosen === undefined || credit > (this.#credit.get(chosen) ?? 0)) chosen = priority
    }
    if (chosen === undefined) return undefined
    this.#credit.set(chosen, (this.#credit.get(chosen) ?? 0) - total)
    return this.#waiting.get(chosen)?.shift()?.delivery
  }

  /** Everything that waits, taken out. */
  drain(): Delivery[] {
    this.#rest()
    return PRIORITIES.flatMap((priority) => this.#waiting.get(priority)?.splice(0) ?? []).map(
      ({ delivery }) => delivery,
    )
  }

  #keep(): void {
    const now = performance.now()
    let left = 0
    for (const [priority, waiting] of this.#waiting) {
      const isOld = ({ since }: Waiting): boolean => now - since > this.#settings.giveBackMs
      const kept = waiting.filter((each) => !isOld(each))
      this.#waiting.set(priority, kept)
      left += kept.length
      for (const { delivery } of kept) delivery.touch()
      for (const { delivery } of waiting.filter(isOld)) delivery.requeue(0)
    }
    if (left === 0) this.#rest()
  }

  #rest(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }
}
