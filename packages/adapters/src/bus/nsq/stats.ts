import type { Channel } from '@colophon/domain'
import type { BusLook, BusStats, ChannelStats } from '../stats.ts'
import { nodesOf } from './lookupd-http.ts'
import { addressOf, hostPort, type NsqdNode } from './node.ts'
import { readNsqUrl, type NsqSettings } from './settings.ts'

const TIMEOUT_MS = 2_000
/** A server that nobody names any more counts as down for so long: one that was taken away is forgotten after that. */
const FORGET_MS = 3_600_000

const QUERY = 'format=json&include_clients=false&include_mem=false'

type Counts = Readonly<Record<string, unknown>>

const list = (value: unknown): Counts[] => (Array.isArray(value) ? (value as Counts[]) : [])
const count = (value: unknown): number => (typeof value === 'number' ? value : 0)

const statsFrom = (node: string, topic: string, of: Counts): ChannelStats => ({
  ...{ node, topic, channel: String(of['channel_name']) },
  depth: count(of['depth']),
  backendDepth: count(of['backend_depth']),
  inFlight: count(of['in_flight_count']),
  deferred: count(of['deferred_count']),
  clients: count(of['client_count']),
  paused: of['paused'] === true,
  messages: count(of['message_count']),
  requeued: count(of['requeue_count']),
  timedOut: count(of['timeout_count']),
})

/** What each nsqd says at `/stats`, and whether each nsqlookupd answers. */
export class NsqStats implements BusStats {
  readonly #settings: NsqSettings
  readonly #topics: ReadonlySet<string>
  readonly #known = new Map<string, { node: NsqdNode; seenAt: number }>()

  /** `channels`: others may use the same servers, and are none of our business. */
  constructor(url: string, channels: readonly Channel[]) {
    this.#settings = readNsqUrl(url)
    this.#topics = new Set(channels.map(({ topic }) => topic))
  }

  async look(): Promise<BusLook> {
    const lookups = new Map<string, boolean>()
    const named = await Promise.all(
      this.#settings.lookupds.map(async (lookupd) => {
        const nodes = await nodesOf(lookupd, AbortSignal.timeout(TIMEOUT_MS)).catch(() => null)
        lookups.set(hostPort(lookupd.host, lookupd.port), nodes !== null)
        return nodes ?? []
      }),
    )
    this.#remember([...this.#settings.nsqds, ...named.flat()])
    const servers = new Map<string, boolean>()
    const channels = await Promise.all(
      [...this.#known.values()].map(async ({ node }) => {
        const stats = await this.#ask(node).catch(() => null)
        servers.set(addressOf(node), stats !== null)
        return stats ?? []
      }),
    )
    return { servers, lookups, channels: channels.flat() }
  }

  #remember(nodes: readonly NsqdNode[]): void {
    const now = performance.now()
    for (const node of nodes) this.#known.set(addressOf(node), { node, seenAt: now })
    for (const [address, { seenAt }] of this.#known) {
      if (now - seenAt > FORGET_MS) this.#known.delete(address)
    }
  }

  async #ask(node: NsqdNode): Promise<ChannelStats[]> {
    const response = await fetch(`http://${hostPort(node.host, node.httpPort)}/stats?${QUERY}`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    })
    if (!response.ok) {
      await response.body?.cancel()
      throw new Error(`nsqd answered ${response.status}`)
    }
    const { topics } = (await response.json()) as { topics?: unknown }
    return list(topics)
      .filter(({ topic_name: topic }) => this.#topics.has(String(topic)))
      .flatMap(({ topic_name: topic, channels }) =>
        list(channels).map((each) => statsFrom(addressOf(node), String(topic), each)),
      )
  }
}
