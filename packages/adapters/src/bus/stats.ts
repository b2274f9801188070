/** A channel on one server, as the server counts it: totals begin again at 0 with it. */
export interface ChannelStats {
  /** `host:port`. */
  node: string
  topic: string
  channel: string
  depth: number
  /** Of the depth: on its disk. */
  backendDepth: number
  inFlight: number
  deferred: number
  clients: number
  paused: boolean
  messages: number
  requeued: number
  timedOut: number
}

export interface BusLook {
  /** Servers by `host:port`, and whether they answered. */
  servers: ReadonlyMap<string, boolean>
  /** The same of those that are asked for servers. */
  lookups: ReadonlyMap<string, boolean>
  /** Of the servers that answered. */
  channels: readonly ChannelStats[]
}

/** What the servers of a bus say of themselves. */
export interface BusStats {
  /** Never rejects; takes a few seconds at most. */
  look(): Promise<BusLook>
}
