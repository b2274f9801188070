import type { BusLook, BusStats, ChannelStats } from '@colophon/adapters/bus'
import type { Metrics } from '@colophon/runtime'

type Labels = Pick<ChannelStats, 'node' | 'topic' | 'channel'>

const labelsOf = ({ node, topic, channel }: ChannelStats): Labels => ({ node, topic, channel })
const nameOf = ({ node, topic, channel }: Labels): string => `${node} ${topic} ${channel}`

const NOTHING: BusLook = { servers: new Map(), lookups: new Map(), channels: [] }

/** What the servers of the bus say of themselves, as metrics: a server that does not answer shows that, and nothing else. */
export class BusFigures {
  readonly #stats: BusStats
  readonly #metrics: Metrics
  #shown: BusLook = NOTHING

  constructor(stats: BusStats, metrics: Metrics) {
    this.#stats = stats
    this.#metrics = metrics
  }

  async look(): Promise<void> {
    this.#show(await this.#stats.look())
  }

  /** Another process shows them from now on. */
  clear(): void {
    this.#show(NOTHING)
  }

  #show(look: BusLook): void {
    const metrics = this.#metrics
    const before = this.#shown
    this.#shown = look
    for (const node of before.servers.keys())
      if (!look.servers.has(node)) metrics.nsqUp.clear({ node })
    for (const node of before.lookups.keys()) {
      if (!look.lookups.has(node)) metrics.nsqLookupdUp.clear({ node })
    }
    for (const [node, isUp] of look.servers) metrics.nsqUp.set({ node }, Number(isUp))
    for (const [node, isUp] of look.lookups) metrics.nsqLookupdUp.set({ node }, Number(isUp))
    const names = new Set(look.channels.map(nameOf))
    for (const each of before.channels) if (!names.has(nameOf(each))) this.#clearChannel(each)
    for (const each of look.channels) this.#showChannel(each)
  }

  #showChannel(stats: ChannelStats): void {
    const labels = labelsOf(stats)
    const metrics = this.#metrics
    metrics.nsqDepth.set(labels, stats.depth)
    metrics.nsqBackendDepth.set(labels, stats.backendDepth)
    metrics.nsqInFlight.set(labels, stats.inFlight)
    metrics.nsqDeferred.set(labels, stats.deferred)
    metrics.nsqClients.set(labels, stats.clients)
    metrics.nsqPaused.set(labels, Number(stats.paused))
    metrics.nsqMessages.mirror(labels, stats.messages)
    metrics.nsqRequeued.mirror(labels, stats.requeued)
    metrics.nsqTimedOut.mirror(labels, stats.timedOut)
  }

  #clearChannel(stats: ChannelStats): void {
    const labels = labelsOf(stats)
    const metrics = this.#metrics
    metrics.nsqDepth.clear(labels)
    metrics.nsqBackendDepth.clear(labels)
    metrics.nsqInFlight.clear(labels)
    metrics.nsqDeferred.clear(labels)
    metrics.nsqClients.clear(labels)
    metrics.nsqPaused.clear(labels)
    metrics.nsqMessages.clear(labels)
    metrics.nsqRequeued.clear(labels)
    metrics.nsqTimedOut.clear(labels)
  }
}
