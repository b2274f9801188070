import type { BusEvents, ConnectionRole } from '../events.ts'
import { Link } from './link.ts'
import { addressOf, type NsqdNode } from './node.ts'
import type { Connection, ConnectionEvents } from './supervision.ts'

export interface LinkPoolOptions<C extends Connection> {
  role: ConnectionRole
  open: (node: NsqdNode, events: ConnectionEvents) => C
  reconnectMaxMs: number
  prepare?: (node: NsqdNode) => Promise<void>
  /** A connection came up or went down. */
  onChange?: () => void
  onEvent: BusEvents
}

/** One link to each known nsqd. */
export class LinkPool<C extends Connection> {
  readonly #options: LinkPoolOptions<C>
  readonly #links = new Map<string, Link<C>>()
  #stopped = false

  constructor(options: LinkPoolOptions<C>) {
    this.#options = options
  }

  /** Those that can be used now. */
  get connections(): C[] {
    return [...this.#links.values()].flatMap(({ up }) => (up === null ? [] : [up]))
  }

  /** Links to what is new. What is no longer listed stays while it is connected: it may know better than its directory. */
  update(nodes: readonly NsqdNode[]): void {
    if (this.#stopped) return
    const listed = new Set(nodes.map(addressOf))
    for (const [address, link] of this.#links) {
      if (listed.has(address) || link.up !== null) continue
      link.end()
      this.#links.delete(address)
    }
    for (const node of nodes) {
      const address = addressOf(node)
      if (!this.#links.has(address)) this.#links.set(address, this.#link(address, node))
    }
  }

  /** Resolves when each link has tried once. */
  async settled(): Promise<void> {
    await Promise.all([...this.#links.values()].map((link) => link.settled))
  }

  /** No new connection from now on; those that are up stay. */
  stop(): void {
    this.#stopped = true
    for (const link of this.#links.values()) link.stop()
  }

  end(): void {
    this.stop()
    for (const link of this.#links.values()) link.end()
  }

  #link(address: string, node: NsqdNode): Link<C> {
    const { role, open, reconnectMaxMs, prepare, onChange, onEvent } = this.#options
    let again = false
    return new Link<C>({
      open: (events) => open(node, events),
      reconnectMaxMs,
      prepare: () => prepare?.(node),
      onUp: () => {
        onEvent({ kind: 'connected', address, role, again })
        again = true
        onChange?.()
      },
      onDown: (reason) => {
        if (!this.#stopped) onEvent({ kind: 'disconnected', address, role, reason })
        onChange?.()
      },
      onRefused: (reason) => {
        onEvent({ kind: 'answer_late', address, reason })
      },
    })
  }
}
