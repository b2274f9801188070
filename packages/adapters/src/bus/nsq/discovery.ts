import type { BusEvents } from '../events.ts'
import { nodesOf } from './lookupd-http.ts'
import { addressOf, hostPort, reasonOf, type Address, type NsqdNode } from './node.ts'
import type { NsqSettings } from './settings.ts'

export interface DiscoveryDeps {
  settings: NsqSettings
  onNodes: (nodes: readonly NsqdNode[]) => void
  onEvent: BusEvents
}

interface Known {
  node: NsqdNode
  seenAt: number
}

/** While no nsqd is known, they are asked more often. */
const EAGER_MS = 1_000

/**
 * Finds the nsqds. Instead of nsqjs' own discovery, which asks one nsqlookupd at a time, without a timeout and without a
 * word when it fails: all are asked, and what any of them knows counts.
 */
export class Discovery {
  readonly #deps: DiscoveryDeps
  readonly #closing = new AbortController()
  readonly #known = new Map<string, Known>()
  #timer: NodeJS.Timeout | undefined

  constructor(deps: DiscoveryDeps) {
    this.#deps = deps
  }

  /** Resolves after the first round, whatever it found. */
  async start(): Promise<void> {
    const { settings, onNodes } = this.#deps
    if (settings.lookupds.length === 0) onNodes(settings.nsqds)
    else await this.#round()
  }

  stop(): void {
    this.#closing.abort()
    clearTimeout(this.#timer)
  }

  async #round(): Promise<void> {
    const { settings, onNodes, onEvent } = this.#deps
    const answers = await Promise.all(
      settings.lookupds.map(async (lookupd) => {
        try {
          return await this.#ask(lookupd)
        } catch (thrown) {
          if (!this.#closing.signal.aborted) {
            const address = hostPort(lookupd.host, lookupd.port)
            onEvent({ kind: 'lookup_failed', address, reason: reasonOf(thrown) })
          }
          return null
        }
      }),
    )
    if (this.#closing.signal.aborted) return
    this.#merge(answers)
    onNodes([...this.#known.values()].map(({ node }) => node))
    const pauseMs = this.#known.size === 0 ? Math.min(EAGER_MS, settings.pollMs) : settings.pollMs
    this.#timer = setTimeout(() => void this.#round(), pauseMs * (0.7 + 0.6 * Math.random()))
  }

  #merge(answers: readonly (NsqdNode[] | null)[]): void {
    const now = performance.now()
    for (const node of answers.flatMap((nodes) => nodes ?? [])) {
      this.#known.set(addressOf(node), { node, seenAt: now })
    }
    // Who is missing has gone only if everybody was there to say so.
    if (answers.includes(null)) return
    for (const [address, { seenAt }] of this.#known) {
      if (now - seenAt > this.#deps.settings.forgetMs) this.#known.delete(address)
    }
  }

  #ask(lookupd: Address): Promise<NsqdNode[]> {
    const timeout = AbortSignal.timeout(this.#deps.settings.lookupTimeoutMs)
    return nodesOf(lookupd, AbortSignal.any([this.#closing.signal, timeout]))
  }
}
