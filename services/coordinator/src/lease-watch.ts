import type { HeldLease } from '@colophon/domain'

interface Seen {
  until: string
  since: number
}

/**
 * Says which leases have run out. The times in them are those of another process, and of a clock that may have been set
 * since: a lease counts as run out when it was seen here, by the time of this process alone, for as long as a lease
 * lasts, and nobody has renewed it meanwhile.
 */
export class LeaseWatch {
  readonly #leaseMs: number
  readonly #elapsedMs: () => number
  #seen = new Map<string, Seen>()

  constructor(leaseMs: number, elapsedMs: () => number = () => performance.now()) {
    this.#leaseMs = leaseMs
    this.#elapsedMs = elapsedMs
  }

  /** Shown all leases that are held now; what is not among them is forgotten. */
  runOut(held: readonly HeldLease[]): HeldLease[] {
    const now = this.#elapsedMs()
    const before = this.#seen
    this.#seen = new Map()
    return held.filter(({ token, until }) => {
      const known = before.get(token)
      const since = known?.until === until ? known.since : now
      this.#seen.set(token, { until, since })
      return now - since >= this.#leaseMs
    })
  }
}
