import { PRIORITIES, PRIORITY_WEIGHTS, type Delivery, type Priority } from '@colophon/domain'

/**
 * Picks the next delivery of the three priorities by smooth weighted round robin (as nginx balances upstreams): 6:3:1
 * while all have work, and whoever has work takes the turns of those that have none, so that nobody starves.
 */
export class Intake {
  readonly #waiting = new Map<Priority, Delivery[]>(PRIORITIES.map((priority) => [priority, []]))
  readonly #credit = new Map<Priority, number>(PRIORITIES.map((priority) => [priority, 0]))

  add(priority: Priority, delivery: Delivery): void {
    this.#waiting.get(priority)?.push(delivery)
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
    return this.#waiting.get(chosen)?.shift()
  }

  /** Everything that waits, taken out. */
  drain(): Delivery[] {
    return PRIORITIES.flatMap((priority) => this.#waiting.get(priority)?.splice(0) ?? [])
  }
}
